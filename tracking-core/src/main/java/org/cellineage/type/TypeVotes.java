package org.cellineage.type;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What windows of a channel say about its type. Votes of several frames can be added, in any grouping but in the same order
 * for the same result to the last digit.
 *
 * @param logProbabilities sums over the windows of the logarithms of the probabilities of all types, in the order of
 *     {@link ImageType#ALL}
 * @param windows number of windows; 0 if there is nothing to see
 */
public record TypeVotes(List<Double> logProbabilities, int windows) implements Serializable {

    /** Nothing seen. */
    public static final TypeVotes NONE = new TypeVotes(Collections.nCopies(ImageType.ALL.size(), 0.0), 0);

    public TypeVotes {
        logProbabilities = List.copyOf(logProbabilities);
        if (logProbabilities.size() != ImageType.ALL.size()) {
            throw new IllegalArgumentException(logProbabilities.size() + " types instead of " + ImageType.ALL.size());
        }
    }

    /**
     * Adds up windows.
     *
     * @param windows logarithms of the probabilities of all types, for each window
     */
    public static TypeVotes of(double[][] windows) {
        double[] sums = new double[ImageType.ALL.size()];
        for (double[] window : windows) {
            for (int t = 0; t < sums.length; t++) {
                sums[t] += window[t];
            }
        }
        List<Double> all = new ArrayList<>();
        for (double sum : sums) {
            all.add(sum);
        }
        return new TypeVotes(all, windows.length);
    }

    /** Adds the votes of another frame. */
    public TypeVotes plus(TypeVotes other) {
        List<Double> sums = new ArrayList<>();
        for (int t = 0; t < logProbabilities.size(); t++) {
            sums.add(logProbabilities.get(t) + other.logProbabilities.get(t));
        }
        return new TypeVotes(sums, windows + other.windows);
    }

    /** Adds the votes of two frames, channel by channel; nothing is seen in a channel that a frame lacks. */
    public static List<TypeVotes> plus(List<TypeVotes> one, List<TypeVotes> other) {
        List<TypeVotes> sums = new ArrayList<>();
        for (int c = 0; c < Math.max(one.size(), other.size()); c++) {
            TypeVotes first = c < one.size() ? one.get(c) : NONE;
            sums.add(first.plus(c < other.size() ? other.get(c) : NONE));
        }
        return sums;
    }

    /**
     * The answer: the mean of the logarithms, so that windows that show little decide little and the number of windows does
     * not make the answer more certain than the network is.
     *
     * @param temperature by which the mean is divided, fitted to held-out images
     */
    public TypeEstimate estimate(double temperature) {
        int types = ImageType.ALL.size();
        if (windows == 0) {
            return TypeEstimate.empty();
        }
        double most = Double.NEGATIVE_INFINITY;
        for (double sum : logProbabilities) {
            most = Math.max(most, sum / windows / temperature);
        }
        double sum = 0;
        double[] probability = new double[types];
        for (int t = 0; t < types; t++) {
            probability[t] = Math.exp(logProbabilities.get(t) / windows / temperature - most);
            sum += probability[t];
        }
        int best = 0;
        List<Double> all = new ArrayList<>();
        for (int t = 0; t < types; t++) {
            probability[t] /= sum;
            all.add(probability[t]);
            best = probability[t] > probability[best] ? t : best;
        }
        return new TypeEstimate(ImageType.ALL.get(best), probability[best], all, windows);
    }
}
