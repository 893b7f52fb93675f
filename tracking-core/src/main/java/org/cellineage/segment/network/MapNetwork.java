package org.cellineage.segment.network;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.image.Scaling;
import org.cellineage.model.Network;
import org.cellineage.segment.postprocess.FrameMaps;

/**
 * A network that turns one or more channels of a frame into maps of the frame's size, in the tiles in which segmentation
 * networks run: the maps do not depend on the tiling.
 *
 * <p>The network reads, for each channel in order, the values that {@link NetworkInput#channels} names; in it, percentiles
 * are not used, because the channels come with their brightness scaled.
 */
public final class MapNetwork {

    private final NetworkInput input;
    private final TiledNetwork network;

    /**
     * Wraps a network.
     *
     * @param where the file that describes it, for messages
     * @param maps names of the channels of its outputs
     * @param maxPixels maximum number of pixels per call of the network; limits memory
     */
    public MapNetwork(Network network, String where, NetworkInput input, List<String> maps, int maxPixels) {
        this.input = input;
        this.network = new TiledNetwork(network, input, NetworkOutputs.ofMaps(where, maps, 1), maxPixels);
    }

    /**
     * Returns the maps of a frame, at its own scale.
     *
     * @param channels row-major, their brightness scaled, all of the same size
     * @param scale network pixels per frame pixel
     */
    public FrameMaps run(List<float[]> channels, int width, int height, double scale) {
        ScaledFrame frame = frame(channels, width, height, scale);
        FrameMaps maps = network.run(List.of(frame)).get(0).maps();
        float[][] values = new float[maps.values().length][];
        for (int i = 0; i < values.length; i++) {
            values[i] = Scaling.scale(maps.values()[i], maps.width(), maps.height(), width, height);
        }
        return new FrameMaps(width, height, maps.names(), values);
    }

    /** The values that the network reads: those of each channel in turn, interleaved. */
    private ScaledFrame frame(List<float[]> channels, int width, int height, double scale) {
        List<ScaledFrame> parts = new ArrayList<>();
        channels.forEach(channel -> parts.add(ScaledFrame.ofNormal(input, channel, width, height, scale)));
        ScaledFrame first = parts.get(0);
        int each = first.channels();
        int all = each * parts.size();
        float[] values = new float[Math.multiplyExact(first.width() * first.height(), all)];
        for (int c = 0; c < parts.size(); c++) {
            float[] from = parts.get(c).values();
            for (int p = 0; p < first.width() * first.height(); p++) {
                System.arraycopy(from, p * each, values, p * all + c * each, each);
            }
        }
        return new ScaledFrame(first.width(), first.height(), all, width, height, values);
    }
}
