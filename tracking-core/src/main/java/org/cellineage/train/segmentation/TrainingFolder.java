package org.cellineage.train.segmentation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;
import org.cellineage.segment.Labels;

/**
 * Reads labelled images from a folder with {@code images/} and {@code labels/}, whose files are paired by name, or from
 * a sequence folder of the Cell Tracking Challenge, with masks in {@code NN_ST/SEG} or else in {@code NN_GT/SEG}. Every
 * nucleus of an image must be labelled.
 */
final class TrainingFolder {

    private static final Pattern FRAME = Pattern.compile("t(\\d{3,6})\\.tiff?");
    private static final Pattern MASK = Pattern.compile("man_seg(\\d{3,6})\\.tiff?");
    private static final Pattern TIFF = Pattern.compile("(.+)\\.tiff?", Pattern.CASE_INSENSITIVE);

    /** Silver masks are those of the tracking markers, which leave out the cells at the border. */
    private static final String SILVER = "_ST/SEG/";

    private final Storage storage;
    private final String location;
    private final String name;
    private final CellKind kind;

    /** @param borderIsUnlabelled whether nuclei at the border may lack a label */
    private record Pair(String name, String image, String labels, boolean borderIsUnlabelled) {}

    private TrainingFolder(Storage storage, String location, String name, CellKind kind) {
        this.storage = storage;
        this.location = location;
        this.name = name;
        this.kind = kind;
    }

    /**
     * Reads a set.
     *
     * @param heldOut whether the image with this name ({@code SET/IMAGE}) is for validation only
     * @throws BadInputException if there are no labelled images, or an image and its labels do not match
     */
    static TrainingSet read(
            Storage storage, SegmentationTraining.Source source, CellKind kind, Predicate<String> heldOut)
            throws IOException {
        String absolute = storage.absolute(source.location()).replaceAll("/+$", "");
        String[] parts = absolute.split("/");
        String last = parts[parts.length - 1];
        // The number of a sequence is meaningless without its dataset.
        String name = last.matches("\\d\\d") && parts.length > 1 ? parts[parts.length - 2] + "/" + last : last;
        TrainingFolder folder = new TrainingFolder(storage, absolute, name, kind);
        List<LabelledImage> images = new ArrayList<>();
        List<LabelledImage> kept = new ArrayList<>();
        try (StoragePlaneReader reader = new StoragePlaneReader(storage)) {
            for (Pair pair : folder.pairs()) {
                LabelledImage image = folder.read(reader, pair);
                (heldOut.test(pair.name()) ? kept : images).add(image);
            }
        }
        return new TrainingSet(name, source.share(), images, kept);
    }

    private List<Pair> pairs() throws IOException {
        List<StoredFile> files = storage.list(location);
        Map<String, String> images = named(files, location + "/images/", TIFF);
        Map<String, String> labels = named(files, location + "/labels/", TIFF);
        if (images.isEmpty()) {
            images = named(files, location + "/", FRAME);
            labels = masks();
        }
        List<Pair> pairs = new ArrayList<>();
        for (Map.Entry<String, String> entry : images.entrySet()) {
            String mask = labels.get(entry.getKey());
            if (mask != null) {
                String stem = entry.getValue().substring(entry.getValue().lastIndexOf('/') + 1);
                pairs.add(new Pair(
                        name + "/" + stem.substring(0, stem.lastIndexOf('.')),
                        entry.getValue(),
                        mask,
                        mask.startsWith(location + SILVER)));
            }
        }
        if (pairs.isEmpty()) {
            throw new BadInputException(
                    location,
                    "It contains no images with labels.",
                    "Give a folder that contains images/ and labels/ with TIFF files of the same names, or a sequence folder"
                            + " of a Cell Tracking Challenge dataset with masks in NN_ST/SEG or NN_GT/SEG next to it.");
        }
        return pairs;
    }

    private Map<String, String> masks() throws IOException {
        String dataset = location.substring(0, location.lastIndexOf('/'));
        List<StoredFile> files = storage.list(dataset);
        Map<String, String> silver = named(files, location + SILVER, MASK);
        return silver.isEmpty() ? named(files, location + "_GT/SEG/", MASK) : silver;
    }

    /** The files of a folder by the part of the name that a pair shares. */
    private static Map<String, String> named(List<StoredFile> files, String folder, Pattern pattern) {
        Map<String, String> found = new TreeMap<>();
        for (StoredFile file : files) {
            if (file.location().equals(folder + file.name())) {
                Matcher matcher = pattern.matcher(file.name());
                if (matcher.matches()) {
                    found.put(matcher.group(1), file.location());
                }
            }
        }
        return found;
    }

    private LabelledImage read(StoragePlaneReader reader, Pair pair) throws IOException {
        Plane plane = reader.read(PlaneRef.tiff(pair.image(), 0));
        LabelImage labels = Labels.fromPlane(reader.read(PlaneRef.tiff(pair.labels(), 0)), pair.labels());
        if (labels.width() != plane.width() || labels.height() != plane.height()) {
            throw new BadInputException(
                    pair.labels(),
                    "The labels have " + labels.width() + " x " + labels.height() + " pixels, but the image has "
                            + plane.width() + " x " + plane.height() + ".",
                    "Give labels that were made from this image.");
        }
        return new LabelledImage(pair.name(), plane, labels, pair.borderIsUnlabelled(), kind);
    }
}
