package org.cellineage.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.cellineage.format.PlaneRef;
import org.cellineage.image.LabelImage;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.cellineage.segment.postprocess.FrameMaps;
import org.cellineage.segment.postprocess.NuclearPostprocessor;
import org.cellineage.segment.postprocess.NuclearOptions;
import org.cellineage.segment.network.NetworkFrames;
import org.cellineage.segment.network.NetworkOptions;
import org.cellineage.segment.network.SegmentationModel;
import org.tensorflow.proto.ConfigProto;

/**
 * How fast frames go through the bundled network: one alone, many through the pipeline, and TensorFlow by itself in the
 * same process, on the same frames, with the same threads.
 *
 * <p>Pipeline and bare inference take turns, so that other work on the machine disturbs both alike. Processor seconds
 * are those of the whole process, the garbage collector's and compiler's among them.
 */
public final class FrameRate {

    private static final String MODEL = "nuclear";
    private static final int SIDE = 1024;
    private static final int ROUNDS = 3;
    private static final int ALONE = 5;
    private static final int[] SIDES = {1024, 2048, 4096};
    private static final int LABELLINGS = 5;

    private FrameRate() {}

    /** Arguments: a folder for the frames, how many frames, threads of TensorFlow. */
    public static void main(String[] args) throws Exception {
        if (args.length != 3) {
            throw new IllegalArgumentException("usage: FrameRate FOLDER FRAMES THREADS");
        }
        Path folder = Files.createDirectories(Path.of(args[0]));
        int threads = Integer.parseInt(args[2]);
        List<PlaneRef> frames = FrameFiles.write(folder, SIDE, Integer.parseInt(args[1]));
        ConfigProto session = ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(threads)
                .build();
        ModelFiles files = ModelFiles.bundled(MODEL);
        SegmentationModel model = SegmentationModel.of(ModelBundle.of(files));
        try (Listener network = new Listener(model.openNetwork(session))) {
            NetworkFrames segmenter = model.frames(network, NetworkOptions.DEFAULTS);
            Stages warm = new Stages(segmenter);
            long cells = 0;
            for (PlaneRef frame : frames.subList(0, Math.min(ALONE, frames.size()))) {
                cells = warm.alone(frame).size();
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d frames of %d x %d pixels, 16 bit, about %d nuclei each; %d threads of TensorFlow, %d cores%n%n",
                    frames.size(),
                    SIDE,
                    SIDE,
                    cells,
                    threads,
                    Runtime.getRuntime().availableProcessors());
            FrameMaps maps = network.maps();
            alone(segmenter, frames);
            rates(segmenter, frames, network, files, session);
            postProcessing(maps);
        }
    }

    /** A network that remembers what it last read and said. */
    private static final class Listener implements Network {
        private final Network network;
        private final List<Tensor> read = new ArrayList<>();
        private List<Tensor> said = List.of();

        Listener(Network network) {
            this.network = network;
        }

        @Override
        public List<Tensor> run(Tensor input) {
            List<Tensor> out = network.run(input);
            if (read.size() < ALONE) {
                read.add(input);
                said = out;
            }
            return out;
        }

        /** The last maps of a frame, with what was mirrored around it cut off. */
        FrameMaps maps() {
            Tensor tensor = said.get(0);
            int width = (int) tensor.shape()[2];
            int count = (int) tensor.shape()[3];
            int edge = (width - SIDE) / 2;
            List<String> names = List.of(
                    NuclearPostprocessor.BACKGROUND,
                    NuclearPostprocessor.INTERIOR,
                    "border",
                    NuclearPostprocessor.EDGE_DISTANCE,
                    NuclearPostprocessor.CENTRE_DISTANCE);
            float[][] values = new float[count][SIDE * SIDE];
            for (int p = 0; p < SIDE * SIDE; p++) {
                int at = (p / SIDE + edge) * width + p % SIDE + edge;
                for (int c = 0; c < count; c++) {
                    values[c][p] = tensor.values()[at * count + c];
                }
            }
            return new FrameMaps(SIDE, SIDE, names, values);
        }

        @Override
        public void close() {
            network.close();
        }
    }

    private static void alone(NetworkFrames segmenter, List<PlaneRef> frames) throws Exception {
        Stages stages = new Stages(segmenter);
        for (PlaneRef frame : frames.subList(0, Math.min(2 * ALONE, frames.size()))) {
            stages.alone(frame);
        }
        System.out.println(stages.table());
    }

    /** Wall-clock and processor seconds a frame. */
    private record Cost(double seconds, double processorSeconds) {

        static Cost of(int frames, Runnable work) {
            long wall = System.nanoTime();
            long processor = Stages.processNanos();
            work.run();
            return new Cost(
                    (System.nanoTime() - wall) / 1e9 / frames, (Stages.processNanos() - processor) / 1e9 / frames);
        }

        /** The middle one by wall-clock time. */
        static Cost middle(List<Cost> costs) {
            return costs.stream()
                    .sorted((a, b) -> Double.compare(a.seconds, b.seconds))
                    .toList()
                    .get(costs.size() / 2);
        }

        void print(String what) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-34s %6.2f frames/s, %.3f processor s a frame%n",
                    what,
                    1 / seconds,
                    processorSeconds);
        }
    }

    private static void rates(
            NetworkFrames segmenter, List<PlaneRef> frames, Listener network, ModelFiles files, ConfigProto session)
            throws IOException {
        Stages stages = new Stages(segmenter);
        int[] batches = {1, 2, 4};
        List<Cost> pipeline = new ArrayList<>();
        List<List<Cost>> bare = new ArrayList<>();
        List<BareInference> inferences = new ArrayList<>();
        for (int batch : batches) {
            inferences.add(
                    new BareInference(files, SegmentationModel.SEGMENT, session, network.read.subList(0, batch)));
            bare.add(new ArrayList<>());
        }
        inferences.forEach(BareInference::run);
        stages.together(frames.subList(0, Math.min(ALONE, frames.size())));
        for (int round = 0; round < ROUNDS; round++) {
            pipeline.add(Cost.of(frames.size(), () -> stages.together(frames)));
            for (int i = 0; i < batches.length; i++) {
                BareInference inference = inferences.get(i);
                int runs = Math.max(1, frames.size() / 2 / inference.batch());
                bare.get(i).add(Cost.of(runs * inference.batch(), () -> {
                    for (int run = 0; run < runs; run++) {
                        inference.run();
                    }
                }));
            }
        }
        inferences.forEach(BareInference::close);
        long[] shape = network.read.get(0).shape();
        System.out.printf(
                Locale.ROOT, "  after start-up (the network reads %d x %d pixels a frame)%n", shape[2], shape[1]);
        Cost ours = Cost.middle(pipeline);
        ours.print("pipeline");
        Cost best = null;
        for (int i = 0; i < batches.length; i++) {
            Cost cost = Cost.middle(bare.get(i));
            cost.print("bare inference, " + batches[i] + " at once");
            best = best == null || cost.seconds() < best.seconds() ? cost : best;
        }
        if (best != null) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-34s %5.0f %% of the best bare inference by wall-clock, %.0f %% by processor time%n%n",
                    "pipeline",
                    100 * best.seconds() / ours.seconds(),
                    100 * best.processorSeconds() / ours.processorSeconds());
        }
    }

    /** The network's own maps of a frame, side by side, at growing sizes. */
    private static void postProcessing(FrameMaps maps) {
        NuclearPostprocessor head = new NuclearPostprocessor(NuclearOptions.DEFAULTS);
        var threads = ManagementFactory.getThreadMXBean();
        double first = 0;
        for (int side : SIDES) {
            FrameMaps large = repeated(maps, side);
            double[] nanos = new double[LABELLINGS];
            int cells = 0;
            for (int i = 0; i < LABELLINGS; i++) {
                long before = threads.getCurrentThreadCpuTime();
                LabelImage labels = head.labels(large);
                nanos[i] = (threads.getCurrentThreadCpuTime() - before) / ((double) side * side);
                cells = labels.maxLabel();
            }
            Arrays.sort(nanos);
            double middle = nanos[LABELLINGS / 2];
            first = first == 0 ? middle : first;
            System.out.printf(
                    Locale.ROOT,
                    "  post-processing of %d x %d pixels, %d nuclei: %.1f processor ns a pixel, %.2f times the first%n",
                    side,
                    side,
                    cells,
                    middle,
                    middle / first);
        }
    }

    private static FrameMaps repeated(FrameMaps maps, int side) {
        float[][] values = new float[maps.values().length][side * side];
        for (int c = 0; c < values.length; c++) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x += SIDE) {
                    System.arraycopy(maps.values()[c], y % SIDE * SIDE, values[c], y * side + x, SIDE);
                }
            }
        }
        return new FrameMaps(side, side, maps.names(), values);
    }
}
