package org.cellineage.evaluate;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * CHOTA, the cell-specific higher order tracking accuracy (Kaiser et al. 2024): HOTA (Luiten et al. 2021) with the
 * lineage as the identity, that is, a track together with its ancestors and descendants.
 *
 * @param score 0 to 1; NaN if neither ground truth nor result has cells
 */
public record Chota(double score) {

    static Chota of(TrackMatching matching) {
        // Number of frames shared by each truth track and result track; track 0 stands for no match.
        TreeMap<Integer, Map<Integer, Integer>> shared = new TreeMap<>();
        Map<Integer, Integer> ofResult = new HashMap<>();
        Map<Integer, Integer> ofTruth = new HashMap<>();
        long found = 0;
        long missed = 0;
        long spurious = 0;
        for (FrameMatch match : matching.frames()) {
            for (int t = 0; t < match.truthLabels().length; t++) {
                int truth = match.truthLabels()[t];
                ofTruth.merge(truth, 1, Integer::sum);
                int r = match.resultOfTruth()[t];
                if (r == FrameMatch.NONE) {
                    missed++;
                } else {
                    found++;
                    int result = match.resultLabels()[r];
                    shared.computeIfAbsent(truth, key -> new TreeMap<>()).merge(result, 1, Integer::sum);
                    ofResult.merge(result, 1, Integer::sum);
                }
            }
            for (int r = 0; r < match.resultLabels().length; r++) {
                if (match.truthsOfResult()[r] == 0) {
                    spurious++;
                    ofResult.merge(match.resultLabels()[r], 1, Integer::sum);
                }
            }
        }
        Map<Integer, Set<Integer>> truthLineages = new HashMap<>();
        Map<Integer, Set<Integer>> resultLineages = new HashMap<>();
        double sum = 0;
        for (Map.Entry<Integer, Map<Integer, Integer>> row : shared.entrySet()) {
            Set<Integer> truths =
                    truthLineages.computeIfAbsent(row.getKey(), track -> lineage(matching.truth(), track));
            for (Map.Entry<Integer, Integer> pair : row.getValue().entrySet()) {
                Set<Integer> results =
                        resultLineages.computeIfAbsent(pair.getKey(), track -> lineage(matching.result(), track));
                long both = 0;
                long truthAll = 0;
                for (int truth : truths) {
                    truthAll += ofTruth.getOrDefault(truth, 0);
                    for (Map.Entry<Integer, Integer> other :
                            shared.getOrDefault(truth, Map.of()).entrySet()) {
                        both += results.contains(other.getKey()) ? other.getValue() : 0;
                    }
                }
                long resultAll = 0;
                for (int result : results) {
                    resultAll += ofResult.getOrDefault(result, 0);
                }
                sum += pair.getValue() * (double) both / (truthAll + resultAll - both);
            }
        }
        long all = found + missed + spurious;
        return new Chota(all == 0 ? Double.NaN : Math.sqrt(sum / all));
    }

    /** A track with all its ancestors and descendants. */
    private static Set<Integer> lineage(LineageGraph graph, int track) {
        Set<Integer> all = new TreeSet<>();
        for (int at = track; at != 0 && all.add(at); at = graph.parent(at)) {
            continue;
        }
        addDescendants(graph, track, all);
        return all;
    }

    private static void addDescendants(LineageGraph graph, int track, Set<Integer> into) {
        for (int child : graph.children(track)) {
            if (into.add(child)) {
                addDescendants(graph, child, into);
            }
        }
    }
}
