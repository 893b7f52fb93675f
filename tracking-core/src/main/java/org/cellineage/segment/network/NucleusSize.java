package org.cellineage.segment.network;

import org.cellineage.image.Plane;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;

/**
 * Estimates the typical nucleus diameter of a frame with a small network, at the scale at which that network is most
 * accurate.
 */
public final class NucleusSize {

    /** Number of passes, each at the scale that the previous estimate implies. */
    private static final int ROUNDS = 3;

    /** Of larger frames, only the central part is used; in pixels at the network's scale. */
    private static final int MAX_SIDE_PX = 1024;

    private static final int LEAST_SIDE_PX = 32;

    /** Margin around that part for the local contrast. */
    private static final int SURROUNDINGS_PX = 64;

    private final Network network;
    private final NetworkInput input;
    private final Reading reading;

    /**
     * How to interpret the network's output.
     *
     * @param middlePx diameter that an output of 0 stands for, and at which the network is most accurate
     * @param stride pixels of the network's input per output value
     */
    public record Reading(double middlePx, int stride) implements java.io.Serializable {}

    /**
     * The result of one pass.
     *
     * @param diameterPx in pixels of the frame
     * @param spread standard deviation, over the frame, of the natural logarithm of the diameter
     * @param attention where the nuclei are
     */
    record Estimate(double diameterPx, double spread, Attention attention) {}

    public NucleusSize(Network network, NetworkInput input, Reading reading) {
        this.network = network;
        this.input = input;
        this.reading = reading;
    }

    /** Estimates the diameter in pixels of the frame; NaN if the network returns no finite number. */
    public double find(Plane plane) {
        return find(NormalFrame.of(input, plane)).diameterPx();
    }

    /** Estimates the diameter, which is NaN if the network returns no finite number. */
    Estimate find(NormalFrame frame) {
        return findFrom(frame, 1);
    }

    /** Estimates the diameter, starting at the given scale. */
    Estimate findFrom(NormalFrame frame, double firstScale) {
        Estimate estimate = estimate(frame, firstScale);
        for (int round = 1; round < ROUNDS && !Double.isNaN(estimate.diameterPx()); round++) {
            estimate = estimate(frame, Math.max(0.02, Math.min(4, reading.middlePx() / estimate.diameterPx())));
        }
        return estimate;
    }

    /** Makes one pass at one scale. */
    Estimate estimate(NormalFrame whole, double scale) {
        // Crop before scaling: a whole large frame with small nuclei would grow to gigabytes.
        int most = (int) Math.ceil((MAX_SIDE_PX + 2 * SURROUNDINGS_PX) / scale);
        NormalFrame part = whole.middle(most, most);
        ScaledFrame frame = part.scaled(input, scale);
        int height = side(frame.height());
        int width = side(frame.width());
        int top = (frame.height() - height) / 2;
        int left = (frame.width() - width) / 2;
        float[] window = new float[height * width * frame.channels()];
        frame.copyWindow(top, left, height, width, window, 0);
        Tensor out = network.run(new Tensor(new long[] {1, height, width, frame.channels()}, window))
                .get(0);
        float[] places = out.values();
        double[] weights = weights(places);
        double sum = 0;
        double squares = 0;
        double total = 0;
        for (int i = 0; i < weights.length; i++) {
            total += weights[i];
            sum += weights[i] * places[2 * i];
            squares += weights[i] * places[2 * i] * places[2 * i];
        }
        double mean = sum / total;
        double spread = Math.sqrt(Math.max(0, squares / total - mean * mean));
        double half = reading.stride() / 2.0;
        Attention attention = new Attention(
                weights,
                (int) out.shape()[2],
                (whole.height() - part.height()) / 2 + (top + half) / scale,
                (whole.width() - part.width()) / 2 + (left + half) / scale,
                reading.stride() / scale);
        return new Estimate(reading.middlePx() * Math.exp(mean) / scale, spread, attention);
    }

    /** The share of each place in the mean, not normalised. */
    private static double[] weights(float[] places) {
        double heaviest = Double.NEGATIVE_INFINITY;
        for (int i = 1; i < places.length; i += 2) {
            heaviest = Math.max(heaviest, places[i]);
        }
        double[] weights = new double[places.length / 2];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.exp(places[2 * i + 1] - heaviest);
        }
        return weights;
    }

    private int side(int frameSide) {
        int side = Math.max(LEAST_SIDE_PX, Math.min(MAX_SIDE_PX, frameSide));
        return (side + reading.stride() - 1) / reading.stride() * reading.stride();
    }
}
