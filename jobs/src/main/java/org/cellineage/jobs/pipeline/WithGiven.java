package org.cellineage.jobs.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cellineage.format.MovieKey;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.jobs.catalog.GivenLabels;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.jobs.segmented.Segmented;
import org.cellineage.jobs.segmented.SegmentedMovie;
import org.cellineage.jobs.track.GivenTracks;
import org.cellineage.problem.BadInputException;

/** Movies to track, with their given labels and lineages. */
record WithGiven(Segmented segmented, Map<MovieKey, GivenTracks> given) {

    /** Joins segmented movies with what is given for them; a movie whose lineage cannot be read is a failure. */
    static WithGiven of(Optional<GivenLabels> labels, RunRequest request, Segmented segmented) throws IOException {
        Map<MovieKey, GivenTracks> given = new HashMap<>();
        Map<MovieKey, SegmentedMovie> movies = new TreeMap<>(segmented.movies());
        List<Failure> failures = new ArrayList<>(segmented.failures());
        if (labels.isPresent()) {
            for (MovieKey key : segmented.movies().keySet()) {
                try {
                    tracks(labels.get(), request, key).ifPresent(tracks -> given.put(key, tracks));
                } catch (BadInputException e) {
                    failures.add(new Failure(key, -1, "track", e.problem()));
                    movies.remove(key);
                }
            }
        }
        return new WithGiven(new Segmented(segmented.index(), movies, failures), given);
    }

    private static Optional<GivenTracks> tracks(GivenLabels labels, RunRequest request, MovieKey key)
            throws IOException {
        Optional<LabelSet> set = labels.of(key);
        if (set.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                request.tracks().isEmpty()
                        ? GivenTracks.labelsOnly(set.get().source(), labels.note(key))
                        : GivenTracks.of(set.get(), labels.lineage(set.get()), labels.note(key)));
    }
}
