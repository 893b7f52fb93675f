package org.cellineage.jobs.segment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.cluster.FrameCounter;
import org.cellineage.jobs.isolate.MovieMarkers;
import org.cellineage.jobs.model.FrameSegmentation;
import org.cellineage.jobs.run.Failure;
import org.cellineage.type.ChannelTypes;
import org.cellineage.type.TypeEstimate;
import org.cellineage.type.TypeFinder;
import org.cellineage.type.TypeSearch;
import org.cellineage.type.TypeVotes;

/** Finds out what the channels of movies show, from a few frames of each. */
public final class TypeProbe {

    private final ProbeJob job;

    TypeProbe(ProbeJob job) {
        this.job = job;
    }

    /**
     * What the channels of a frame look like.
     *
     * @param channels nothing seen in a channel that could not be read
     * @param failures why a channel could not be read, or did not pass through the network
     */
    public record FrameVotes(MovieKey movie, int frame, List<TypeVotes> channels, List<Failure> failures)
            implements Serializable {

        public FrameVotes {
            channels = List.copyOf(channels);
            failures = List.copyOf(failures);
        }
    }

    /**
     * What was found.
     *
     * @param types of the channels of movies
     * @param unseen movies of which no frame could be looked at whole, and why
     */
    record Found(Map<MovieKey, ChannelTypes> types, List<Failure> unseen) {

        /** Nothing was looked for. */
        static final Found NOTHING = new Found(Map.of(), List.of());
    }

    /** Finds the types of the channels of movies; those left for a job of their own are not among the answers. */
    Found find(Map<MovieKey, List<FrameTask>> movies, Function<MovieKey, MovieInfo> info, MovieMarkers markers) {
        TypeSearch search = job.segmentation().typeSearch().orElseThrow();
        List<FrameTask> frames = new ArrayList<>();
        movies.values()
                .forEach(ofMovie ->
                        frames.addAll(ProbeJob.spread(ofMovie, search.options().frames())));
        List<FrameVotes> said = job.run("types", frames, done -> new Look(job.storage(), job.sent(), markers, done));
        said.sort(Comparator.comparing(FrameVotes::movie).thenComparingInt(FrameVotes::frame));
        Map<MovieKey, List<TypeVotes>> votes = new HashMap<>();
        Map<MovieKey, Failure> failed = new TreeMap<>();
        for (FrameVotes frame : said) {
            if (frame.failures().isEmpty()) {
                votes.merge(frame.movie(), frame.channels(), TypeVotes::plus);
            } else {
                failed.putIfAbsent(frame.movie(), frame.failures().get(0));
            }
        }
        failed.keySet().removeAll(votes.keySet());
        Map<MovieKey, ChannelTypes> types = new HashMap<>();
        votes.forEach((movie, channels) -> {
            List<TypeEstimate> estimates =
                    channels.stream().map(search.model()::estimate).toList();
            types.put(
                    movie,
                    ChannelTypes.of(
                            info.apply(movie).channels(),
                            estimates,
                            search.options().minProbability()));
        });
        return new Found(
                types,
                failed.values().stream()
                        .map(frame -> new Failure(frame.movie(), -1, frame.stage(), frame.problem(), frame.passing()))
                        .toList());
    }

    private record Look(
            Storage storage, Broadcast<FrameSegmentation> segmentation, MovieMarkers markers, FrameCounter done)
            implements FlatMapFunction<Iterator<FrameTask>, FrameVotes> {

        @Override
        public Iterator<FrameVotes> call(Iterator<FrameTask> tasks) {
            TypeFinder finder = segmentation.value().typeFinder();
            TaskPlanes planes = new TaskPlanes(() -> segmentation.value().predictor());
            return new ProbedFrames<>(tasks, storage, planes, markers.begin(), done, frame -> {
                List<TypeVotes> channels = new ArrayList<>();
                for (int c = 0; c < frame.task().channels().size(); c++) {
                    channels.add(frame.look(c, TypeVotes.NONE, finder::votes));
                }
                return new FrameVotes(
                        frame.task().movie(),
                        frame.task().frame(),
                        channels,
                        frame.failure().stream().toList());
            });
        }
    }
}
