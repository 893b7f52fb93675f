package org.cellineage.type;

import java.util.List;
import org.cellineage.image.Plane;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;

/** Finds out what a channel shows, from a few windows of some of its frames. Thread-safe. */
public final class TypeFinder {

    private final Network network;
    private final double temperature;

    /**
     * Creates a finder.
     *
     * @param network from windows [n, SIDE, SIDE, CHANNELS] to logits [n, types]
     * @param temperature of the combined windows
     */
    public TypeFinder(Network network, double temperature) {
        this.network = network;
        this.temperature = temperature;
    }

    /** What the windows of a frame say about its type. */
    public TypeVotes votes(Plane frame) {
        List<float[]> windows = TypeWindows.of(frame);
        return windows.isEmpty() ? TypeVotes.NONE : TypeVotes.of(logProbabilities(network, windows));
    }

    /**
     * Finds the type of a channel.
     *
     * @param frames some frames of one channel of one movie; a still image alone
     */
    public TypeEstimate find(List<Plane> frames) {
        TypeVotes votes = TypeVotes.NONE;
        for (Plane frame : frames) {
            votes = votes.plus(votes(frame));
        }
        return votes.estimate(temperature);
    }

    /** Runs the network on windows. Returns the logarithm of the probability of each type, for each window. */
    public static double[][] logProbabilities(Network network, List<float[]> windows) {
        int size = TypeWindows.SIDE * TypeWindows.SIDE * TypeWindows.CHANNELS;
        float[] batch = new float[windows.size() * size];
        for (int i = 0; i < windows.size(); i++) {
            System.arraycopy(windows.get(i), 0, batch, i * size, size);
        }
        long[] shape = {windows.size(), TypeWindows.SIDE, TypeWindows.SIDE, TypeWindows.CHANNELS};
        float[] logits = network.run(new Tensor(shape, batch)).get(0).values();
        int types = ImageType.ALL.size();
        double[][] log = new double[windows.size()][types];
        for (int i = 0; i < log.length; i++) {
            double most = Double.NEGATIVE_INFINITY;
            for (int t = 0; t < types; t++) {
                most = Math.max(most, logits[i * types + t]);
            }
            double sum = 0;
            for (int t = 0; t < types; t++) {
                sum += Math.exp(logits[i * types + t] - most);
            }
            for (int t = 0; t < types; t++) {
                log[i][t] = logits[i * types + t] - most - Math.log(sum);
            }
        }
        return log;
    }
}
