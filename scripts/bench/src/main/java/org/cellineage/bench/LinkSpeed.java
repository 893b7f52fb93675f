package org.cellineage.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.format.LocalStorage;
import org.cellineage.image.Plane;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.learned.CellEncoder;
import org.cellineage.link.learned.LearnedScorer;
import org.cellineage.link.learned.LinkingModel;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.simulate.MovieSimulator;
import org.cellineage.simulate.SimulatedFrame;
import org.cellineage.simulate.WellConditions;
import org.cellineage.track.LearnedLinker;
import org.cellineage.track.MovieTracker;
import org.cellineage.track.TrackingOptions;
import org.tensorflow.proto.ConfigProto;

/**
 * How fast the network encodes and links the cells of simulated movies that are in memory, and which share of the linking
 * the assignment takes. {@code scripts/bench/linkspeed} starts it.
 */
public final class LinkSpeed {

    private static final int ROUNDS = 3;
    private static final long SAMPLE_MILLIS = 2;
    private static final String ASSIGNMENT = "org.cellineage.assign.";

    private final CellEncoder encoder;
    private final LearnedScorer scorer;
    private final LinkingModel.Settings settings;

    private LinkSpeed(LinkingModel model, ConfigProto session) {
        this.encoder = new CellEncoder(model.openCellEncoder(session));
        this.scorer = LearnedScorer.open(model, session);
        this.settings = model.settings();
    }

    /** A frame before its cells are encoded. */
    private record Measured(Plane plane, List<Cell> cells) {}

    /** Seconds of one round. */
    private record Round(double encode, double link, double assignmentShare) {
        double all() {
            return encode + link;
        }
    }

    /** Argument: threads of TensorFlow. */
    public static void main(String[] args) throws Exception {
        if (args.length != 1) {
            throw new IllegalArgumentException("usage: LinkSpeed THREADS");
        }
        int threads = Integer.parseInt(args[0]);
        ConfigProto session = ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(threads)
                .build();
        LinkSpeed speed = new LinkSpeed(
                LinkingModel.of(ModelBundle.of(ModelFiles.named(new LocalStorage(), "cell-link"))), session);
        List<Measured> warm = movie(500, 12);
        for (int i = 0; i < ROUNDS; i++) {
            speed.round(warm);
        }
        System.out.printf(
                Locale.ROOT,
                "median of %d rounds, %d threads of TensorFlow%n%n"
                        + "| cells a frame, frames | cells/s | encode s | link s | us/cell | assignment, share of link |%n"
                        + "|--|--|--|--|--|--|%n",
                ROUNDS,
                threads);
        int[][] sizes = {{200, 40}, {852, 20}, {1000, 20}, {5000, 8}};
        for (int[] size : sizes) {
            speed.print(size[0], movie(size[0], size[1]));
        }
    }

    /** Cells as the truth has them, at one density. */
    private static List<Measured> movie(int cells, int frames) {
        int side = (int) Math.sqrt((double) cells * FrameFiles.PIXELS_A_NUCLEUS);
        MovieSimulator simulator = new MovieSimulator(
                FrameFiles.options(side, frames, cells), WellConditions.UNTREATED, FrameFiles.SEED, 0, 0);
        List<Measured> movie = new ArrayList<>();
        while (simulator.hasNext()) {
            SimulatedFrame frame = simulator.next();
            movie.add(new Measured(frame.channels().get(0), CellMeasurer.measure(frame.truth(), frame.channels())));
        }
        return movie;
    }

    private void print(int about, List<Measured> movie) throws IOException {
        long cells = movie.stream().mapToLong(frame -> frame.cells().size()).sum();
        Round[] rounds = new Round[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rounds[i] = round(movie);
        }
        Arrays.sort(rounds, java.util.Comparator.comparingDouble(Round::all));
        Round median = rounds[ROUNDS / 2];
        System.out.printf(
                Locale.ROOT,
                "| %,d, %d | %,.0f | %.2f | %.2f | %.0f | %.1f %% |%n",
                about,
                movie.size(),
                cells / median.all(),
                median.encode(),
                median.link(),
                1e6 * median.all() / cells,
                100 * median.assignmentShare());
    }

    private Round round(List<Measured> movie) throws IOException {
        long start = System.nanoTime();
        List<SegmentedFrame> frames = new ArrayList<>();
        for (Measured frame : movie) {
            frames.add(new SegmentedFrame(
                    frames.size(),
                    frame.plane().width(),
                    frame.plane().height(),
                    frame.cells(),
                    encoder.encode(List.of(frame.plane()), 0, frame.cells())));
        }
        double encode = (System.nanoTime() - start) / 1e9;
        try (Sampler sampler = new Sampler(Thread.currentThread())) {
            start = System.nanoTime();
            MovieTracker tracker = new MovieTracker(
                    TrackingOptions.DEFAULTS, new LearnedLinker(LinkOptions.DEFAULTS, scorer, settings));
            Nowhere sink = new Nowhere();
            for (SegmentedFrame frame : frames) {
                tracker.accept(frame, sink);
            }
            tracker.finish(sink);
            return new Round(encode, (System.nanoTime() - start) / 1e9, sampler.share());
        }
    }

    /** Looks again and again at what a thread is at. */
    private static final class Sampler implements AutoCloseable {
        private final AtomicLong all = new AtomicLong();
        private final AtomicLong assigning = new AtomicLong();
        private final Thread thread;

        Sampler(Thread watched) {
            thread = new Thread(() -> {
                try {
                    while (true) {
                        Thread.sleep(SAMPLE_MILLIS);
                        all.incrementAndGet();
                        if (Arrays.stream(watched.getStackTrace())
                                .anyMatch(at -> at.getClassName().startsWith(ASSIGNMENT))) {
                            assigning.incrementAndGet();
                        }
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        double share() {
            return (double) assigning.get() / Math.max(1, all.get());
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }
}
