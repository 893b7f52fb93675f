package org.cellineage.predict;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.image.Plane;
import org.cellineage.model.Network;
import org.cellineage.segment.network.MapNetwork;
import org.cellineage.segment.postprocess.FrameMaps;

/**
 * Predicts a channel of a frame from others.
 *
 * <p>A pure function of these channels, whatever the tiles in which the network runs; may be called from any thread.
 */
public final class ChannelPredictor {

    private final MapNetwork network;
    private final PredictionInput input;
    private final PredictionOutput output;
    private final double scale;

    /**
     * Creates a predictor.
     *
     * @param where the file that describes the network, for messages
     * @param maps names of the channels of the network's output
     */
    public ChannelPredictor(
            Network network,
            String where,
            PredictionInput input,
            PredictionOutput output,
            List<String> maps,
            PredictionOptions options) {
        this.network = new MapNetwork(network, where, input.network(), maps, options.maxPixels());
        this.input = input;
        this.output = output;
        this.scale = input.network().scale(options.diameterPx());
    }

    /**
     * Returns the predicted plane, 16-bit and of the size of the channels.
     *
     * @param channels those that the model reads, in its order, all of the same size
     */
    public Plane predict(List<Plane> channels) {
        Plane first = channels.get(0);
        return output.plane(maps(channels).map(PredictionModel.INTENSITY), first.width(), first.height());
    }

    /** Returns the network's maps for a frame, at the frame's scale. */
    public FrameMaps maps(List<Plane> channels) {
        if (channels.size() != input.channels().size()) {
            throw new IllegalArgumentException(channels.size() + " channels for a model that reads "
                    + input.channels().size());
        }
        List<float[]> normal = new ArrayList<>();
        for (int c = 0; c < channels.size(); c++) {
            normal.add(input.normal(c, channels.get(c).toFloats()));
        }
        Plane first = channels.get(0);
        return network.run(normal, first.width(), first.height(), scale);
    }
}
