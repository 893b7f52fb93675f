package org.cellineage.jobs.segment;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.jobs.catalog.InputCatalog;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.cluster.FrameCounter;
import org.cellineage.jobs.isolate.MarkedTask;
import org.cellineage.jobs.isolate.MovieMarkers;
import org.cellineage.jobs.model.FrameSegmentation;
import org.cellineage.jobs.progress.ProgressReporter;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.segmented.MoviePlan;
import org.cellineage.jobs.segmented.NucleusDiameter;
import org.cellineage.problem.UserException;
import org.cellineage.segment.network.DiameterFinder;
import org.cellineage.segment.network.DiameterSearch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the plan of each movie: values that must be the same for all its frames, as configured or as determined from a
 * few of its frames, which are read in parallel.
 */
public final class MovieProbe {

    private static final Logger LOG = LoggerFactory.getLogger(MovieProbe.class);

    private final SparkSession spark;
    private final Storage storage;
    private final Broadcast<FrameSegmentation> segmentation;

    MovieProbe(SparkSession spark, Storage storage, Broadcast<FrameSegmentation> segmentation) {
        this.spark = spark;
        this.storage = storage;
        this.segmentation = segmentation;
    }

    /** The diameter found in a frame; NaN if there was none, or the frame could not be read. */
    public record FrameDiameter(MovieKey movie, int frame, double diameterPx) implements Serializable {}

    /** Returns the plans of all movies of a catalog without segmenting any. */
    public static Map<MovieKey, MoviePlan> plans(
            SparkSession spark, Storage storage, FrameSegmentation segmentation, InputCatalog catalog) {
        Map<MovieKey, List<FrameTask>> frames = new LinkedHashMap<>();
        for (Movie movie : catalog.movies()) {
            frames.put(
                    movie.key(),
                    movie.frames().stream()
                            .map(frame -> FrameTask.of(movie, frame, List.of()))
                            .toList());
        }
        Broadcast<FrameSegmentation> sent =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(segmentation);
        return new MovieProbe(spark, storage, sent).plans(frames, catalog::info, MovieMarkers.none());
    }

    /**
     * Returns the plans of movies.
     *
     * @param movies frames by movie
     * @param markers attempt markers of these movies; a movie that is skipped has no plan
     */
    Map<MovieKey, MoviePlan> plans(
            Map<MovieKey, List<FrameTask>> movies, Function<MovieKey, MovieInfo> info, MovieMarkers markers) {
        Map<MovieKey, MoviePlan> plans = new HashMap<>();
        Optional<DiameterSearch> search = segmentation.value().diameterSearch();
        if (search.isEmpty()) {
            movies.keySet().forEach(key -> plans.put(key, MoviePlan.UNKNOWN));
            return plans;
        }
        Map<MovieKey, List<FrameTask>> unknown = new LinkedHashMap<>();
        movies.forEach((key, ofMovie) -> {
            double given = search.get().givenPx(info.apply(key).pixelSizeUm());
            if (Double.isNaN(given)) {
                unknown.put(key, ofMovie);
            } else {
                plans.put(key, new MoviePlan(NucleusDiameter.given(given)));
            }
        });
        if (!unknown.isEmpty()) {
            find(unknown, search.get(), markers).forEach((key, diameter) -> plans.put(key, new MoviePlan(diameter)));
        }
        return plans;
    }

    private Map<MovieKey, NucleusDiameter> find(
            Map<MovieKey, List<FrameTask>> movies, DiameterSearch search, MovieMarkers markers) {
        List<FrameTask> probed = new ArrayList<>();
        Set<MovieKey> stills = new HashSet<>();
        movies.forEach((movie, frames) -> {
            int[] chosen = search.positions(frames.size());
            for (int position : chosen) {
                probed.add(frames.get(position));
            }
            if (chosen.length == 1) {
                stills.add(movie);
            }
        });
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        int slices = Math.max(1, Math.min(probed.size(), 4 * context.defaultParallelism()));
        FrameCounter done = FrameCounter.register(spark.sparkContext());
        List<FrameDiameter> said;
        Storage files = storage;
        Broadcast<FrameSegmentation> sent = segmentation;
        try (ProgressReporter progress = ProgressReporter.start("probe", "frames", probed.size(), done::total)) {
            said = new ArrayList<>(context.parallelize(probed, slices)
                    .mapPartitions(tasks -> new Probes(tasks, stills, files, sent.value(), markers.begin(), done))
                    .collect());
            progress.finished();
        }
        said.sort(Comparator.comparing(FrameDiameter::movie).thenComparingInt(FrameDiameter::frame));
        Map<MovieKey, List<Double>> byMovie = new HashMap<>();
        said.forEach(found ->
                byMovie.computeIfAbsent(found.movie(), key -> new ArrayList<>()).add(found.diameterPx()));
        Map<MovieKey, NucleusDiameter> diameters = new HashMap<>();
        byMovie.forEach((movie, values) -> diameters.put(movie, NucleusDiameter.of(values)));
        return diameters;
    }

    private static final class Probes implements Iterator<FrameDiameter> {
        private final MarkedFrames frames;
        private final Set<MovieKey> stills;
        private final Storage storage;
        private final DiameterFinder finder;
        private final int channel;
        private final MarkedTask movies;
        private final FrameCounter done;

        Probes(
                Iterator<FrameTask> tasks,
                Set<MovieKey> stills,
                Storage storage,
                FrameSegmentation segmentation,
                MarkedTask movies,
                FrameCounter done) {
            List<FrameTask> all = new ArrayList<>();
            tasks.forEachRemaining(all::add);
            this.frames = new MarkedFrames(all, movies);
            this.stills = stills;
            this.storage = storage;
            this.finder = segmentation.diameterFinder();
            this.channel = segmentation.diameterSearch().orElseThrow().channel();
            this.movies = movies;
            this.done = done;
        }

        @Override
        public boolean hasNext() {
            return frames.hasNext();
        }

        @Override
        public FrameDiameter next() {
            FrameTask task = frames.next();
            boolean refused = movies.refusal(task.movie()).isPresent();
            FrameDiameter found = new FrameDiameter(task.movie(), task.frame(), refused ? Double.NaN : diameter(task));
            frames.done(task);
            done.addFrame();
            return found;
        }

        /** A frame that cannot be read, or on which the network fails, gives NaN; segmentation reports why. */
        private double diameter(FrameTask task) {
            if (channel >= task.channels().size()) {
                return Double.NaN;
            }
            try (StoragePlaneReader planes = new StoragePlaneReader(storage)) {
                return finder.find(planes.read(task.channels().get(channel)), stills.contains(task.movie()));
            } catch (IOException | UserException e) {
                return Double.NaN;
            } catch (RuntimeException e) {
                String where = task.channels().get(channel).describe();
                LOG.warn("probe: {}", Failure.internalError(where, e));
                return Double.NaN;
            }
        }
    }
}
