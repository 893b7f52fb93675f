package org.cellineage.segment.network;

import java.util.List;
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
     */
    public record Estimate(double diameterPx, double spread) {}

    public NucleusSize(Network network, NetworkInput input, Reading reading) {
        this.network = network;
        this.input = input;
        this.reading = reading;
    }

    /** Estimates the diameter in pixels of the frame; NaN if the network returns no finite number. */
    public double find(Plane plane) {
        return findFrom(plane, 1).diameterPx();
    }

    /** Estimates the diameter, starting at the given scale. */
    public Estimate findFrom(Plane plane, double firstScale) {
        float[] values = plane.toFloats();
        Estimate estimate = estimate(values, plane, firstScale);
        for (int round = 1; round < ROUNDS && !Double.isNaN(estimate.diameterPx()); round++) {
            estimate = estimate(values, plane, Math.max(0.02, Math.min(4, reading.middlePx() / estimate.diameterPx())));
        }
        return estimate;
    }

    /** Makes one pass at one scale. */
    public Estimate estimate(float[] values, Plane plane, double scale) {
        float[] normal = BrightnessRange.of(values, input.darkPercentile(), input.brightPercentile())
                .apply(values);
        // Crop before scaling: a whole large frame with small nuclei would grow to gigabytes.
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
