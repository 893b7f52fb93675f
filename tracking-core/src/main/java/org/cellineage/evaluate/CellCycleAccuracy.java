package org.cellineage.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * CCA (Ulman et al. 2017): 1 minus the largest difference between the cumulative distributions of cell cycle lengths in
 * the ground truth and in the result. Only complete cycles count, that is, tracks that start and end with a division.
 *
 * @param score 0 to 1; 0 if the result has no complete cycle, NaN if the ground truth has none
 * @param truthCycles number of complete cycles in the ground truth
 * @param resultCycles number of complete cycles in the result
 */
public record CellCycleAccuracy(double score, int truthCycles, int resultCycles) {

    static CellCycleAccuracy of(TrackMatching matching) {
        List<Integer> truth = cycles(matching.truth());
        List<Integer> result = cycles(matching.result());
        double score;
        if (truth.isEmpty()) {
            score = Double.NaN;
        } else if (result.isEmpty()) {
            score = 0;
        } else {
            double largest = 0;
            for (List<Integer> lengths : List.of(truth, result)) {
                for (int length : lengths) {
                    largest = Math.max(largest, Math.abs(upTo(truth, length) - upTo(result, length)));
                }
            }
            score = 1 - largest;
        }
        return new CellCycleAccuracy(score, truth.size(), result.size());
    }

    private static double upTo(List<Integer> lengths, int limit) {
        return (double) lengths.stream().filter(l -> l <= limit).count() / lengths.size();
    }

    private static List<Integer> cycles(LineageGraph graph) {
        List<Integer> lengths = new ArrayList<>();
        for (int track : graph.tracks()) {
            boolean bornByDivision = graph.children(graph.parent(track)).size() >= 2;
            if (bornByDivision && graph.children(track).size() >= 2) {
                lengths.add(graph.end(track) - graph.begin(track));
            }
        }
        return lengths;
    }
}
