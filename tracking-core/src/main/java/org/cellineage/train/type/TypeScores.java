package org.cellineage.train.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.model.Network;
import org.cellineage.train.Reliability;
import org.cellineage.type.ImageType;
import org.cellineage.type.TypeFinder;
import org.cellineage.type.TypeVotes;
import org.cellineage.type.TypeWindows;

/** What a network says about images of known types. */
final class TypeScores {

    private static final int CLASSES = ImageType.ALL.size();

    private final List<Seen> images;

    /** The logarithms of the probabilities of each window of an image. */
    private record Seen(TypeImage image, double[][] windows) {}

    private TypeScores(List<Seen> images) {
        this.images = images;
    }

    /** Runs the network on the windows from which the types would be found. */
    static TypeScores of(Network network, List<TypeImage> images) {
        List<Seen> seen = new ArrayList<>();
        for (TypeImage image : images) {
            TypeWindows.Level level = image.levels().get(TypeWindows.standard(image.levels()));
            seen.add(new Seen(image, TypeFinder.logProbabilities(network, TypeWindows.of(level))));
        }
        return new TypeScores(seen);
    }

    /** Windows by true type (rows) and most probable type (columns). */
    int[][] windowCounts() {
        int[][] counts = new int[CLASSES][CLASSES];
        for (Seen seen : images) {
            for (double[] window : seen.windows()) {
                counts[seen.image().type().ordinal()][best(window)]++;
            }
        }
        return counts;
    }

    /** Share of the windows of each type that are recognised, averaged over the types; NaN without windows. */
    double meanRecall() {
        double sum = 0;
        int types = 0;
        int[][] counts = windowCounts();
        for (int t = 0; t < CLASSES; t++) {
            int all = 0;
            for (int count : counts[t]) {
                all += count;
            }
            if (all > 0) {
                sum += (double) counts[t][t] / all;
                types++;
            }
        }
        return types == 0 ? Double.NaN : sum / types;
    }

    /** For each set: images, images recognised, windows, windows recognised. */
    Map<String, int[]> bySet(double temperature) {
        Map<String, int[]> sets = new TreeMap<>();
        for (Seen seen : images) {
            String set = seen.image().name();
            int[] counts = sets.computeIfAbsent(
                    seen.image().type() + ": " + set.substring(0, set.lastIndexOf('/')), name -> new int[4]);
            int truth = seen.image().type().ordinal();
            counts[0]++;
            counts[1] += best(combined(seen, temperature)) == truth ? 1 : 0;
            for (double[] window : seen.windows()) {
                counts[2]++;
                counts[3] += best(window) == truth ? 1 : 0;
            }
        }
        return sets;
    }

    /** The temperature, of some, at which the combined windows are least surprised by the truth; 1 without images. */
    double temperature() {
        double best = 1;
        if (images.isEmpty()) {
            return best;
        }
        double least = Double.POSITIVE_INFINITY;
        for (double candidate = 0.3; candidate < 4; candidate *= 1.1) {
            double surprise = 0;
            for (Seen seen : images) {
                surprise -= Math.log(Math.max(
                        1e-6, combined(seen, candidate)[seen.image().type().ordinal()]));
            }
            if (surprise < least) {
                least = surprise;
                best = candidate;
            }
        }
        return Math.round(best * 100) / 100.0;
    }

    /** Images by the probability of their most probable type, in tenths: {said, right, images}. */
    List<Map<String, Object>> reliability(double temperature) {
        Reliability reliability = new Reliability();
        for (Seen seen : images) {
            double[] probability = combined(seen, temperature);
            int found = best(probability);
            reliability.add(probability[found], found == seen.image().type().ordinal());
        }
        return reliability.table("images");
    }

    private static double[] combined(Seen seen, double temperature) {
        List<Double> probabilities =
                TypeVotes.of(seen.windows()).estimate(temperature).probabilities();
        return probabilities.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static int best(double[] values) {
        int best = 0;
        for (int t = 1; t < values.length; t++) {
            best = values[t] > values[best] ? t : best;
        }
        return best;
    }
}
