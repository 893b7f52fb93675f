package org.cellineage.evaluate;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Counts of the links between consecutive appearances of a cell, and of the links from mothers to daughters.
 *
 * @param truthLinks links in the ground truth
 * @param resultLinks links in the result
 * @param correct truth links that are in the result
 * @param missedDetection truth links with an end that was not found, or not as a cell of its own
 * @param wrong truth links whose ends were both found but are not linked
 * @param asParent those of the wrong links that the result has as mother and daughter
 * @param truthParentLinks parent links in the ground truth
 * @param resultParentLinks parent links in the result
 * @param correctParentLinks truth parent links that are in the result
 */
public record LinkScore(
        int truthLinks,
        int resultLinks,
        int correct,
        int missedDetection,
        int wrong,
        int asParent,
        int truthParentLinks,
        int resultParentLinks,
        int correctParentLinks) {

    static LinkScore of(TrackMatching matching) {
        List<LineageGraph.Edge> resultEdges = matching.result().edges();
        Set<LineageGraph.Edge> inResult = new HashSet<>(resultEdges);
        int truthLinks = 0;
        int truthParents = 0;
        int correct = 0;
        int missed = 0;
        int wrong = 0;
        int asParent = 0;
        int correctParents = 0;
        for (LineageGraph.Edge edge : matching.truth().edges()) {
            Optional<LineageGraph.Edge> shown = matching.inResult(edge);
            boolean there = shown.filter(inResult::contains).isPresent();
            boolean sameKind = there && shown.get().isParentEdge() == edge.isParentEdge();
            if (edge.isParentEdge()) {
                truthParents++;
                correctParents += sameKind ? 1 : 0;
                continue;
            }
            truthLinks++;
            if (sameKind) {
                correct++;
            } else if (shown.isEmpty()) {
                missed++;
            } else {
                wrong++;
                asParent += there ? 1 : 0;
            }
        }
        int resultParents = (int)
                resultEdges.stream().filter(LineageGraph.Edge::isParentEdge).count();
        return new LinkScore(
                truthLinks,
                resultEdges.size() - resultParents,
                correct,
                missed,
                wrong,
                asParent,
                truthParents,
                resultParents,
                correctParents);
    }

    /** Correct links over all links of the ground truth; NaN if it has none. */
    public double recall() {
        return truthLinks == 0 ? Double.NaN : (double) correct / truthLinks;
    }

    /** Correct links over all links of the result; NaN if it has none. */
    public double precision() {
        return resultLinks == 0 ? Double.NaN : (double) correct / resultLinks;
    }

    /** Harmonic mean of precision and recall; NaN if the ground truth has no links. */
    public double f1() {
        return truthLinks == 0 ? Double.NaN : 2.0 * correct / (truthLinks + resultLinks);
    }
}
