package org.cellineage.jobs.catalog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.cellineage.format.FrameRef;
import org.cellineage.format.GivenLineage;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.labels.LabelCatalog;
import org.cellineage.format.labels.LabelPairing;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.jobs.run.Failure;
import org.cellineage.problem.Problem;

/** A segmentation given with a run, by movie. */
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

    /**
     * Reads what is given with a run.
     *
     * @param tracks whether its lineages are wanted too
     */
    public static GivenLabels read(Storage storage, String location, boolean tracks) throws IOException {
        LabelCatalog catalog =
                tracks ? LabelCatalog.readTracks(storage, location) : LabelCatalog.read(storage, location);
        Map<String, StoredFile> files = new HashMap<>();
        catalog.files().forEach(file -> files.put(file.location(), file));
        return new GivenLabels(storage, location, catalog, files);
    }

    /** Location of the labels, as the user gave it. */
    public String location() {
        return location;
    }

    /** Assigns the labels to all movies of the input; before that, no movie has labels. */
    LabelPairing pair(List<Movie> movies) {
        pairing = catalog.pair(movies);
        return pairing;
    }

    /** The labels of a movie, by its own frame numbers. */
    public Optional<LabelSet> of(MovieKey movie) {
        return pairing.of(movie);
    }

    /** How a movie's labels were found, if the user should know. */
    public Optional<Problem> note(MovieKey movie) {
        return Optional.ofNullable(pairing.notes().get(movie));
    }

    /** Failures of a movie, or of frames, that have no labels. */
    List<Failure> missing(Movie movie) {
        Optional<LabelSet> set = of(movie.key());
        if (set.isEmpty()) {
            Problem problem = pairing.problem(movie.key())
                    .orElseThrow(() -> new IllegalStateException(
                            "no movie of the input: " + movie.key().id()));
            return List.of(new Failure(movie.key(), -1, "catalog", problem));
        }
        List<Failure> missing = new ArrayList<>();
        for (FrameRef frame : movie.frames()) {
            if (!set.get().frames().containsKey(frame.frame())) {
                missing.add(new Failure(movie.key(), frame.frame(), "catalog", noLabels(movie, frame, set.get())));
            }
        }
        return missing;
    }

    private static Problem noLabels(Movie movie, FrameRef frame, LabelSet set) {
        return new Problem(
                set.source(),
                "There is no label image for frame " + frame.frame() + " of movie "
                        + movie.key().id() + ".",
                "Add it. Until then, tracks bridge the gap.");
    }

    public GivenLineage lineage(LabelSet set) throws IOException {
        return LabelCatalog.givenLineage(storage, set);
    }

    /** A version that changes with the labels of a movie, or with their assignment to frames. */
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
