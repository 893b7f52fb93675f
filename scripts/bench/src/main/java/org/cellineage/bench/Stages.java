package org.cellineage.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.image.Plane;
import org.cellineage.segment.FoundCells;
import org.cellineage.segment.FramePipeline;
import org.cellineage.segment.FramePlan;
import org.cellineage.segment.StepwiseSegmenter;
import org.cellineage.segment.network.NetworkFrames;

/** What is done with a frame, step by step, and how long each step takes. */
final class Stages implements FramePipeline.Work<PlaneRef, List<Cell>> {

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final NetworkFrames segmenter;
    private final StoragePlaneReader planes = new StoragePlaneReader(new LocalStorage());
    /** Wall-clock and processor time by stage. */
    private final long[] wallNanos = new long[Stage.values().length];

    private final long[] processorNanos = new long[Stage.values().length];
    private int frames;

    /** The steps. */
    enum Stage {
        READ("read"),
        PREPARE("normalise, scale"),
        NETWORK("network"),
        POST_PROCESS("post-processing"),
        MEASURE("measurement");

        final String text;

        Stage(String text) {
            this.text = text;
        }
    }

    Stages(NetworkFrames segmenter) {
        this.segmenter = segmenter;
    }

    /** Processor time of the whole process so far, nanoseconds. */
    static long processNanos() {
        return PROCESS.getProcessCpuTime();
    }

    private <V> V timed(Stage stage, Callable<V> step) throws Exception {
        long wall = System.nanoTime();
        long processor = processNanos();
        V value = step.call();
        wallNanos[stage.ordinal()] += System.nanoTime() - wall;
        processorNanos[stage.ordinal()] += processNanos() - processor;
        return value;
    }

    /** Takes one frame through all steps, one after the other; gives its cells. */
    List<Cell> alone(PlaneRef frame) throws Exception {
        List<Plane> channels = timed(Stage.READ, () -> read(frame));
        NetworkFrames.Prepared prepared =
                timed(Stage.PREPARE, () -> segmenter.prepare(channels, FramePlan.of(0, FrameFiles.DIAMETER_PX)));
        NetworkFrames.Inferred seen =
                timed(Stage.NETWORK, () -> segmenter.infer(List.of(prepared)).get(0));
        FoundCells found = timed(Stage.POST_PROCESS, () -> segmenter.finish(seen));
        List<Cell> cells = timed(Stage.MEASURE, () -> result(frame, channels, found));
        frames++;
        return cells;
    }

    /** Wall-clock seconds a frame took alone, all steps. */
    double seconds() {
        return LongStream.of(wallNanos).sum() / 1e9 / frames;
    }

    /** A line a step: wall-clock and processor seconds a frame, and the share of the processor's. */
    String table() {
        double all = LongStream.of(processorNanos).sum();
        StringBuilder table = new StringBuilder(
                String.format(Locale.ROOT, "  %-18s %8s %12s %7s%n", "one frame alone", "s", "processor s", "share"));
        for (Stage stage : Stage.values()) {
            long processor = processorNanos[stage.ordinal()];
            table.append(String.format(
                    Locale.ROOT,
                    "  %-18s %8.3f %12.3f %6.1f%%%n",
                    stage.text,
                    wallNanos[stage.ordinal()] / 1e9 / frames,
                    processor / 1e9 / frames,
                    100 * processor / all));
        }
        return table.append(
                        String.format(Locale.ROOT, "  %-18s %8.3f %12.3f%n", "together", seconds(), all / 1e9 / frames))
                .toString();
    }

    /** Takes frames through the product's own pipeline, steps side by side; gives how many cells they had. */
    long together(List<PlaneRef> tasks) {
        long cells = 0;
        try (FramePipeline<PlaneRef, List<Cell>> pipeline = start(tasks, segmenter)) {
            while (pipeline.hasNext()) {
                cells += pipeline.next().size();
            }
        }
        return cells;
    }

    private <P, S> FramePipeline<PlaneRef, List<Cell>> start(List<PlaneRef> tasks, StepwiseSegmenter<P, S> steps) {
        return FramePipeline.start(tasks.iterator(), steps, this);
    }

    @Override
    public List<Plane> read(PlaneRef frame) throws Exception {
        return List.of(planes.read(frame));
    }

    @Override
    public FramePlan plan(PlaneRef frame) {
        return FramePlan.of(0, FrameFiles.DIAMETER_PX);
    }

    @Override
    public List<Cell> result(PlaneRef frame, List<Plane> channels, FoundCells found) {
        return CellMeasurer.measure(found.labels(), channels);
    }

    @Override
    public List<Cell> failed(PlaneRef frame, Exception cause) {
        throw new IllegalStateException("frame " + frame.describe() + " failed", cause);
    }
}
