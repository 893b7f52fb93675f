package org.cellineage.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.cellineage.format.LocalStorage;
import org.cellineage.illumination.FlatFields;
import org.cellineage.image.Plane;
import org.cellineage.link.learned.FrameMeasurer;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.cellineage.problem.UserException;
import org.cellineage.segment.FramePlan;
import org.cellineage.segment.SegmentedChannel;
import org.cellineage.segment.SpreadFrames;
import org.cellineage.segment.method.PreparedSegmentation;
import org.cellineage.segment.method.SegmentationMethods;
import org.cellineage.segment.network.DiameterFinder;
import org.cellineage.segment.network.DiameterSearch;
import org.cellineage.track.CellClasses;
import org.cellineage.track.MovieSummary;
import org.cellineage.track.method.LinkingMethods;
import org.cellineage.track.method.PreparedLinking;
import org.cellineage.type.ChannelType;
import org.cellineage.type.ChannelTypes;
import org.cellineage.type.TypeFinder;
import org.cellineage.type.TypeSearch;
import org.cellineage.type.TypeVotes;
import org.tensorflow.proto.ConfigProto;

/**
 * Segments and tracks movies: frames in, tracks out, without Spark. The same frames and settings give the same tracks as
 * {@code cellineage run}.
 *
 * <p>Immutable; several threads may track a movie each. Networks are opened at first use, shared by all trackers of the
 * process, and kept until it ends.
 */
public final class CellTracker {

    private final TrackerOptions options;
    private final PreparedSegmentation segmentation;
    private final PreparedLinking linking;
    private final CellClasses classes;
    private final FlatFields flatFields;

    private CellTracker(
            TrackerOptions options,
            PreparedSegmentation segmentation,
            PreparedLinking linking,
            CellClasses classes,
            FlatFields flatFields) {
        this.options = options;
        this.segmentation = segmentation;
        this.linking = linking;
        this.classes = classes;
        this.flatFields = flatFields;
    }

    /**
     * Opens a tracker with the models and flat fields that its options name.
     *
     * @throws org.cellineage.problem.BadConfigurationException if a model or flat field does not exist or is invalid
     * @throws IOException if one cannot be read
     */
    public static CellTracker open(TrackerOptions options) throws IOException {
        LocalStorage storage = new LocalStorage();
        return new CellTracker(
                options,
                SegmentationMethods.named(options.segmentation().method()).prepare(storage, options.segmentation()),
                LinkingMethods.named(options.linking().method()).prepare(storage, options.linking()),
                CellClasses.open(storage, options.classification()),
                FlatFields.read(storage, options.measurement().flatField()));
    }

    /**
     * Decides from a few frames of a movie how all of them are segmented: what its channels show, unless the options say
     * which model to use; and the typical diameter of its cells, unless the options give it.
     *
     * @throws BadInputException if no channel certainly shows cells, or if none of the frames that were looked at can be read
     *     and the model depends on them
     */
    public FramePlan plan(MovieFrames movie) {
        List<Integer> frames = new ArrayList<>(movie.frames());
        List<String> names = names(movie, frames);
        List<ChannelType> types = segmentation
                .typeSearch()
                .map(search -> types(movie, frames, names, search))
                .orElseGet(() -> segmentation.givenTypes(names.size()));
        FramePlan plan = segmentation.plan(movie.name(), names, types);
        double given = segmentation
                .diameterSearch(plan.cells().model())
                .map(search -> search.givenPx(movie.pixelSizeUm()))
                .orElse(Double.NaN);
        SegmentedChannel cells = Double.isNaN(given)
                ? sized(movie, frames, plan.cells())
                : plan.cells().withDiameterPx(given);
        return new FramePlan(
                cells,
                plan.bodies().stream()
                        .map(channel -> sized(movie, frames, channel))
                        .toList());
    }

    private List<ChannelType> types(MovieFrames movie, List<Integer> frames, List<String> names, TypeSearch search) {
        TypeFinder finder = search.open(session());
        List<TypeVotes> sums = List.of();
        Optional<Problem> problem = Optional.empty();
        for (int position : SpreadFrames.positions(search.options().frames(), frames.size())) {
            try {
                List<TypeVotes> votes = movie.read(frames.get(position)).stream()
                        .map(finder::votes)
                        .toList();
                sums = TypeVotes.plus(sums, votes);
            } catch (IOException e) {
                problem = problem.or(() -> Optional.of(new Problem(
                        movie.name(),
                        "It cannot be read: " + e.getMessage() + ".",
                        "Check that the file can be read.")));
            } catch (UserException e) {
                problem = problem.or(() -> Optional.of(e.problem()));
            }
        }
        if (sums.isEmpty() && problem.isPresent()) {
            throw new BadInputException(
                    problem.get().where(), problem.get().cause(), problem.get().remedy());
        }
        return ChannelTypes.of(
                        names,
                        sums.stream().map(search.model()::estimate).toList(),
                        search.options().minProbability())
                .types();
    }

    /** The names of the channels, or their numbers. */
    private static List<String> names(MovieFrames movie, List<Integer> frames) {
        List<String> names = movie.channels();
        for (int i = 0; names.isEmpty() && i < frames.size(); i++) {
            try {
                int channels = movie.read(frames.get(i)).size();
                names = IntStream.range(0, channels)
                        .mapToObj(c -> "channel" + c)
                        .toList();
            } catch (IOException | UserException reportedLater) {
                // Another frame tells.
            }
        }
        return names;
    }

    private SegmentedChannel sized(MovieFrames movie, List<Integer> frames, SegmentedChannel channel) {
        Optional<DiameterSearch> search = segmentation.diameterSearch(channel.model());
        if (search.isEmpty()) {
            return channel;
        }
        int[] positions = SpreadFrames.positions(search.get().frames(), frames.size());
        DiameterFinder finder = search.get().open(session());
        List<Double> found = new ArrayList<>();
        for (int position : positions) {
            plane(movie, frames.get(position), channel.channel())
                    .map(plane -> finder.find(plane, positions.length == 1))
                    .filter(diameter -> !diameter.isNaN())
                    .ifPresent(found::add);
        }
        return channel.withDiameterPx(
                DiameterSearch.ofMovie(found.stream().mapToDouble(d -> d).toArray()));
    }

    /** A channel of a frame; empty if it cannot be read, which tracking reports. */
    private static Optional<Plane> plane(MovieFrames movie, int frame, int channel) {
        try {
            List<Plane> channels = movie.read(frame);
            return channel < channels.size() ? Optional.of(channels.get(channel)) : Optional.empty();
        } catch (IOException | UserException reportedLater) {
            return Optional.empty();
        }
    }

    /**
     * Starts to track a movie whose frames are given one by one, as a microscope takes them.
     *
     * @param plan how they are segmented, as from {@link #plan}
     */
    public MovieSession start(FramePlan plan, MovieSink sink) {
        return start("movie", plan, sink);
    }

    private MovieSession start(String movie, FramePlan plan, MovieSink sink) {
        Supplier<ConfigProto> session = session();
        FrameMeasurer measurer = new FrameMeasurer(
                linking.encoder(session), classes.classifier(session), options.measurement(), flatFields);
        FrameSteps steps = new FrameSteps(movie, plan, measurer);
        return new MovieSession(
                steps,
                tasks -> segmentation.start(tasks, steps, session),
                linking.tracker(options.tracking(), options.link(), session),
                sink,
                classes.smoothing(sink, List.of()));
    }

    /**
     * Tracks a movie in bounded memory; what is final goes to the sink.
     *
     * @return counts and quality measures
     * @throws org.cellineage.problem.BadInputException as {@link MovieSession#finish}
     * @throws org.cellineage.problem.BadConfigurationException if the movie lacks the channel that the options name
     */
    public MovieSummary track(MovieFrames movie, MovieSink sink) {
        MovieSession session = start(movie.name(), plan(movie), sink);
        session.take(movie.frames().stream()
                .map(frame -> new FrameSteps.Task(frame, () -> movie.read(frame)))
                .iterator());
        return session.finish();
    }

    /**
     * Tracks a movie and returns its lineage: a few hundred bytes for each cell of each frame.
     *
     * @throws org.cellineage.problem.UserException as {@link #track(MovieFrames, MovieSink)}
     */
    public TrackedMovie track(MovieFrames movie) {
        MovieCollector collector = new MovieCollector();
        return collector.finished(track(movie, collector));
    }

    private Supplier<ConfigProto> session() {
        int threads =
                options.threads() > 0 ? options.threads() : Runtime.getRuntime().availableProcessors();
        return () -> ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(threads)
                .build();
    }
}
