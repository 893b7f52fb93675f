package org.cellineage.segment.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.cellineage.segment.head.FrameMaps;

/**
 * Runs a network over whole frames, large ones in tiles that overlap by what a pixel's result can depend on, so that
 * tiles leave no seams.
 *
 * <p>One frame or tile goes through the network at a time. Libraries choose the order of their sums by the shape of what
 * they are given, so that in a batch the last bits of a frame's maps could depend on how many others are with it, and on
 * its place among them; and batches are no faster, as one frame keeps all threads busy.
 *
 * <p>Frames are mirrored at their edges. Memory is bounded by {@code maxPixels}, or by the smallest tile where that is
 * larger: its side is two margins and one multiple.
 */
final class TiledNetwork {

    /** Least mirrored edge around a frame, so that nuclei cut by the frame look whole to the network. */
    private static final int EDGE_PX = 16;

    private final Network network;
    private final NetworkInput input;
    private final List<String> maps;
    private final int stride;
    private final int maxPixels;

    /**
     * A network over frames.
     *
     * @param maps names of the channels of the network's outputs, one after the other
     * @param stride pixels between two values of a map; divides the input's side multiple
     * @param maxPixels that go through the network at once
     */
    TiledNetwork(Network network, NetworkInput input, List<String> maps, int stride, int maxPixels) {
        if (stride < 1 || input.sideMultiple() % stride != 0) {
            throw new IllegalArgumentException(
                    "the side multiple " + input.sideMultiple() + " must be a multiple of the maps' stride " + stride);
        }
        this.network = network;
        this.input = input;
        this.maps = List.copyOf(maps);
        this.stride = stride;
        this.maxPixels = maxPixels;
    }

    /** A piece of a frame: what is read, and which part of it is kept. */
    private record Window(
            int top, int left, int height, int width, int keepTop, int keepLeft, int keepHeight, int keepWidth) {}

    /**
     * The maps of each frame, at the network's scale, one value every {@code stride} pixels; a frame's maps do not depend
     * on the other frames.
     */
    List<FrameMaps> run(List<ScaledFrame> frames) {
        return frames.stream().map(this::run).toList();
    }

    private FrameMaps run(ScaledFrame frame) {
        int width = strided(frame.width());
        int height = strided(frame.height());
        float[][] values = new float[maps.size()][width * height];
        for (Window window : windows(frame)) {
            look(frame, window, values);
        }
        return new FrameMaps(width, height, maps, values);
    }

    private List<Window> windows(ScaledFrame frame) {
        int multiple = input.sideMultiple();
        // Tiles begin at multiples too: pooling must meet the same pixels in both.
        int edge = up(EDGE_PX, multiple);
        int height = up(frame.height() + 2 * edge, multiple);
        int width = up(frame.width() + 2 * edge, multiple);
        if ((long) height * width <= maxPixels) {
            return List.of(new Window(-edge, -edge, height, width, 0, 0, frame.height(), frame.width()));
        }
        List<Window> windows = new ArrayList<>();
        int margin = up(input.marginPx(), multiple);
        int side = (int) Math.sqrt(maxPixels) / multiple * multiple;
        int core = Math.max(multiple, side - 2 * margin);
        for (int top = 0; top < frame.height(); top += core) {
            for (int left = 0; left < frame.width(); left += core) {
                // No tile goes beyond the edge that the whole frame would have: what lies outside must be the same.
                int fromY = Math.max(top - margin, -edge);
                int fromX = Math.max(left - margin, -edge);
                windows.add(new Window(
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
        return windows;
    }

    private void look(ScaledFrame frame, Window window, float[][] into) {
        int height = window.height();
        int width = window.width();
        int channels = input.channels().size();
        float[] values = new float[Math.multiplyExact(height * width, channels)];
        frame.copyWindow(window.top(), window.left(), height, width, values, 0);
        List<Tensor> outputs = network.run(new Tensor(new long[] {1, height, width, channels}, values));
        int given = 0;
        for (Tensor output : outputs) {
            given += channels(output, height, width);
        }
        if (given != maps.size()) {
            throw new IllegalStateException(
                    "the network gives " + given + " maps, but its description names " + maps.size());
        }
        int firstMap = 0;
        for (Tensor output : outputs) {
            int count = (int) output.shape()[3];
            for (int c = 0; c < count; c++) {
                keep(output, c, window, into[firstMap++], strided(frame.width()));
            }
        }
    }

    private int channels(Tensor output, int height, int width) {
        long[] shape = output.shape();
        if (shape.length != 4 || shape[0] != 1 || shape[1] != height / stride || shape[2] != width / stride) {
            throw new IllegalStateException("the network gives a tensor of shape " + Arrays.toString(shape)
                    + " for an image of " + width + " x " + height + " pixels");
        }
        return (int) shape[3];
    }

    /** Copies a channel of what was said of a window into the frame's map. */
    private void keep(Tensor output, int channel, Window window, float[] map, int mapWidth) {
        float[] values = output.values();
        int channels = (int) output.shape()[3];
        int outputWidth = (int) output.shape()[2];
        int width = strided(window.keepWidth());
        for (int y = 0; y < strided(window.keepHeight()); y++) {
            int row = (window.keepTop() - window.top()) / stride + y;
            int from = (row * outputWidth + (window.keepLeft() - window.left()) / stride) * channels + channel;
            int to = (window.keepTop() / stride + y) * mapWidth + window.keepLeft() / stride;
            for (int x = 0; x < width; x++) {
                map[to + x] = values[from + x * channels];
            }
        }
    }

    private int strided(int pixels) {
        return (pixels + stride - 1) / stride;
    }

    private static int up(int value, int multiple) {
        return (value + multiple - 1) / multiple * multiple;
    }
}
