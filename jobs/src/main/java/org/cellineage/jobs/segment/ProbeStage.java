package org.cellineage.jobs.segment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.jobs.cluster.FrameCounter;
import org.cellineage.jobs.isolate.MarkedTask;
import org.cellineage.jobs.isolate.MovieMarks;
import org.cellineage.jobs.model.FrameSegmentation;
import org.cellineage.jobs.progress.ProgressReporter;
import org.cellineage.jobs.segmented.NucleusDiameter;
import org.cellineage.problem.UserException;
import org.cellineage.segment.network.DiameterFinder;

/**
 * Looks at a few frames of each movie, spread over the cluster, to find what must be one value for the whole movie: the
 * diameter of its nuclei.
 */
public final class ProbeStage {

    private ProbeStage() {}

    /** What one frame said; NaN where it said nothing, or could not be read. */
    public record Look(MovieKey movie, int frame, double diameterPx) implements Serializable {}

    /**
     * The diameters of movies. A frame that cannot be read says nothing here; its failure is told when it is segmented.
     *
     * @param movies frames by movie
     * @param marks of the movies; one that is left out has no diameter
     */
    static Map<MovieKey, NucleusDiameter> run(
            SparkSession spark,
            Storage storage,
            Map<MovieKey, List<FrameTask>> movies,
            Broadcast<FrameSegmentation> segmentation,
            MovieMarks marks) {
        List<FrameTask> looks = new ArrayList<>();
        Map<MovieKey, Long> counts = new HashMap<>();
        movies.forEach((movie, frames) -> {
            List<FrameTask> chosen = spread(frames, segmentation.value().probeFrames());
            looks.addAll(chosen);
            counts.put(movie, (long) chosen.size());
        });
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        int slices = Math.max(1, Math.min(looks.size(), 4 * context.defaultParallelism()));
        FrameCounter done = FrameCounter.register(spark.sparkContext(), "frames looked at");
        List<Look> said;
        try (ProgressReporter progress =
                ProgressReporter.start("probe", "frames", looks.size(), done::total, () -> done.movies(counts))) {
            said = new ArrayList<>(context.parallelize(looks, slices)
                    .mapPartitions(tasks -> new Looks(tasks, storage, segmentation.value(), marks.begin(), done))
                    .collect());
            progress.finished();
        }
        said.sort(Comparator.comparing(Look::movie).thenComparingInt(Look::frame));
        Map<MovieKey, List<Double>> byMovie = new HashMap<>();
        said.forEach(look ->
                byMovie.computeIfAbsent(look.movie(), key -> new ArrayList<>()).add(look.diameterPx()));
        Map<MovieKey, NucleusDiameter> diameters = new HashMap<>();
        byMovie.forEach((movie, values) -> diameters.put(movie, NucleusDiameter.of(values)));
        return diameters;
    }

    /** Some frames, evenly over the movie. */
    static List<FrameTask> spread(List<FrameTask> frames, int count) {
        int n = Math.min(count, frames.size());
        List<FrameTask> chosen = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            chosen.add(frames.get((int) ((2L * i + 1) * frames.size() / (2L * n))));
        }
        return chosen;
    }

    private static final class Looks implements Iterator<Look> {
        private final MarkedFrames frames;
        private final Storage storage;
        private final DiameterFinder finder;
        private final int channel;
        private final MarkedTask movies;
        private final FrameCounter done;

        Looks(
                Iterator<FrameTask> tasks,
                Storage storage,
                FrameSegmentation segmentation,
                MarkedTask movies,
                FrameCounter done) {
            List<FrameTask> all = new ArrayList<>();
            tasks.forEachRemaining(all::add);
            this.frames = new MarkedFrames(all, movies);
            this.storage = storage;
            this.finder = segmentation.finder();
            this.channel = segmentation.probeChannel();
            this.movies = movies;
            this.done = done;
        }

        @Override
        public boolean hasNext() {
            return frames.hasNext();
        }

        @Override
        public Look next() {
            FrameTask task = frames.next();
            boolean refused = movies.refusal(task.movie()).isPresent();
            Look look = new Look(task.movie(), task.frame(), refused ? Double.NaN : diameter(task));
            frames.done(task);
            done.add(task.movie());
            return look;
        }

        private double diameter(FrameTask task) {
            if (channel >= task.channels().size()) {
                return Double.NaN;
            }
            try (StoragePlaneReader planes = new StoragePlaneReader(storage)) {
                return finder.find(planes.read(task.channels().get(channel)));
            } catch (java.io.IOException | UserException e) {
                return Double.NaN;
            }
        }
    }
}
