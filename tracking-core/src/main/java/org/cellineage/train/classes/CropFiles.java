package org.cellineage.train.classes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.tiff.TiffFile;
import org.cellineage.format.tiff.TiffStack;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;

/**
 * Reads cells that were cut out already: a stack of a class (a TIFF file whose time points or slices are cells, with one
 * or more channels), or a folder with an image for each cell.
 */
final class CropFiles {

    private static final String FILE = "file";

    private final Storage storage;
    private final List<Integer> channels;

    /** @param channels those that are looked at; empty for all */
    CropFiles(Storage storage, List<Integer> channels) {
        this.storage = storage;
        this.channels = List.copyOf(channels);
    }

    /** The classes of a folder whose subfolders are classes, by name: their locations. */
    Map<String, String> subfolders(String location) throws IOException {
        String folder = storage.absolute(location).replaceAll("/+$", "");
        Map<String, String> classes = new TreeMap<>();
        for (String file : images(folder)) {
            String inside = file.substring(folder.length() + 1);
            if (inside.contains("/")) {
                String name = inside.substring(0, inside.indexOf('/'));
                classes.put(name, folder + "/" + name);
            }
        }
        if (classes.size() < 2) {
            throw new BadInputException(
                    location,
                    "It contains no two folders with TIFF files.",
                    "Give a folder with a subfolder of images for each class, or each class with CLASS=PATH.");
        }
        return classes;
    }

    /** Reads the cells of a class from a stack or a folder. */
    List<GreyCrop> read(int known, String location) throws IOException {
        String absolute = storage.absolute(location).replaceAll("/+$", "");
        List<GreyCrop> crops = new ArrayList<>();
        if (isTiff(absolute)) {
            stack(known, absolute, crops);
        } else {
            for (String file : images(absolute)) {
                stack(known, file, crops);
            }
        }
        if (crops.isEmpty()) {
            throw new BadInputException(
                    location, "It contains no cells.", "Give a TIFF stack, or a folder with TIFF files.");
        }
        List<GreyCrop> numbered = new ArrayList<>();
        for (GreyCrop crop : crops) {
            numbered.add(new GreyCrop(crop.known(), crop.sidePx(), crop.planes(), numbered.size(), crop.groups()));
        }
        return numbered;
    }

    private List<String> images(String folder) throws IOException {
        TreeSet<String> files = new TreeSet<>();
        for (StoredFile file : storage.list(folder)) {
            if (isTiff(file.location())) {
                files.add(file.location());
            }
        }
        return List.copyOf(files);
    }

    private static boolean isTiff(String location) {
        String lower = location.toLowerCase(Locale.ROOT);
        return lower.endsWith(".tif") || lower.endsWith(".tiff");
    }

    private void stack(int known, String location, List<GreyCrop> into) throws IOException {
        SeekableBytes bytes = storage.open(location);
        try (TiffFile file = TiffFile.open(bytes, location)) {
            TiffStack stack = file.stack();
            List<Integer> wanted = wanted(stack, location);
            String stem = location.substring(location.lastIndexOf('/') + 1, location.lastIndexOf('.'));
            for (int t = 0; t < stack.sizeT(); t++) {
                for (int z = 0; z < stack.sizeZ(); z++) {
                    List<Plane> planes = new ArrayList<>();
                    for (int c : wanted) {
                        planes.add(file.read(stack.planeIndex(c, z, t)));
                    }
                    into.add(GreyCrop.of(known, planes, into.size(), Map.of(FILE, stem)));
                }
            }
        }
    }

    private List<Integer> wanted(TiffStack stack, String location) {
        List<Integer> wanted = new ArrayList<>(channels);
        for (int c = 0; channels.isEmpty() && c < stack.sizeC(); c++) {
            wanted.add(c);
        }
        for (int c : wanted) {
            if (c >= stack.sizeC()) {
                throw new BadInputException(
                        location,
                        "Channel " + c + " is wanted, but its images have " + stack.sizeC() + ".",
                        "Give numbers below " + stack.sizeC() + " with --channels.");
            }
        }
        return wanted;
    }
}
