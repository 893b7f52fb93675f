package org.cellineage.format.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.Catalog;
import org.cellineage.format.MovieFormat;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.tiff.TiffFile;
import org.cellineage.format.tiff.TiffStack;
import org.cellineage.problem.BadInputException;

/**
 * A folder of single images in frame order, {@code img_0001.tif}, {@code img_0002.tif}, …: one movie for each folder and
 * name in front of the number. The lowest number of a movie is its frame 0.
 */
final class FramesFormat implements MovieFormat {

    private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d+)\\.tiff?", Pattern.CASE_INSENSITIVE);

    @Override
    public String name() {
        return "frames";
    }

    @Override
    public String summary() {
        return "a folder of single images with numbers, one frame each: MOVIE/img0001.tif";
    }

    /** At least two files that differ in their number only, the first that can be read a single image. */
    @Override
    public boolean recognises(String root, List<StoredFile> files, Storage storage) throws IOException {
        TreeMap<String, List<StoredFile>> groups = groups(files);
        for (List<StoredFile> group : groups.values()) {
            OptionalInt images = group.size() < 2 ? OptionalInt.empty() : imagesOfFirst(group, storage);
            if (images.isPresent()) {
                return images.getAsInt() == 1;
            }
        }
        return false;
    }

    /** Images (of any number of channels) in the first file that can be read; empty where none can. */
    private static OptionalInt imagesOfFirst(List<StoredFile> group, Storage storage) throws IOException {
        for (StoredFile file : group) {
            try (TiffFile tiff = TiffFile.open(storage.open(file.location()), file.location())) {
                TiffStack stack = tiff.stack();
                return OptionalInt.of(stack.sizeZ() * stack.sizeT());
            } catch (BadInputException e) {
                // It is reported when the catalog is made; here it tells nothing, so the next one is asked.
                continue;
            }
        }
        return OptionalInt.empty();
    }

    private static TreeMap<String, List<StoredFile>> groups(List<StoredFile> files) {
        TreeMap<String, List<StoredFile>> groups = new TreeMap<>();
        for (StoredFile file : files) {
            Matcher name = NUMBERED.matcher(file.name());
            if (name.matches()) {
                String group = Names.parent(file.location()) + "/" + name.group(1);
                groups.computeIfAbsent(group, key -> new ArrayList<>()).add(file);
            }
        }
        return groups;
    }

    @Override
    public Catalog catalog(String root, List<StoredFile> files, Storage storage) throws IOException {
        TreeMap<String, List<StoredFile>> groups = groups(files);
        if (groups.isEmpty()) {
            throw new BadInputException(
                    root, "There is no numbered TIFF image in it.", "Number the frames: img0001.tif, img0002.tif, …");
        }
        List<PlaneFile> planes = new ArrayList<>();
        boolean single = groups.size() == 1;
        groups.forEach((group, members) -> {
            int lowest = members.stream().mapToInt(FramesFormat::number).min().orElse(0);
            String site = single ? Names.last(Names.parent(group + "x")) : siteOf(root, group);
            MovieKey key = new MovieKey(plateOf(root, single), MovieKey.NO_WELL, site);
            members.forEach(file -> planes.add(new PlaneFile(key, number(file) - lowest, "", file)));
        });
        return new FrameFiles(storage, name()).catalog(planes);
    }

    private static String plateOf(String root, boolean single) {
        String plate = single ? Names.last(Names.parent(root)) : Names.last(root);
        return plate.isEmpty() ? MovieKey.DEFAULT_PLATE : plate;
    }

    private static String siteOf(String root, String group) {
        String site = Names.relative(root, group).replace('/', '_').replaceAll("[_\\-]+$", "");
        return site.isEmpty() ? "1" : site;
    }

    private static int number(StoredFile file) {
        Matcher name = NUMBERED.matcher(file.name());
        if (!name.matches()) {
            throw new IllegalArgumentException(file.name());
        }
        String digits = name.group(2);
        return Integer.parseInt(digits.substring(Math.max(0, digits.length() - 9)));
    }
}
