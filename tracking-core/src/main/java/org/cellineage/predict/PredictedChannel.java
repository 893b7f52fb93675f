package org.cellineage.predict;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.PlaneReader;
import org.cellineage.format.PlaneRef;
import org.cellineage.image.Plane;

/**
 * A channel that is predicted from others, the same way in all frames of a movie. It follows the channels of the files.
 *
 * @param name its name, which says that it is predicted
 * @param from indices of the channels that it is predicted from, in the model's order
 * @param model name of the model
 * @param version version of the model
 * @param modelHash SHA-256 of the model
 */
public record PredictedChannel(String name, List<Integer> from, String model, String version, String modelHash)
        implements Serializable {

    /** What the name of every predicted channel ends with. */
    public static final String MARK = " (predicted)";

    public PredictedChannel {
        from = List.copyOf(from);
    }

    /**
     * Reads the channels of a frame that this one is predicted from, and predicts it.
     *
     * @param channels those of the frame's files
     */
    public Plane predict(ChannelPredictor predictor, List<PlaneRef> channels, PlaneReader planes) throws IOException {
        List<Plane> read = new ArrayList<>();
        for (int channel : from) {
            read.add(planes.read(channels.get(channel)));
        }
        return predictor.predict(read);
    }

    /** The name of a predicted channel. */
    static String named(String name) {
        return name.endsWith(MARK) ? name : name + MARK;
    }
}
