package org.cellineage.format.layout;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.zarr.FolderStore;
import org.cellineage.format.zarr.NgffImage;
import org.cellineage.format.zarr.OmeZarr;
import org.cellineage.format.zarr.ZarrRoots;
import org.cellineage.format.zarr.ZarrStore;
import org.cellineage.problem.BadInputException;

/**
 * The label images inside the images of an OME-Zarr, in {@code IMAGE/labels/NAME}.
 *
 * @param sets by the name of the movie to which they belong
 * @param files one file per label image that represents all of its files, with the location of its planes
 */
public record ZarrLabels(Map<String, Frames> sets, List<StoredFile> files) {

    /**
     * The label images of one movie.
     *
     * @param where folder of the label image
     * @param planes plane by frame number
     */
    public record Frames(String where, Map<Integer, PlaneRef> planes) {
        public Frames {
            planes = Map.copyOf(planes);
        }
    }

    /** The end of a location that names a label image of each of its images. */
    private static final Pattern NAMED = Pattern.compile("(.+)/labels/([^/]+)/*");

    /**
     * Reads the label images of an input from metadata alone; empty if the input is not OME-Zarr, or none of its images
     * has labels. A location of images or a plate may be followed by {@code /labels/NAME}: then those of that name are
     * read. It may also be that of a label image that is not in an image.
     *
     * @throws BadInputException if images have several and none is named, none has the name, or one cannot be read
     */
    public static Optional<ZarrLabels> read(Storage storage, String root) throws IOException {
        Matcher named = NAMED.matcher(root);
        if (!named.matches()
                || ZarrRoots.find(storage, named.group(1)).locations().isEmpty()) {
            return read(storage, root, "");
        }
        ZarrStore alone = new FolderStore(storage, root.replaceAll("/+$", ""));
        if (NgffImage.isThere(alone) && !OmeZarr.isThere(new FolderStore(storage, named.group(1)))) {
            NgffImage image = NgffImage.read(alone, "");
            StoredFile file = ZarrFormat.file(alone, image.fingerprint());
            return Optional.of(new ZarrLabels(Map.of(ZarrRoots.stem(named.group(1)), frames(image)), List.of(file)));
        }
        Optional<ZarrLabels> found = read(storage, named.group(1), named.group(2));
        if (found.isEmpty()) {
            throw new BadInputException(
                    root,
                    "No image of " + named.group(1) + " has label images called '" + named.group(2) + "'.",
                    "Give the name of a folder in the folder 'labels' of the images.");
        }
        return found;
    }

    private static Optional<ZarrLabels> read(Storage storage, String root, String name) throws IOException {
        Map<String, Frames> sets = new TreeMap<>();
        Map<String, StoredFile> files = new TreeMap<>();
        boolean zarr = ZarrFormat.eachImage(root, storage, (key, store, path) -> {
            Optional<String> labels = chosen(NgffImage.labelPaths(store, path), name, store.where(path));
            if (labels.isPresent()) {
                NgffImage image = NgffImage.read(store, labels.get());
                sets.put(nameOf(key), frames(image));
                StoredFile file = ZarrFormat.file(store, image.fingerprint());
                files.put(file.location(), file);
            }
        });
        return zarr && !sets.isEmpty()
                ? Optional.of(new ZarrLabels(sets, List.copyOf(files.values())))
                : Optional.empty();
    }

    private static Optional<String> chosen(List<String> paths, String name, String where) {
        List<String> fitting = paths.stream()
                .filter(path -> name.isEmpty() || path.endsWith("/" + name))
                .toList();
        if (fitting.size() > 1) {
            throw new BadInputException(
                    where,
                    "It has several label images: "
                            + String.join(", ", paths.stream().map(Names::last).toList()) + ".",
                    "Name the intended one after what you gave, for a plate too: …/labels/" + Names.last(paths.get(0))
                            + ".");
        }
        return fitting.stream().findFirst();
    }

    private static String nameOf(MovieKey key) {
        return key.well().equals(MovieKey.NO_WELL) ? key.site() : key.well() + "_s" + key.site();
    }

    private static Frames frames(NgffImage image) {
        if (!image.isWhole() || image.sizeC() > 1 || image.sizeZ() > 1) {
            throw new BadInputException(
                    image.where(),
                    "It is not a label image of a movie, which has whole numbers, one channel and one z plane; this one"
                            + " has "
                            + (image.isWhole() ? "" : "floats, ") + image.sizeC() + " channels and " + image.sizeZ()
                            + " z planes.",
                    "Write the labels with the axes t, y, x and whole numbers.");
        }
        Map<Integer, PlaneRef> planes = new TreeMap<>();
        for (int t = 0; t < image.sizeT(); t++) {
            planes.put(t, image.plane(t, 0, 0));
        }
        return new Frames(image.where(), planes);
    }
}
