package org.cellineage.segment.network;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.model.Network;
import org.cellineage.segment.FoundCells;
import org.cellineage.segment.FramePipeline;
import org.cellineage.segment.FramePlan;
import org.cellineage.segment.postprocess.FrameMaps;
import org.cellineage.segment.postprocess.NuclearOptions;
import org.cellineage.segment.postprocess.NuclearPostprocessor;
import org.cellineage.segment.postprocess.Postprocessor;
import org.cellineage.simulate.MovieSimulator;
import org.cellineage.simulate.SimulationOptions;
import org.cellineage.simulate.WellConditions;
import org.tensorflow.proto.ConfigProto;

/**
 * Segments varied frames with the bundled network in a process of its own, as TensorFlow keeps the threads of a process'
 * first session for all others, and prints a line a way of batching: its name, then a checksum a frame.
 *
 * <p>Arguments: threads of TensorFlow, then image files with their nucleus diameter, {@code FILE=DIAMETER}.
 */
final class LabelDigests {

    /** Larger frames are cut into tiles. */
    private static final int MAX_PIXELS = 1 << 18;

    private static final List<String> MAPS = List.of(
            NuclearPostprocessor.BACKGROUND,
            NuclearPostprocessor.INTERIOR,
            "border",
            NuclearPostprocessor.EDGE_DISTANCE,
            NuclearPostprocessor.CENTRE_DISTANCE);

    private LabelDigests() {}

    private record Frame(Plane plane, double diameterPx) {}

    public static void main(String[] args) throws Exception {
        int threads = Integer.parseInt(args[0]);
        List<Frame> frames = new ArrayList<>(simulated());
        try (StoragePlaneReader reader = new StoragePlaneReader(new LocalStorage())) {
            for (String file : List.of(args).subList(1, args.length)) {
                int at = file.lastIndexOf('=');
                frames.add(new Frame(
                        reader.read(PlaneRef.tiff(Path.of(file.substring(0, at)).toString(), 0)),
                        Double.parseDouble(file.substring(at + 1))));
            }
        }
        SegmentationModel model = SegmentationModel.of(ModelBundle.of(ModelFiles.bundled("nuclear")));
        Witness head = new Witness();
        ConfigProto session = ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(threads)
                .build();
        try (Network network = model.openNetwork(session)) {
            NetworkFrames segmenter = new NetworkFrames(network, model.input(), MAPS, head, MAX_PIXELS);
            for (int batch : new int[] {1, 2, 3, 8}) {
                System.out.println("batches of " + batch + ":" + inBatches(segmenter, head, frames, batch));
            }
            for (int parts : new int[] {1, 3}) {
                System.out.println(parts + " partitions:" + inPartitions(segmenter, head, frames, parts));
            }
        }
    }

    /** Two of each size, so that they could share a batch; three sizes, the last in tiles. */
    private static List<Frame> simulated() {
        List<Frame> frames = new ArrayList<>();
        addMovie(frames, 96, 200, 12, 10, 1);
        addMovie(frames, 300, 260, 60, 24, 2);
        addMovie(frames, 500, 640, 150, 30, 3);
        return frames;
    }

    private static void addMovie(List<Frame> frames, int height, int width, int cells, double diameter, long seed) {
        SimulationOptions d = SimulationOptions.DEFAULTS;
        SimulationOptions options = new SimulationOptions(
                width,
                height,
                2,
                cells,
                diameter,
                d.cycleFrames(),
                d.cycleSpread(),
                d.deathRate(),
                d.stepPx(),
                d.persistence(),
                d.driftYPx(),
                d.driftXPx(),
                d.shakePx(),
                d.backgroundLevel(),
                // Dim ones, whose pixels lie near the thresholds.
                d.nucleusLevel() / seed,
                d.brightnessSpread(),
                d.textureDepth(),
                d.bleachingShare(),
                d.vignetting(),
                d.blurPx(),
                d.greyLevelsPerPhoton(),
                d.readNoise(),
                1,
                0,
                0);
        MovieSimulator movie = new MovieSimulator(options, WellConditions.UNTREATED, seed, 0, 0);
        while (movie.hasNext()) {
            frames.add(new Frame(movie.next().channels().get(0), diameter));
        }
    }

    private static String inBatches(NetworkFrames segmenter, Witness head, List<Frame> frames, int batch) {
        StringBuilder sums = new StringBuilder();
        for (int from = 0; from < frames.size(); from += batch) {
            List<NetworkFrames.Prepared> prepared = frames.subList(from, Math.min(frames.size(), from + batch)).stream()
                    .map(frame -> segmenter.prepare(List.of(frame.plane()), FramePlan.of(0, frame.diameterPx())))
                    .toList();
            for (NetworkFrames.Inferred seen : segmenter.infer(prepared)) {
                sums.append(head.sum(segmenter.finish(seen).sureLabels()));
            }
        }
        return sums.toString();
    }

    /** As the job does, a pipeline a partition. */
    private static String inPartitions(NetworkFrames segmenter, Witness head, List<Frame> frames, int parts) {
        StringBuilder sums = new StringBuilder();
        for (int part = 0; part < parts; part++) {
            Iterator<Frame> tasks = frames.subList(part * frames.size() / parts, (part + 1) * frames.size() / parts)
                    .iterator();
            try (FramePipeline<Frame, String> pipeline = FramePipeline.start(tasks, segmenter, new Sums(head))) {
                pipeline.forEachRemaining(sums::append);
            }
        }
        return sums.toString();
    }

    private record Sums(Witness head) implements FramePipeline.Work<Frame, String> {
        @Override
        public List<Plane> read(Frame task) {
            return List.of(task.plane());
        }

        @Override
        public FramePlan plan(Frame task) {
            return FramePlan.of(0, task.diameterPx());
        }

        @Override
        public String result(Frame task, List<Plane> channels, FoundCells found) {
            return head.sum(found.sureLabels());
        }

        @Override
        public String failed(Frame task, Exception cause) {
            throw new IllegalStateException(cause);
        }
    }

    /** The head of the model, which notes what it was given: last bits of maps seldom show in labels. */
    private static final class Witness implements Postprocessor {
        private final NuclearPostprocessor head = new NuclearPostprocessor(NuclearOptions.DEFAULTS);
        private long maps;

        @Override
        public List<String> maps() {
            return head.maps();
        }

        @Override
        public LabelImage labels(FrameMaps given) {
            CRC32 sum = new CRC32();
            for (String name : maps()) {
                float[] map = given.map(name);
                ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * map.length);
                for (float value : map) {
                    bytes.putFloat(value);
                }
                sum.update(bytes.array());
            }
            maps = sum.getValue();
            return head.labels(given);
        }

        /** Number of nuclei, a checksum of all labels, and one of the maps they were made of. */
        String sum(LabelImage image) {
            ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * image.labels().length);
            IntStream.of(image.labels()).forEach(bytes::putInt);
            CRC32 sum = new CRC32();
            sum.update(bytes.array());
            return String.format(Locale.ROOT, " %d/%08x/%08x", image.maxLabel(), sum.getValue(), maps);
        }
    }
}
