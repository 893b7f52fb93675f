package org.cellineage.segment.network;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.cellineage.segment.head.FrameMaps;

/**
 * Runs a network over whole frames: several small ones at once, large ones in tiles that overlap by what a pixel's result
 * can depend on, so that tiles leave no seams.
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
            int frame,
            int top,
            int left,
            int height,
            int width,
            int keepTop,
            int keepLeft,
            int keepHeight,
            int keepWidth) {
        int pixels() {
            return height * width;
        }
    }

    /**
     * The maps of each frame, at the network's scale, one value every {@code stride} pixels; a frame's maps do not depend
     * on the other frames.
     */
    List<FrameMaps> run(List<ScaledFrame> frames) {
        List<float[][]> results = new ArrayList<>();
        List<Window> windows = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            ScaledFrame frame = frames.get(i);
            results.add(new float[maps.size()][strided(frame.width()) * strided(frame.height())]);
            addWindows(i, frame, windows);
        }
        int from = 0;
        while (from < windows.size()) {
            Window first = windows.get(from);
            int to = from + 1;
            while (to < windows.size()
                    && windows.get(to).height() == first.height()
                    && windows.get(to).width() == first.width()
                    && (input.maxImages() == 0 || to - from < input.maxImages())
                    && (long) (to + 1 - from) * first.pixels() <= maxPixels) {
                to++;
            }
            runBatch(frames, windows.subList(from, to), results);
            from = to;
        }
        List<FrameMaps> out = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            ScaledFrame frame = frames.get(i);
            out.add(new FrameMaps(strided(frame.width()), strided(frame.height()), maps, results.get(i)));
        }
        return out;
    }

    private void addWindows(int index, ScaledFrame frame, List<Window> windows) {
        int multiple = input.sideMultiple();
        // Tiles begin at multiples too: pooling must meet the same pixels in both.
        int edge = up(EDGE_PX, multiple);
        int height = up(frame.height() + 2 * edge, multiple);
        int width = up(frame.width() + 2 * edge, multiple);
        if ((long) height * width <= maxPixels) {
            windows.add(new Window(index, -edge, -edge, height, width, 0, 0, frame.height(), frame.width()));
            return;
        }
        int margin = up(input.marginPx(), multiple);
        int side = (int) Math.sqrt(maxPixels) / multiple * multiple;
        int core = Math.max(multiple, side - 2 * margin);
        for (int top = 0; top < frame.height(); top += core) {
            for (int left = 0; left < frame.width(); left += core) {
                // No tile goes beyond the edge that the whole frame would have: what lies outside must be the same.
                int fromY = Math.max(top - margin, -edge);
                int fromX = Math.max(left - margin, -edge);
                windows.add(new Window(
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

    private void runBatch(List<ScaledFrame> frames, List<Window> windows, List<float[][]> results) {
        int height = windows.get(0).height();
        int width = windows.get(0).width();
        int channels = input.channels().size();
        int size = Math.multiplyExact(height * width, channels);
        float[] values = new float[Math.multiplyExact(size, windows.size())];
        for (int i = 0; i < windows.size(); i++) {
            Window window = windows.get(i);
            frames.get(window.frame()).copyWindow(window.top(), window.left(), height, width, values, i * size);
        }
        List<Tensor> outputs = network.run(new Tensor(new long[] {windows.size(), height, width, channels}, values));
        int given = 0;
        for (Tensor output : outputs) {
            given += channels(output, windows.size(), height, width);
        }
        if (given != maps.size()) {
            throw new IllegalStateException(
                    "the network gives " + given + " maps, but its description names " + maps.size());
        }
        int firstMap = 0;
        for (Tensor output : outputs) {
            int count = (int) output.shape()[3];
            for (int i = 0; i < windows.size(); i++) {
                keep(
                        output,
                        i,
                        count,
                        windows.get(i),
                        frames.get(windows.get(i).frame()),
                        results.get(windows.get(i).frame()),
                        firstMap);
            }
            firstMap += count;
        }
    }

    private int channels(Tensor output, int images, int height, int width) {
        long[] shape = output.shape();
        if (shape.length != 4 || shape[0] != images || shape[1] != height / stride || shape[2] != width / stride) {
            throw new IllegalStateException("the network gives a tensor of shape "
                    + java.util.Arrays.toString(shape) + " for " + images + " images of " + width + " x " + height
                    + " pixels");
        }
        return (int) shape[3];
    }

    private void keep(
            Tensor output, int image, int count, Window window, ScaledFrame frame, float[][] into, int firstMap) {
        float[] values = output.values();
        for (int y = 0; y < strided(window.keepHeight()); y++) {
            int row = (image * window.height() + window.keepTop() - window.top()) / stride + y;
            int from = (row * (window.width() / stride) + (window.keepLeft() - window.left()) / stride) * count;
            int to = (window.keepTop() / stride + y) * strided(frame.width()) + window.keepLeft() / stride;
            for (int x = 0; x < strided(window.keepWidth()); x++) {
                for (int c = 0; c < count; c++) {
                    into[firstMap + c][to + x] = values[from++];
                }
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
