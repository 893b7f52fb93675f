package org.cellineage.predict;

import java.io.Serializable;
import java.util.List;

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

    /** The name of a predicted channel. */
    static String named(String name) {
        return name.endsWith(MARK) ? name : name + MARK;
    }
}
