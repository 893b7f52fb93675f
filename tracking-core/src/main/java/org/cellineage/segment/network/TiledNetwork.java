package org.cellineage.segment.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.cellineage.segment.postprocess.Detections;
import org.cellineage.segment.postprocess.FrameMaps;
import org.tensorflow.exceptions.TFInvalidArgumentException;

/**
 * Runs a network over whole frames. Large frames are divided into tiles that overlap by the network's receptive field,
 * so that the result does not depend on the tiling.
 *
 * <p>One frame or tile goes through the network at a time. Libraries choose the order of summation by the shape of the
 * input, so the last bits of a frame's maps could otherwise depend on the size of the batch and the frame's index in
 * it. Batches would not be faster, as one frame already occupies all threads.
 *
 * <p>Frames are mirrored at their edges. Memory is limited by {@code maxPixels}, or by the smallest possible tile (two
 * margins plus one multiple) where that is larger.
 */
final class TiledNetwork {

    /** Minimum mirrored border around a frame, so that nuclei cut by its edge look whole to the network. */
    private static final int EDGE_PX = 16;

    private final Network network;
    private final NetworkInput input;
    private final NetworkOutputs outputs;
    private final MapReader maps;
    private final int maxPixels;

    /**
     * Wraps a network.
     *
     * @param outputs their stride divides the input's side multiple
     * @param maxPixels maximum number of pixels per call of the network
     */
    TiledNetwork(Network network, NetworkInput input, NetworkOutputs outputs, int maxPixels) {
        int stride = outputs.stride();
        if (stride < 1 || input.sideMultiple() % stride != 0) {
            throw NetworkOutputs.wrong(
                    outputs.where(),
                    "settings.input.side_multiple",
                    "It is " + input.sideMultiple() + ", but must be a multiple of the maps' stride " + stride + ".");
        }
        this.network = network;
        this.input = input;
        this.outputs = outputs;
        this.maps = new MapReader(outputs);
        this.maxPixels = maxPixels;
    }

    /** Returns the outputs for each frame; they do not depend on the other frames. */
    List<FrameOutputs> run(List<ScaledFrame> frames) {
        List<float[][]> values = new ArrayList<>();
        List<List<Detection>> found = new ArrayList<>();
        List<Tile> tiles = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            values.add(maps.room(frames.get(i)));
            found.add(new ArrayList<>());
            addTiles(i, frames.get(i), tiles);
        }
        for (Tile tile : tiles) {
            List<Tile> one = List.of(tile);
            List<Tensor> given = infer(frames.get(tile.frame()), tile);
            maps.read(mapsOf(given), one, frames, values);
            if (outputs.detections().isPresent()) {
                reader(outputs.detections().get()).read(given, one, frames, found);
            }
        }
        List<FrameOutputs> answers = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            FrameMaps ofFrame = maps.maps(frames.get(i), values.get(i));
            List<Detection> detections = found.get(i);
            answers.add(new FrameOutputs(
                    ofFrame,
                    outputs.detections()
                            .map(description -> reader(description).merge(detections))
                            .orElse(Detections.NONE)));
        }
        return answers;
    }

    private DetectionReader reader(DetectionOutputs description) {
        return new DetectionReader(outputs.where(), description);
    }

    private void addTiles(int index, ScaledFrame frame, List<Tile> tiles) {
        int multiple = input.sideMultiple();
        // Tiles start at multiples, so that pooling groups the same pixels as in the whole frame.
        int edge = up(EDGE_PX, multiple);
        int height = up(frame.height() + 2 * edge, multiple);
        int width = up(frame.width() + 2 * edge, multiple);
        if ((long) height * width <= maxPixels) {
            tiles.add(new Tile(index, -edge, -edge, height, width, 0, 0, frame.height(), frame.width()));
            return;
        }
        int margin = up(input.marginPx(), multiple);
        int side = (int) Math.sqrt(maxPixels) / multiple * multiple;
        int core = Math.max(multiple, side - 2 * margin);
        for (int top = 0; top < frame.height(); top += core) {
            for (int left = 0; left < frame.width(); left += core) {
                // No tile extends beyond the border of the whole frame, so that the padding is the same for both.
                int fromY = Math.max(top - margin, -edge);
                int fromX = Math.max(left - margin, -edge);
                tiles.add(new Tile(
                        index,
                        fromY,
                        fromX,
                        Math.min(top + core + margin, height - edge) - fromY,
                        Math.min(left + core + margin, width - edge) - fromX,
                        top,
                        left,
                        Math.min(core, frame.height() - top),
                        Math.min(core, frame.width() - left)));
            }
        }
    }

    private List<Tensor> infer(ScaledFrame frame, Tile tile) {
        int channels = frame.channels();
        float[] values = new float[Math.multiplyExact(tile.height() * tile.width(), channels)];
        frame.copyWindow(tile.top(), tile.left(), tile.height(), tile.width(), values, 0);
        try {
            return network.run(new Tensor(new long[] {1, tile.height(), tile.width(), channels}, values));
        } catch (TFInvalidArgumentException e) {
            throw NetworkOutputs.wrong(
                    outputs.where(),
                    "networks.segment",
                    "TensorFlow cannot run it for an image of " + tile.width() + " x " + tile.height() + " pixels: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + ".");
        }
    }

    /** The outputs that are maps. */
    private List<Tensor> mapsOf(List<Tensor> given) {
        return outputs.detections()
                .map(detections -> IntStream.range(0, given.size())
                        .filter(i -> !detections.reads(i))
                        .mapToObj(given::get)
                        .toList())
                .orElse(given);
    }

    private static int up(int value, int multiple) {
        return (value + multiple - 1) / multiple * multiple;
    }
}
