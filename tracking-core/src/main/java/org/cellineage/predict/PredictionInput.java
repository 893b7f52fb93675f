package org.cellineage.predict;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.cellineage.image.BrightnessRange;
import org.cellineage.segment.network.NetworkInput;
import org.cellineage.type.ImageType;

/**
 * What a model reads: {@code settings.input} of its description.
 *
 * @param channels what it reads, in order
 * @param darkPercentile percentile of a frame's grey values that is scaled to 0, for channels without fixed values
 * @param brightPercentile percentile that is scaled to 1
 * @param diameterPx diameter of the cells at which the network works; 0: only the frame's own scale
 * @param sideMultiple width and height of the network's input are multiples of this
 * @param marginPx how far a pixel's result depends on its surroundings
 */
public record PredictionInput(
        List<Channel> channels,
        double darkPercentile,
        double brightPercentile,
        double diameterPx,
        int sideMultiple,
        int marginPx)
        implements Serializable {

    /**
     * A channel that a model reads.
     *
     * @param type what it shows: a name of {@link ImageType}
     * @param name its name in the training data; a channel of this name is taken if its type is not known
     * @param range grey values that are scaled to 0 and 1, if the model was trained on one instrument; else empty
     */
    public record Channel(String type, String name, List<Double> range) implements Serializable {

        public Channel {
            name = Optional.ofNullable(name).orElse("");
            range = List.copyOf(Optional.ofNullable(range).orElse(List.of()));
            if (ImageType.named(type).isEmpty()) {
                throw new IllegalArgumentException("type must be one of " + ImageType.ALL + ", but is " + type);
            }
            if (!range.isEmpty() && (range.size() != 2 || !(range.get(0) < range.get(1)))) {
                throw new IllegalArgumentException("range must be two rising grey values, but is " + range);
            }
        }

        /** What it shows. */
        public ImageType shows() {
            return ImageType.named(type).orElseThrow();
        }
    }

    public PredictionInput {
        channels = List.copyOf(channels);
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("channels must name at least one");
        }
        // Checks the rest.
        network(darkPercentile, brightPercentile, diameterPx, sideMultiple, marginPx);
    }

    /** The values that the network reads of each channel. */
    public NetworkInput network() {
        return network(darkPercentile, brightPercentile, diameterPx, sideMultiple, marginPx);
    }

    private static NetworkInput network(double dark, double bright, double diameter, int multiple, int margin) {
        return new NetworkInput(
                List.of(NetworkInput.Channel.BRIGHTNESS, NetworkInput.Channel.LOCAL_CONTRAST),
                dark,
                bright,
                diameter,
                multiple,
                margin);
    }

    /** Number of values that the network reads of each pixel. */
    public int values() {
        return channels.size() * network().channels().size();
    }

    /** The brightness of a frame as the network reads it. */
    public float[] normal(int channel, float[] grey) {
        List<Double> range = channels.get(channel).range();
        BrightnessRange used = range.isEmpty()
                ? BrightnessRange.of(grey, darkPercentile, brightPercentile)
                : new BrightnessRange(range.get(0).floatValue(), range.get(1).floatValue());
        return used.apply(grey);
    }
}
