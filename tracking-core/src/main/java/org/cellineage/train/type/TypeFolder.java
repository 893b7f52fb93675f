package org.cellineage.train.type;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.problem.BadInputException;
import org.cellineage.type.ImageType;

/** Reads images of one type from a folder: its TIFF files, or those of its subfolder {@code images}. */
final class TypeFolder {

    /** More frames of a movie, or images of a set, add little. */
    private static final int MOST_IMAGES = 200;

    private TypeFolder() {}

    static List<TypeImage> read(Storage storage, ImageType type, String location) throws IOException {
        String folder = storage.absolute(location).replaceAll("/+$", "");
        TreeSet<String> files = new TreeSet<>();
        for (StoredFile file : storage.list(folder)) {
            String name = file.name().toLowerCase(Locale.ROOT);
            boolean isHere = file.location().equals(folder + "/" + file.name())
                    || file.location().equals(folder + "/images/" + file.name());
            if (isHere && (name.endsWith(".tif") || name.endsWith(".tiff"))) {
                files.add(file.location());
            }
        }
        if (files.isEmpty()) {
            throw new BadInputException(
                    location, "It contains no TIFF files.", "Give a folder with images, or with a subfolder images.");
        }
        String[] parts = folder.split("/");
        String last = parts[parts.length - 1];
        String set = last.matches("\\d\\d") && parts.length > 1 ? parts[parts.length - 2] + "/" + last : last;
        List<String> all = List.copyOf(files);
        int step = (all.size() + MOST_IMAGES - 1) / MOST_IMAGES;
        List<TypeImage> images = new ArrayList<>();
        try (StoragePlaneReader reader = new StoragePlaneReader(storage)) {
            for (int i = 0; i < all.size(); i += step) {
                String file = all.get(i);
                String stem = file.substring(file.lastIndexOf('/') + 1, file.lastIndexOf('.'));
                images.add(TypeImage.of(set + "/" + stem, type, reader.read(PlaneRef.tiff(file, 0))));
            }
        }
        return images;
    }
}
