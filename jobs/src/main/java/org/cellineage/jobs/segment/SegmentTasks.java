package org.cellineage.jobs.segment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.jobs.catalog.GivenLabels;
import org.cellineage.jobs.catalog.InputCatalog;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.segmented.MoviePlan;

/** The frames that a run must segment, by movie, and the known problems of these movies. */
final class SegmentTasks {

    private final InputCatalog catalog;
    private final Optional<GivenLabels> labels;
    private final Map<MovieKey, List<FrameTask>> tasks = new LinkedHashMap<>();
    private final Map<MovieKey, List<Failure>> known = new TreeMap<>();

    /**
     * Starts without frames.
     *
     * @param labels given labels; if there are any, only frames with labels become tasks
     */
    SegmentTasks(InputCatalog catalog, Optional<GivenLabels> labels, List<Failure> known) {
        this.catalog = catalog;
        this.labels = labels;
        known.forEach(this::add);
    }

    private void add(Failure failure) {
        known.computeIfAbsent(failure.movie(), key -> new ArrayList<>()).add(failure);
    }

    /** Adds the frames of a movie, without a plan; if labels are given, frames without labels are omitted. */
    void add(Movie movie) {
        Optional<LabelSet> set = labels.flatMap(all -> all.of(movie.key()));
        List<FrameTask> ofMovie = new ArrayList<>();
        for (FrameRef frame : movie.frames()) {
            List<PlaneRef> labelPlanes = new ArrayList<>();
            if (set.isPresent()) {
                PlaneRef plane = set.get().frames().get(frame.frame());
                if (plane == null) {
                    continue;
                }
                labelPlanes.add(plane);
            }
            ofMovie.add(FrameTask.of(movie, frame, labelPlanes));
        }
        if (!ofMovie.isEmpty()) {
            ofMovie.set(ofMovie.size() - 1, ofMovie.get(ofMovie.size() - 1).asLast());
            tasks.put(movie.key(), ofMovie);
        }
    }

    /** Frames by movie, in movie order. */
    Map<MovieKey, List<FrameTask>> all() {
        return tasks;
    }

    /** Frames of some movies. */
    Map<MovieKey, List<FrameTask>> of(Iterable<MovieKey> movies) {
        Map<MovieKey, List<FrameTask>> chosen = new LinkedHashMap<>();
        movies.forEach(key -> chosen.put(key, tasks.getOrDefault(key, List.of())));
        return chosen;
    }

    /** Frames of some movies, each with its movie's plan. */
    List<FrameTask> planned(Iterable<MovieKey> movies, Map<MovieKey, MoviePlan> plans) {
        List<FrameTask> planned = new ArrayList<>();
        of(movies).forEach((key, ofMovie) -> {
            MoviePlan plan = plans.getOrDefault(key, MoviePlan.UNKNOWN);
            ofMovie.forEach(task -> planned.add(task.with(plan)));
        });
        return planned;
    }

    /** Total number of frames of some movies. */
    long frames(Iterable<MovieKey> movies) {
        return of(movies).values().stream().mapToLong(List::size).sum();
    }

    /** Number of frames of each movie. */
    Map<MovieKey, Long> counts() {
        Map<MovieKey, Long> counts = new HashMap<>();
        tasks.forEach((key, frames) -> counts.put(key, (long) frames.size()));
        return counts;
    }

    /** Problems of a movie that are known before its frames are read. */
    List<Failure> known(MovieKey movie) {
        return known.getOrDefault(movie, List.of());
    }

    /** Failures of movies without any task, in order. */
    List<Failure> lost() {
        List<Failure> lost = new ArrayList<>();
        known.forEach((key, failures) -> {
            if (!tasks.containsKey(key)) {
                lost.addAll(failures);
            }
        });
        lost.sort(Failure.ORDER);
        return lost;
    }

    MovieInfo info(MovieKey movie) {
        return catalog.info(movie);
    }
}
