package org.cellineage.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.cellineage.format.LocalStorage;
import org.cellineage.image.Plane;
import org.cellineage.link.learned.FrameMeasurer;
import org.cellineage.problem.UserException;
import org.cellineage.segment.method.PreparedSegmentation;
import org.cellineage.segment.method.SegmentationMethods;
import org.cellineage.segment.network.DiameterFinder;
import org.cellineage.segment.network.DiameterSearch;
import org.cellineage.track.MovieSummary;
import org.cellineage.track.MovieTracker;
import org.cellineage.track.method.LinkingMethods;
import org.cellineage.track.method.PreparedLinking;
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

    private CellTracker(TrackerOptions options, PreparedSegmentation segmentation, PreparedLinking linking) {
        this.options = options;
        this.segmentation = segmentation;
        this.linking = linking;
    }

    /**
     * Opens a tracker with the models that its options name.
     *
     * @throws org.cellineage.problem.BadConfigurationException if a model does not exist or is invalid
     * @throws IOException if a model cannot be read
     */
    public static CellTracker open(TrackerOptions options) throws IOException {
        LocalStorage storage = new LocalStorage();
        return new CellTracker(
                options,
                SegmentationMethods.named(options.segmentation().method()).prepare(storage, options.segmentation()),
                LinkingMethods.named(options.linking().method()).prepare(storage, options.linking()));
    }

    /**
     * Finds the typical diameter of a movie's nuclei from a few of its frames, unless the options give it.
     *
     * @return pixels; NaN if the segmenter needs none, or if no frame that was looked at can be read or shows a nucleus
     */
    public double nucleusDiameterPx(MovieFrames movie) {
        Optional<DiameterSearch> search = segmentation.diameterSearch();
        if (search.isEmpty()) {
            return Double.NaN;
        }
        double given = search.get().givenPx(movie.pixelSizeUm());
        if (!Double.isNaN(given)) {
            return given;
        }
        List<Integer> frames = new ArrayList<>(movie.frames());
        int[] positions = search.get().positions(frames.size());
        DiameterFinder finder = search.get().open(session());
        List<Double> found = new ArrayList<>();
        for (int position : positions) {
            plane(movie, frames.get(position), search.get().channel())
                    .map(plane -> finder.find(plane, positions.length == 1))
                    .filter(diameter -> !diameter.isNaN())
                    .ifPresent(found::add);
        }
        return DiameterSearch.ofMovie(found.stream().mapToDouble(d -> d).toArray());
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
     * @param nucleusDiameterPx typical diameter of its nuclei in pixels, as from {@link #nucleusDiameterPx}; NaN if the
     *     segmenter needs none
     */
    public MovieSession start(double nucleusDiameterPx, MovieSink sink) {
        return start("movie", nucleusDiameterPx, sink);
    }

    private MovieSession start(String movie, double nucleusDiameterPx, MovieSink sink) {
        Supplier<ConfigProto> session = session();
        FrameMeasurer measurer =
                new FrameMeasurer(linking.encoder(options.segmentation().channel(), session));
        FrameSteps steps = new FrameSteps(movie, nucleusDiameterPx, measurer);
        return new MovieSession(
                steps,
                tasks -> segmentation.start(tasks, steps, session),
                new MovieTracker(options.tracking(), linking.linker(options.tracking(), options.link(), session)),
                sink);
    }

    /**
     * Tracks a movie in bounded memory; what is final goes to the sink.
     *
     * @return counts and quality measures
     * @throws org.cellineage.problem.BadInputException as {@link MovieSession#finish}
     * @throws org.cellineage.problem.BadConfigurationException if the movie lacks the channel that the options name
     */
    public MovieSummary track(MovieFrames movie, MovieSink sink) {
        MovieSession session = start(movie.name(), nucleusDiameterPx(movie), sink);
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
        int threads = options.threads() > 0
                ? options.threads()
                : Runtime.getRuntime().availableProcessors();
        return () -> ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(threads)
                .build();
    }
}
