package org.cellineage.jobs.segment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.jobs.catalog.InputCatalog;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.isolate.MovieMarkers;
import org.cellineage.jobs.model.FrameSegmentation;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.segmented.MoviePlan;
import org.cellineage.jobs.segmented.NucleusDiameter;
import org.cellineage.jobs.segmented.PlannedChannel;
import org.cellineage.predict.PredictedChannel;
import org.cellineage.problem.UserException;
import org.cellineage.segment.FramePlan;
import org.cellineage.segment.SegmentedChannel;
import org.cellineage.type.ChannelType;
import org.cellineage.type.ChannelTypes;

/**
 * Makes the plan of each movie: values that must be the same for all its frames, as configured or as determined from a
 * few of its frames. First what the channels show, which decides on the model; then the diameters of what its models
 * find.
 */
public final class MovieProbe {

    private final ProbeJob job;

    MovieProbe(SparkSession spark, Storage storage, Broadcast<FrameSegmentation> segmentation) {
        this.job = new ProbeJob(spark, storage, segmentation);
    }

    /**
     * What was decided.
     *
     * @param plans of the movies that can be segmented; a movie that was skipped has none
     * @param failures of the movies whose channels leave open how to segment them
     * @param notes what a user should know about the channels of movies, in sentences
     */
    public record Probed(Map<MovieKey, MoviePlan> plans, List<Failure> failures, Map<MovieKey, List<String>> notes) {

        /** Nothing was probed. */
        static final Probed NOTHING = new Probed(Map.of(), List.of(), Map.of());
    }

    /** Returns the plans of all movies of a catalog without segmenting any. */
    public static Probed plans(
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
     * @param markers attempt markers of these movies
     */
    Probed plans(Map<MovieKey, List<FrameTask>> movies, Function<MovieKey, MovieInfo> info, MovieMarkers markers) {
        boolean findsTypes = job.segmentation().typeSearch().isPresent();
        TypeProbe.Found found = findsTypes ? new TypeProbe(job).find(movies, info, markers) : TypeProbe.Found.NOTHING;
        Map<MovieKey, MoviePlan> plans = new HashMap<>();
        List<Failure> failures = new ArrayList<>(found.unseen());
        Map<MovieKey, List<String>> notes = new TreeMap<>();
        for (MovieKey movie : movies.keySet()) {
            ChannelTypes types = found.types().get(movie);
            if (findsTypes && types == null) {
                continue;
            }
            try {
                MovieInfo frames = info.apply(movie);
                job.segmentation()
                        .flatFields()
                        .requireFits(
                                frames.source(),
                                frames.width(),
                                frames.height(),
                                frames.channels().size());
                plans.put(movie, plan(frames, types == null ? List.of() : types.types()));
            } catch (UserException e) {
                failures.add(new Failure(movie, -1, "segment", e.problem()));
            }
            if (types != null && !types.notes().isEmpty()) {
                notes.put(movie, types.notes());
            }
        }
        failures.sort(Failure.ORDER);
        return new Probed(new DiameterProbe(job).find(movies, plans, markers), failures, notes);
    }

    /**
     * The plan of a movie without its diameters.
     *
     * @param found what its channels show; empty if that was not looked for
     */
    private MoviePlan plan(MovieInfo movie, List<ChannelType> found) {
        int ofFiles = movie.channels().size();
        List<ChannelType> known = new ArrayList<>(found);
        known.addAll(job.segmentation().predictedTypes());
        List<ChannelType> channels = found.isEmpty() ? job.segmentation().givenTypes(count(ofFiles)) : known;
        List<PredictedChannel> predicted = job.segmentation()
                .predicted(movie.source(), movie.channels(), channels.subList(0, Math.min(ofFiles, channels.size())));
        List<String> names = new ArrayList<>(movie.channels());
        predicted.forEach(channel -> names.add(channel.name()));
        FramePlan plan = job.segmentation().plan(movie.source(), names, channels);
        NucleusDiameter given = job.segmentation()
                .diameterSearch(plan.cells().model())
                .map(search -> search.givenPx(movie.pixelSizeUm()))
                .filter(px -> !Double.isNaN(px))
                .map(NucleusDiameter::given)
                .orElse(NucleusDiameter.UNKNOWN);
        // The settings give the diameter of the cells that are found, not of those grown around nuclei.
        return new MoviePlan(
                channels,
                planned(plan.cells(), given),
                plan.bodies().stream()
                        .map(channel -> planned(channel, NucleusDiameter.UNKNOWN))
                        .toList(),
                predicted);
    }

    /** Number of channels of a movie, including a predicted one. */
    private int count(int ofFiles) {
        return ofFiles + job.segmentation().predictedTypes().size();
    }

    private PlannedChannel planned(SegmentedChannel channel, NucleusDiameter diameter) {
        return new PlannedChannel(
                channel.channel(), channel.model(), job.segmentation().modelHash(channel.model()), diameter);
    }
}
