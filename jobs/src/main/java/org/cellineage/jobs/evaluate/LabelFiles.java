package org.cellineage.jobs.evaluate;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.tiff.TiffFile;
import org.cellineage.image.LabelImage;
import org.cellineage.problem.BadInputException;
import org.cellineage.segment.Labels;

/** The label images of still images in a folder and its subfolders, by file name without extension. */
final class LabelFiles {

    private static final Pattern TIFF_ENDING = Pattern.compile("(\\.ome)?\\.tiff?$", Pattern.CASE_INSENSITIVE);

    private final Storage storage;
    private final String folder;
    private final SortedMap<String, String> locations;

    private LabelFiles(Storage storage, String folder, SortedMap<String, String> locations) {
        this.storage = storage;
        this.folder = folder;
        this.locations = Collections.unmodifiableSortedMap(locations);
    }

    /**
     * Lists a folder; no file is opened.
     *
     * @throws BadInputException if it has no TIFF file, or two with the same name
     */
    static LabelFiles list(Storage storage, String folder) throws IOException {
        SortedMap<String, String> locations = new TreeMap<>();
        for (StoredFile file : storage.list(storage.absolute(folder))) {
            String name = nameOf(file.name());
            if (name.equals(file.name())) {
                continue;
            }
            String other = locations.put(name, file.location());
            if (other != null) {
                throw new BadInputException(
                        file.location(),
                        "Its name without the extension is " + name + ", and so is that of " + other + ".",
                        "Give a folder in which every image has a different name.");
            }
        }
        if (locations.isEmpty()) {
            throw new BadInputException(
                    folder,
                    "It contains no label image: no .tif or .tiff file.",
                    "Give a folder of TIFF files with 0 for background and one whole number per cell.");
        }
        return new LabelFiles(storage, folder, locations);
    }

    /** A file name without a TIFF extension; other names are unchanged. */
    static String nameOf(String fileName) {
        return TIFF_ENDING.matcher(fileName).replaceFirst("");
    }

    /** The folder, as the user gave it. */
    String folder() {
        return folder;
    }

    /** All names, ascending. */
    Set<String> names() {
        return locations.keySet();
    }

    /** The file of a name of {@link #names}. */
    String location(String name) {
        String location = locations.get(name);
        if (location == null) {
            throw new IllegalArgumentException("there is no image " + name);
        }
        return location;
    }

    /**
     * Reads the image with one of the {@link #names}.
     *
     * @throws BadInputException if the file is not a label image, or contains several
     */
    LabelImage read(String name) throws IOException {
        String location = location(name);
        try (TiffFile tiff = TiffFile.open(storage.open(location), location)) {
            if (tiff.planes() != 1) {
                throw new BadInputException(
                        location,
                        "It has " + tiff.planes()
                                + " planes (pages, or colours of a pixel), but a label image has one.",
                        "Save each label image as a separate file without colours; for movies use --lineage.");
            }
            return Labels.fromPlane(tiff.read(0), location);
        } catch (FileNotFoundException e) {
            throw new BadInputException(
                    location, "The file no longer exists.", "Do not change the folder during the evaluation.", e);
        }
    }
}
