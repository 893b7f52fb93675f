package org.cellineage.type;

import java.util.List;

/**
 * What a channel probably shows.
 *
 * @param type the most probable type
 * @param probability its probability
 * @param probabilities of all types, in the order of {@link ImageType#ALL}; they add up to 1
 * @param windows number of windows that the network saw
 */
public record TypeEstimate(ImageType type, double probability, List<Double> probabilities, int windows) {

    public TypeEstimate {
        probabilities = List.copyOf(probabilities);
    }

    /**
     * Combines windows of one channel: the mean of their logarithms, so that windows that show little decide little and
     * the number of windows does not make the answer more certain than the network is.
     *
     * @param logProbabilities of all types, for each window
     * @param temperature by which the mean is divided, fitted to held-out images
     */
    public static TypeEstimate of(double[][] logProbabilities, double temperature) {
        int types = ImageType.ALL.size();
        double[] mean = new double[types];
        for (double[] window : logProbabilities) {
            for (int t = 0; t < types; t++) {
                mean[t] += window[t] / logProbabilities.length;
            }
        }
        double most = Double.NEGATIVE_INFINITY;
        for (double value : mean) {
            most = Math.max(most, value / temperature);
        }
        double sum = 0;
        double[] probability = new double[types];
        for (int t = 0; t < types; t++) {
            probability[t] = Math.exp(mean[t] / temperature - most);
            sum += probability[t];
        }
        int best = 0;
        Double[] all = new Double[types];
        for (int t = 0; t < types; t++) {
            probability[t] /= sum;
            all[t] = probability[t];
            best = probability[t] > probability[best] ? t : best;
        }
        return new TypeEstimate(ImageType.ALL.get(best), probability[best], List.of(all), logProbabilities.length);
    }

    /** A channel in which there is nothing to see. */
    static TypeEstimate empty() {
        return new TypeEstimate(ImageType.NONE, 1, List.of(0.0, 0.0, 0.0, 0.0, 1.0), 0);
    }
}
