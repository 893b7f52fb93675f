package org.cellineage.segment.network;

import java.util.List;
import org.cellineage.image.Plane;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;

/**
 * Guesses how large the nuclei of a frame are, with a small network that looks at the frame at the scale at which its
 * answer fits best.
 */
public final class NucleusSize {

    /** Rounds of looking, each at the scale that the last one asks for. */
    private static final int ROUNDS = 3;

    /** Larger than this a frame is looked at in its middle part only. */
    private static final int MAX_SIDE_PX = 1024;

    private static final int LEAST_SIDE_PX = 32;

    /** How far the local contrast looks beyond that part. */
    private static final int SURROUNDINGS_PX = 64;

    private final Network network;
    private final NetworkInput input;
    private final Reading reading;

    /**
     * How the network's answer is read.
     *
     * @param middlePx diameter that it says as 0, and at which it knows best
     * @param stride pixels between two of its answers
     */
    public record Reading(double middlePx, int stride) implements java.io.Serializable {}

    /**
     * One estimate at a frame.
     *
     * @param diameterPx in the frame's pixels
     * @param spread standard deviation of the natural logarithm over the frame's places
     */
    public record Estimate(double diameterPx, double spread) {}

    public NucleusSize(Network network, NetworkInput input, Reading reading) {
        this.network = network;
        this.input = input;
        this.reading = reading;
    }

    /** The diameter in the frame's pixels; NaN where the network gives no number. */
    public double guess(Plane plane) {
        return guessFrom(plane, 1).diameterPx();
    }

    /** The diameter, looking first at that scale. */
    public Estimate guessFrom(Plane plane, double firstScale) {
        float[] values = plane.toFloats();
        Estimate estimate = estimate(values, plane, firstScale);
        for (int round = 1; round < ROUNDS && !Double.isNaN(estimate.diameterPx()); round++) {
            estimate = estimate(values, plane, Math.max(0.02, Math.min(4, reading.middlePx() / estimate.diameterPx())));
        }
        return estimate;
    }

    /** One estimate at one scale. */
    public Estimate estimate(float[] values, Plane plane, double scale) {
        float[] normal = BrightnessRange.of(values, input.darkPercentile(), input.brightPercentile())
                .apply(values);
        // A large frame of small nuclei would be enlarged to gigabytes; only its middle is.
        int most = (int) Math.ceil((MAX_SIDE_PX + 2 * SURROUNDINGS_PX) / scale);
        int seenWidth = Math.min(plane.width(), most);
        int seenHeight = Math.min(plane.height(), most);
        ScaledFrame frame =
                ScaledFrame.ofNormal(input, middle(normal, plane, seenWidth, seenHeight), seenWidth, seenHeight, scale);
        int height = side(frame.height());
        int width = side(frame.width());
        float[] window = new float[height * width * frame.channels()];
        frame.copyWindow((frame.height() - height) / 2, (frame.width() - width) / 2, height, width, window, 0);
        List<Tensor> out = network.run(new Tensor(new long[] {1, height, width, frame.channels()}, window));
        float[] places = out.get(0).values();
        double heaviest = Double.NEGATIVE_INFINITY;
        for (int i = 1; i < places.length; i += 2) {
            heaviest = Math.max(heaviest, places[i]);
        }
        double sum = 0;
        double squares = 0;
        double weights = 0;
        for (int i = 0; i < places.length; i += 2) {
            double weight = Math.exp(places[i + 1] - heaviest);
            weights += weight;
            sum += weight * places[i];
            squares += weight * places[i] * places[i];
        }
        double mean = sum / weights;
        double spread = Math.sqrt(Math.max(0, squares / weights - mean * mean));
        return new Estimate(reading.middlePx() * Math.exp(mean) / scale, spread);
    }

    private static float[] middle(float[] values, Plane plane, int width, int height) {
        int top = (plane.height() - height) / 2;
        int left = (plane.width() - width) / 2;
        float[] middle = new float[width * height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(values, (top + y) * plane.width() + left, middle, y * width, width);
        }
        return middle;
    }

    private int side(int frameSide) {
        int side = Math.max(LEAST_SIDE_PX, Math.min(MAX_SIDE_PX, frameSide));
        return (side + reading.stride() - 1) / reading.stride() * reading.stride();
    }
}
