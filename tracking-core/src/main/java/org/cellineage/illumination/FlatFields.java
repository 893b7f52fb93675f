package org.cellineage.illumination;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.BadInputException;

/**
 * The flat fields of the channels of a microscope: a folder with an image {@code channel0.tif}, {@code channel1.tif}, … for
 * each channel that is to be corrected, and next to it, where the camera's dark image is to be subtracted,
 * {@code dark0.tif}, …
 */
public final class FlatFields implements Serializable {

    /** No channel is corrected. */
    public static final FlatFields NONE = new FlatFields("", new TreeMap<>());

    private static final long serialVersionUID = 1L;

    private static final Pattern NAME = Pattern.compile("(channel|dark)(\\d{1,3})\\.tiff?", Pattern.CASE_INSENSITIVE);
    private static final String REMEDY =
            "Name the images channel0.tif, channel1.tif, … and dark0.tif, …, or make them with 'cellineage flatfield'.";

    private final String folder;
    private final TreeMap<Integer, FlatField> byChannel;
    private final String hash;

    private FlatFields(String folder, TreeMap<Integer, FlatField> byChannel) {
        this.folder = folder;
        this.byChannel = byChannel;
        this.hash = byChannel.isEmpty() ? "" : hash(byChannel);
    }

    /**
     * Reads the images of a folder.
     *
     * @param folder empty for none
     * @throws BadConfigurationException if there is no image of a channel in it
     * @throws BadInputException if an image cannot be used; the problem says why
     */
    public static FlatFields read(Storage storage, String folder) throws IOException {
        if (folder.isEmpty()) {
            return NONE;
        }
        SortedMap<Integer, String> flats = new TreeMap<>();
        SortedMap<Integer, String> darks = new TreeMap<>();
        String root = storage.absolute(folder).replaceAll("/+$", "");
        for (StoredFile file : storage.list(root)) {
            if (!file.location().startsWith(root + "/")) {
                continue;
            }
            Matcher name = NAME.matcher(file.location().substring(root.length() + 1));
            if (name.matches()) {
                boolean isFlat = name.group(1).equalsIgnoreCase("channel");
                String other = (isFlat ? flats : darks).put(Integer.parseInt(name.group(2)), file.location());
                if (other != null) {
                    throw new BadInputException(
                            file.location(), "There is another image for the same channel, " + other + ".", REMEDY);
                }
            }
        }
        if (flats.isEmpty()) {
            throw new BadConfigurationException(folder, "There is no flat-field image in this folder.", REMEDY);
        }
        for (Map.Entry<Integer, String> dark : darks.entrySet()) {
            if (!flats.containsKey(dark.getKey())) {
                throw new BadInputException(
                        dark.getValue(),
                        "There is no channel" + dark.getKey() + ".tif for this dark image.",
                        "Add it, or remove the dark image.");
            }
        }
        TreeMap<Integer, FlatField> fields = new TreeMap<>();
        try (StoragePlaneReader reader = new StoragePlaneReader(storage)) {
            for (Map.Entry<Integer, String> flat : flats.entrySet()) {
                Plane image = reader.read(PlaneRef.tiff(flat.getValue(), 0));
                Optional<Plane> dark = Optional.empty();
                if (darks.containsKey(flat.getKey())) {
                    dark = Optional.of(reader.read(PlaneRef.tiff(darks.get(flat.getKey()), 0)));
                }
                fields.put(flat.getKey(), FlatField.of(image, dark, flat.getValue()));
            }
        }
        return new FlatFields(root, fields);
    }

    /** Whether no channel is corrected. */
    public boolean isEmpty() {
        return byChannel.isEmpty();
    }

    /** SHA-256 of all corrections, whatever files they were read from; empty if there are none. */
    public String hash() {
        return hash;
    }

    private static String hash(SortedMap<Integer, FlatField> byChannel) {
        MessageDigest digest = sha256();
        byChannel.forEach((channel, field) -> {
            ByteBuffer head = ByteBuffer.allocate(3 * Integer.BYTES);
            digest.update(head.putInt(channel)
                    .putInt(field.width())
                    .putInt(field.height())
                    .array());
            ByteBuffer row = ByteBuffer.allocate(2 * Float.BYTES * field.width());
            for (int y = 0; y < field.height(); y++) {
                row.clear();
                for (int x = 0; x < field.width(); x++) {
                    row.putFloat(field.gain(y, x)).putFloat(field.dark(y, x));
                }
                digest.update(row.array());
            }
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Checks that a movie can be corrected.
     *
     * @param where the movie, for messages
     * @throws BadInputException if its frames have another size than a field, or it lacks a channel
     */
    public void requireFits(String where, int width, int height, int channels) {
        byChannel.forEach((channel, field) -> {
            if (channel >= channels) {
                throw new BadInputException(
                        where,
                        "There is a flat field for channel " + channel + " in " + folder + ", but the movie has "
                                + channels + ".",
                        "Remove the image from the folder, or give the flat fields of this microscope with"
                                + " --set measurement.flat_field=FOLDER.");
            }
            if (field.width() != width || field.height() != height) {
                throw new BadInputException(
                        where,
                        "The flat field of channel " + channel + " in " + folder + " has " + field.width() + " x "
                                + field.height() + " pixels, but the movie has " + width + " x " + height + ".",
                        "Give flat fields of the same camera at the same binning with"
                                + " --set measurement.flat_field=FOLDER.");
            }
        });
    }

    /** Returns the channels of a frame with those corrected that have a field. */
    public List<Plane> correct(List<Plane> channels) {
        if (isEmpty()) {
            return channels;
        }
        List<Plane> corrected = new ArrayList<>(channels);
        byChannel.forEach((channel, field) -> corrected.set(channel, field.correct(channels.get(channel))));
        return corrected;
    }
}
