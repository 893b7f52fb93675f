package org.cellineage.jobs.catalog;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.cellineage.format.GivenLineage;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.labels.LabelCatalog;
import org.cellineage.format.labels.LabelPairing;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.format.layout.ZarrLabels;
import org.cellineage.problem.Problem;

/** A segmentation that is given with a run, by movie. */
public final class GivenLabels {

    private final Storage storage;
    private final LabelCatalog catalog;
    private final Map<String, StoredFile> files;
    private final String location;
    private LabelPairing pairing = new LabelPairing(Map.of(), Map.of(), Map.of(), java.util.Set.of());

    private GivenLabels(Storage storage, String location, LabelCatalog catalog, Map<String, StoredFile> files) {
        this.storage = storage;
        this.location = location;
        this.catalog = catalog;
        this.files = files;
    }

    public static GivenLabels read(Storage storage, String location) throws IOException {
        LabelCatalog catalog = LabelCatalog.read(storage, location);
        Map<String, StoredFile> files = new HashMap<>();
        String root = storage.absolute(location);
        // Of OME-Zarr, whose chunks nobody lists, a file for each label image.
        Optional<ZarrLabels> zarr = ZarrLabels.read(storage, root, "");
        List<StoredFile> listed = zarr.isPresent() ? zarr.get().files() : storage.list(root);
        listed.forEach(file -> files.put(file.location(), file));
        return new GivenLabels(storage, location, catalog, files);
    }

    /** Where they come from, as the user said it. */
    public String location() {
        return location;
    }

    /** Gives the labels to the movies of the input, all of them; before that, no movie has any. */
    LabelPairing pair(List<Movie> movies) {
        pairing = catalog.pair(movies);
        return pairing;
    }

    /** The labels of a movie, by its own frame numbers. */
    public Optional<LabelSet> of(MovieKey movie) {
        return pairing.of(movie);
    }

    /** Why a movie has no labels. */
    public Problem missing(MovieKey movie) {
        return pairing.problem(movie)
                .orElseThrow(() -> new IllegalStateException("no movie of the input: " + movie.id()));
    }

    /** What the user should know of how labels were found, by movie. */
    public List<String> notes() {
        return pairing.notes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(note -> note.getValue().toString())
                .toList();
    }

    public GivenLineage lineage(LabelSet set) throws IOException {
        return LabelCatalog.givenLineage(storage, set);
    }

    /** Changes when the labels of a movie do, or what is taken for which frame. */
    String version(MovieKey movie) {
        Optional<LabelSet> set = of(movie);
        if (set.isEmpty()) {
            return "none";
        }
        TreeSet<String> lines = new TreeSet<>();
        set.get().frames().forEach((frame, plane) -> lines.add(line(plane) + " " + frame));
        if (!set.get().lineage().isEmpty()) {
            lines.add(line(set.get().lineage()));
        }
        return String.join("\n", lines) + "\n" + set.get().movieInFile();
    }

    private String line(PlaneRef plane) {
        return line(plane.location()) + " " + plane.index();
    }

    private String line(String location) {
        StoredFile file = files.get(location);
        return location + " " + (file == null ? "" : file.version());
    }
}
