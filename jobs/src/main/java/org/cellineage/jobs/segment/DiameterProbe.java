package org.cellineage.jobs.segment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.jobs.cluster.FrameCounter;
import org.cellineage.jobs.isolate.MovieMarkers;
import org.cellineage.jobs.model.FrameSegmentation;
import org.cellineage.jobs.segmented.MoviePlan;
import org.cellineage.jobs.segmented.NucleusDiameter;
import org.cellineage.jobs.segmented.PlannedChannel;
import org.cellineage.segment.network.DiameterFinder;
import org.cellineage.segment.network.DiameterSearch;

/** Finds the typical diameters of what the models of movies find, from a few frames of each. */
public final class DiameterProbe {

    private final ProbeJob job;

    DiameterProbe(ProbeJob job) {
        this.job = job;
    }

    /**
     * The diameters found in a frame.
     *
     * @param diametersPx of what each channel of the movie's plan shows, the cells first; NaN if there was nothing, if the
     *     frame could not be read, or if the diameter is known
     */
    public record FrameDiameters(MovieKey movie, int frame, List<Double> diametersPx) implements Serializable {

        public FrameDiameters {
            diametersPx = List.copyOf(diametersPx);
        }
    }

    /** Returns the plans with the diameters that were unknown and could be found. */
    Map<MovieKey, MoviePlan> find(
            Map<MovieKey, List<FrameTask>> movies, Map<MovieKey, MoviePlan> plans, MovieMarkers markers) {
        List<FrameTask> frames = new ArrayList<>();
        Set<MovieKey> alone = new HashSet<>();
        movies.forEach((movie, ofMovie) -> {
            MoviePlan plan = plans.get(movie);
            Optional<DiameterSearch> search = plan == null ? Optional.empty() : firstSearch(plan);
            if (plan != null && search.isPresent()) {
                List<FrameTask> chosen = ProbeJob.spread(ofMovie, search.get().frames());
                chosen.forEach(frame -> frames.add(frame.with(plan)));
                if (chosen.size() == 1) {
                    alone.add(movie);
                }
            }
        });
        if (frames.isEmpty()) {
            return plans;
        }
        List<FrameDiameters> said =
                job.run("probe", frames, done -> new Look(job.storage(), job.sent(), alone, markers, done));
        said.sort(Comparator.comparing(FrameDiameters::movie).thenComparingInt(FrameDiameters::frame));
        Map<MovieKey, List<List<Double>>> byMovie = new HashMap<>();
        said.forEach(found ->
                byMovie.computeIfAbsent(found.movie(), key -> new ArrayList<>()).add(found.diametersPx()));
        Map<MovieKey, MoviePlan> sized = new HashMap<>(plans);
        byMovie.forEach((movie, values) -> sized.computeIfPresent(movie, (key, plan) -> withFound(plan, values)));
        return sized;
    }

    private static MoviePlan withFound(MoviePlan plan, List<List<Double>> byFrame) {
        List<PlannedChannel> channels = new ArrayList<>();
        for (PlannedChannel channel : all(plan)) {
            int index = channels.size();
            channels.add(
                    isKnown(channel)
                            ? channel
                            : channel.with(NucleusDiameter.of(byFrame.stream()
                                    .map(frame -> frame.get(index))
                                    .toList())));
        }
        return new MoviePlan(plan.channels(), channels.get(0), channels.subList(1, channels.size()), plan.predicted());
    }

    private Optional<DiameterSearch> firstSearch(MoviePlan plan) {
        return all(plan).stream()
                .filter(channel -> !isKnown(channel))
                .flatMap(channel -> search(job.segmentation(), channel).stream())
                .findFirst();
    }

    private static Optional<DiameterSearch> search(FrameSegmentation segmentation, PlannedChannel channel) {
        return channel.model().isEmpty() ? Optional.empty() : segmentation.diameterSearch(channel.model());
    }

    private static List<PlannedChannel> all(MoviePlan plan) {
        List<PlannedChannel> channels = new ArrayList<>(List.of(plan.cells()));
        channels.addAll(plan.bodies());
        return channels;
    }

    private static boolean isKnown(PlannedChannel channel) {
        return !Double.isNaN(channel.diameter().px());
    }

    private record Look(
            Storage storage,
            Broadcast<FrameSegmentation> segmentation,
            Set<MovieKey> alone,
            MovieMarkers markers,
            FrameCounter done)
            implements FlatMapFunction<Iterator<FrameTask>, FrameDiameters> {

        @Override
        public Iterator<FrameDiameters> call(Iterator<FrameTask> tasks) {
            Map<String, Optional<DiameterFinder>> finders = new HashMap<>();
            TaskPlanes planes = new TaskPlanes(() -> segmentation.value().predictor());
            return new ProbedFrames<>(tasks, storage, planes, markers.begin(), done, frame -> {
                FrameTask task = frame.task();
                boolean isAlone = alone.contains(task.movie());
                List<Double> diameters = new ArrayList<>();
                for (PlannedChannel channel : all(task.plan())) {
                    Optional<DiameterFinder> finder = isKnown(channel)
                            ? Optional.empty()
                            : finders.computeIfAbsent(channel.model(), model -> finder(channel));
                    diameters.add(finder.map(
                                    own -> frame.look(channel.channel(), Double.NaN, plane -> own.find(plane, isAlone)))
                            .orElse(Double.NaN));
                }
                return new FrameDiameters(task.movie(), task.frame(), diameters);
            });
        }

        private Optional<DiameterFinder> finder(PlannedChannel channel) {
            return search(segmentation.value(), channel)
                    .map(search -> segmentation.value().diameterFinder(channel.model()));
        }
    }
}
