package org.cellineage.jobs.evaluate;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.cellineage.format.Movie;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.CatalogReader;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;

/** Still images, one per file, by file name without extension. */
final class StillImages {

    private static final String ONE_FILE_A_MOVIE = "stacks";

    private final Storage storage;
    private final String folder;
    private final Map<String, PlaneRef> images = new HashMap<>();

    /**
     * Lists a folder and its subfolders.
     *
     * @param folder empty for no images
     * @throws BadInputException if it contains no images
     */
    StillImages(Storage storage, String folder) throws IOException {
        this.storage = storage;
        this.folder = folder;
        if (!folder.isEmpty()) {
            for (Movie movie :
                    new CatalogReader(storage).read(folder, ONE_FILE_A_MOVIE).movies()) {
                PlaneRef image = movie.frames().get(0).channels().get(0);
                String path = image.member().isEmpty() ? image.location() : image.member();
                images.put(LabelFiles.nameOf(path.substring(path.lastIndexOf('/') + 1)), image);
            }
        }
    }

    /**
     * Reads the first channel of an image; empty if no images were given.
     *
     * @param truth its true labels
     * @throws BadInputException if there is no image with this name, or it differs in size from its labels
     */
    Optional<Plane> read(String name, LabelImage truth) throws IOException {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        PlaneRef ref = images.get(name);
        if (ref == null) {
            throw new BadInputException(
                    folder,
                    "It has no image " + name + ", but there are labels of that name.",
                    "Give the images that were segmented with --images, or omit it.");
        }
        try (StoragePlaneReader reader = new StoragePlaneReader(storage)) {
            Plane plane = reader.read(ref);
            if (plane.width() != truth.width() || plane.height() != truth.height()) {
                throw new BadInputException(
                        ref.describe(),
                        "It has " + plane.width() + " x " + plane.height() + " pixels, but its ground truth has "
                                + truth.width() + " x " + truth.height() + ".",
                        "Give the images that were segmented with --images, at the same size.");
            }
            return Optional.of(plane);
        }
    }
}
