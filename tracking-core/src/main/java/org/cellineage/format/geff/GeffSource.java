package org.cellineage.format.geff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.cellineage.format.GivenLineage;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.zarr.FolderStore;
import org.cellineage.format.zarr.NgffImage;
import org.cellineage.format.zarr.ZarrStore;
import org.cellineage.problem.BadInputException;

/** A GEFF in a folder or bucket, Zarr 2 or 3, and the label images that it refers to. */
public final class GeffSource {

    /** Folders that an input may have directly in it to be searched one level deeper. */
    private static final int MOST_FOLDERS = 32;

    private static final int MOST_NAMES = 100_000;
    /** How far above its own folder the label images of a GEFF may be. */
    private static final int MOST_UP = 3;

    private static final Pattern NOT_A_PATH = Pattern.compile("^/.*|.*[\\\\\\p{Cntrl}].*|^[A-Za-z][A-Za-z0-9+.-]*:.*");

    private final Storage storage;
    private final String location;
    private final ZarrStore store;
    private final GeffMetadata metadata;

    private GeffSource(Storage storage, String location, ZarrStore store, GeffMetadata metadata) {
        this.storage = storage;
        this.location = location;
        this.store = store;
        this.metadata = metadata;
    }

    /**
     * Finds the GEFFs of an input by their names: the input itself, and folders called {@code *.geff} in it or in its
     * folders. Sorted.
     */
    public static List<String> find(Storage storage, String root) throws IOException {
        String folder = root.replaceAll("(?<=.)/+$", "");
        if (GeffNames.isGeff(folder) || hasGraph(storage, folder)) {
            return List.of(folder);
        }
        List<String> found = new ArrayList<>();
        List<String> names = storage.names(folder, MOST_NAMES);
        List<String> folders = names.stream().filter(name -> name.endsWith("/")).toList();
        add(folder, folders, found);
        if (found.isEmpty() && folders.size() <= MOST_FOLDERS) {
            for (String name : folders) {
                String child = folder + "/" + name.substring(0, name.length() - 1);
                add(child, storage.names(child, MOST_NAMES), found);
            }
        }
        return found;
    }

    private static boolean hasGraph(Storage storage, String folder) throws IOException {
        try {
            return GeffMetadata.isThere(new FolderStore(storage, folder));
        } catch (BadInputException e) {
            // Whatever it is, its own reader will say what is wrong with it.
            return false;
        }
    }

    private static void add(String folder, List<String> names, List<String> found) {
        for (String name : names) {
            if (name.endsWith("/") && GeffNames.isGeff(name.substring(0, name.length() - 1))) {
                found.add(folder + "/" + name.substring(0, name.length() - 1));
            }
        }
    }

    /**
     * Opens a GEFF.
     *
     * @throws BadInputException if it is none, or cannot be used
     */
    public static GeffSource open(Storage storage, String location) throws IOException {
        ZarrStore store = new FolderStore(storage, location);
        GeffMetadata metadata = GeffMetadata.find(store)
                .orElseThrow(() -> new BadInputException(
                        location,
                        "It is no GEFF: the attributes of its group have no '" + GeffMetadata.KEY + "'.",
                        "Copy it again with its hidden files. If the export that wrote it was interrupted, export"
                                + " again."));
        return new GeffSource(storage, location, store, metadata);
    }

    GeffMetadata metadata() {
        return metadata;
    }

    GeffGraph graph() throws IOException {
        return GeffGraph.read(store, metadata);
    }

    /** Whether its cells are drawn as discs, because it has radii but refers to no label images. */
    public boolean isDiscs() {
        return metadata.labels().isEmpty() && metadata.hasDiscs();
    }

    /** Whether a plane is drawn as discs. */
    public static boolean isDisc(PlaneRef plane) {
        return plane.encoding() == PlaneRef.Encoding.GEFF && plane.member().startsWith(GeffDiscs.MEMBER);
    }

    /** The planes of {@link #frames} for a movie, whose size a graph that is drawn as discs does not know. */
    public static Map<Integer, PlaneRef> discs(String location, int frames, int width, int height) {
        return GeffDiscs.planes(location, frames, width, height);
    }

    /**
     * The label images with the tracks as values, by frame; their encoding is {@link PlaneRef.Encoding#GEFF}. If cells
     * are drawn as discs, only frames up to the last that has cells, without pixels.
     *
     * @throws BadInputException if there are none, they do not cover the graph, or the graph cannot be used
     */
    public Map<Integer, PlaneRef> frames() throws IOException {
        if (isDiscs()) {
            return discs(location, Math.max(1, graph().lastFrame() + 1), 1, 1);
        }
        NgffImage images = images();
        GeffGraph graph = graph();
        int[] labels = graph.nodes().labels(metadata.labelProperty());
        if (graph.lastFrame() >= images.sizeT()) {
            throw new BadInputException(
                    metadata.where(),
                    "It has cells in frame " + graph.lastFrame() + ", but the label images " + images.where() + " have "
                            + images.sizeT() + " frames.",
                    "Write frame numbers, counted from 0, as the time axis, and refer to the labels of this movie.");
        }
        checkUnique(graph, labels);
        String array = images.plane(0, 0, 0).location();
        Map<Integer, PlaneRef> frames = new TreeMap<>();
        for (int t = 0; t < images.sizeT(); t++) {
            frames.put(
                    t,
                    new PlaneRef(
                            PlaneRef.Encoding.GEFF,
                            location,
                            array,
                            images.plane(t, 0, 0).index()));
        }
        return frames;
    }

    private void checkUnique(GeffGraph graph, int[] labels) {
        long[] keys = GeffLabels.keys(graph, labels);
        for (int i = 1; i < keys.length; i++) {
            if (keys[i] == keys[i - 1] && (int) keys[i] != 0) {
                List<Long> both = new ArrayList<>();
                for (int node = 0; node < labels.length; node++) {
                    if (GeffLabels.key(graph.frame(node), labels[node]) == keys[i]) {
                        both.add(graph.nodes().id(node));
                    }
                }
                throw new BadInputException(
                        metadata.where(),
                        "The nodes " + both.get(0) + " and " + both.get(1) + " are in frame "
                                + (keys[i] >>> Integer.SIZE) + " and have the same label " + (int) keys[i] + ".",
                        "Give every node of a frame the label of its own cell.");
            }
        }
    }

    private NgffImage images() throws IOException {
        if (metadata.labels().isEmpty() || metadata.labelProperty().isEmpty()) {
            throw new BadInputException(
                    metadata.where(),
                    metadata.labels().isEmpty()
                            ? "It holds positions, but refers to no label images, so that the cells have no pixels."
                            : "It refers to label images, but not to the property that holds the label of a node.",
                    "Write label images as OME-Zarr next to it, and name their path and the property in"
                            + " related_objects (type labels, path, node_prop). Or write a property 'radius', with"
                            + " positions in pixels: then cells are drawn as discs.");
        }
        String folder = labelFolder();
        NgffImage images = NgffImage.read(new FolderStore(storage, folder), "");
        if (!images.isWhole() || images.sizeC() > 1 || images.sizeZ() > 1) {
            throw new BadInputException(
                    images.where(),
                    "It is not a label image of a movie, which has whole numbers, one channel and one z plane.",
                    "Write the labels with the axes t, y, x and whole numbers.");
        }
        return images;
    }

    /** The folder of the label images: next to the GEFF, or a few folders above and down again. */
    private String labelFolder() {
        String path = metadata.labels();
        String base = location;
        int up = 0;
        List<String> down = new ArrayList<>();
        boolean wrong = NOT_A_PATH.matcher(path).matches();
        for (String part : path.replaceAll("/+$", "").split("/", -1)) {
            if (part.equals("..") && down.isEmpty()) {
                up++;
                base = base.substring(0, Math.max(0, base.lastIndexOf('/')));
            } else if (!part.equals(".") || !down.isEmpty()) {
                wrong |= part.isEmpty() || part.equals("..") || part.equals(".");
                down.add(part);
            }
        }
        if (wrong || up > MOST_UP || base.isEmpty() || down.isEmpty()) {
            throw new BadInputException(
                    metadata.where(),
                    "The path of its label images, '" + path.replaceAll("\\p{Cntrl}", "?")
                            + "', does not lead to a folder near it.",
                    "Put the label images next to the GEFF, and write a relative path such as ../labels/cells.");
        }
        return base + "/" + String.join("/", down);
    }

    /** The lineage of the graph. */
    public GivenLineage lineage() throws IOException {
        GeffGraph graph = graph();
        return graph.lineage(
                isDiscs() || metadata.labelProperty().isEmpty()
                        ? Optional.empty()
                        : Optional.of(graph.nodes().labels(metadata.labelProperty())));
    }

    /** A file with the location of the GEFF whose version changes with the graph or its label images. */
    public StoredFile fingerprint() throws IOException {
        StringBuilder version = new StringBuilder();
        long bytes = 0;
        long modified = 0;
        List<String> keys = List.of(
                ".zattrs",
                "zarr.json",
                "nodes/ids/.zarray",
                "nodes/ids/zarr.json",
                "nodes/ids/0",
                "nodes/ids/c/0",
                "edges/ids/.zarray",
                "edges/ids/zarr.json",
                "edges/ids/0/0",
                "edges/ids/0.0",
                "edges/ids/c/0/0");
        for (String key : keys) {
            Optional<StoredFile> file = store.find(key);
            if (file.isPresent()) {
                version.append(file.get().version()).append(';');
                bytes += file.get().lengthBytes();
                modified = Math.max(modified, file.get().modifiedMillis());
            }
        }
        version.append(isDiscs() ? "discs" : images().fingerprint().file().version());
        return new StoredFile(location, bytes, modified, version.toString());
    }
}
