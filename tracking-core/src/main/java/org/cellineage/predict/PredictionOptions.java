package org.cellineage.predict;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.config.Doc;

/** Whether a channel is predicted from others before the frames are segmented, and how. */
public record PredictionOptions(
        @Doc("Model that turns channels into another one: a name that comes with Cellineage, or the folder or URI of a"
                + " model bundle; empty: no channel is predicted.")
        String model,

        @Doc("Name of the predicted channel, to which (predicted) is added; empty: what the model predicts.")
        String channel,

        @Doc(
                "Channels that the model reads, by number from 0, in its order, as in 0 or 0,2; empty: those that show what it"
                        + " was trained on.")
        String from,

        @Doc(
                value =
                        "Typical diameter of the cells for which the model was trained, as they are in these movies; null: as"
                                + " in its training.",
                unit = "px")
        double diameterPx,

        @Doc(value = "Pixels that go through the network at once; limits memory.", unit = "px")
        int maxPixels)
        implements Serializable {

    /** No channel is predicted. */
    public static final PredictionOptions DEFAULTS = new PredictionOptions("", "", "", Double.NaN, 2_600_000);

    private static final int LEAST_PIXELS = 1 << 18;

    public PredictionOptions {
        parse(from);
        if (diameterPx <= 0) {
            throw new IllegalArgumentException("diameter_px must be above 0, but is " + diameterPx);
        }
        if (maxPixels < LEAST_PIXELS) {
            throw new IllegalArgumentException("max_pixels must be at least " + LEAST_PIXELS + ", but is " + maxPixels);
        }
    }

    /** Whether a channel is predicted. */
    public boolean isOn() {
        return !model.isBlank();
    }

    /** The channels that the model reads; empty if they must be found. */
    public List<Integer> channelsRead() {
        return parse(from);
    }

    private static List<Integer> parse(String text) {
        List<Integer> channels = new ArrayList<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",")) {
            if (!part.trim().matches("[0-9]{1,4}")) {
                throw new IllegalArgumentException("from must look like 0 or 0,2, but is '" + text + "'");
            }
            channels.add(Integer.parseInt(part.trim()));
        }
        return channels;
    }
}
