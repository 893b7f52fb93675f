package org.cellineage.evaluate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The operations needed to correct the lineage graph of a result: the acyclic oriented graph matching measure (Matula
 * et al. 2015) with the weights of the Cell Tracking Challenge, and the scores DET, TRA and LNK derived from it.
 *
 * @param truthVertices number of vertices in the ground truth
 * @param truthEdges number of edges in the ground truth
 * @param splits result cells to be split: one entry for each truth cell beyond the first that a result cell contains
 * @param missedVertices truth cells that were not found
 * @param spuriousVertices result cells that contain no truth cell
 * @param redundantEdges result edges between matched cells that are not in the ground truth
 * @param missingEdges edges of the ground truth that are not in the result
 * @param wrongSemantics edges that are links in one graph and parent edges in the other
 */
public record Aogm(
        int truthVertices,
        int truthEdges,
        List<Vertex> splits,
        List<Vertex> missedVertices,
        List<Vertex> spuriousVertices,
        List<Link> redundantEdges,
        List<Link> missingEdges,
        List<Link> wrongSemantics) {

    /** A cell in a frame, with its label in the ground truth or in the result, depending on the list. */
    public record Vertex(int frame, int label) {}

    /** An edge between two cells. */
    public record Link(Vertex from, Vertex to) {}

    private static final double SPLIT = 5;
    private static final double MISSED = 10;
    private static final double SPURIOUS = 1;
    private static final double REDUNDANT_EDGE = 1;
    private static final double MISSING_EDGE = 1.5;
    private static final double WRONG_SEMANTICS = 1;

    static Aogm of(TrackMatching matching) {
        List<Vertex> splits = new ArrayList<>();
        List<Vertex> missed = new ArrayList<>();
        List<Vertex> spurious = new ArrayList<>();
        int vertices = 0;
        for (FrameMatch match : matching.frames()) {
            vertices += match.truthLabels().length;
            for (int t = 0; t < match.truthLabels().length; t++) {
                if (match.resultOfTruth()[t] == FrameMatch.NONE) {
                    missed.add(new Vertex(match.frame(), match.truthLabels()[t]));
                }
            }
            for (int r = 0; r < match.resultLabels().length; r++) {
                Vertex vertex = new Vertex(match.frame(), match.resultLabels()[r]);
                if (match.truthsOfResult()[r] == 0) {
                    spurious.add(vertex);
                }
                for (int i = 1; i < match.truthsOfResult()[r]; i++) {
                    splits.add(vertex);
                }
            }
        }
        List<LineageGraph.Edge> truthEdges = matching.truth().edges();
        Set<LineageGraph.Edge> inTruth = new HashSet<>(truthEdges);
        Set<LineageGraph.Edge> inResult = new HashSet<>(matching.result().edges());
        List<Link> redundant = new ArrayList<>();
        List<Link> wrong = new ArrayList<>();
        for (LineageGraph.Edge edge : matching.result().edges()) {
            Optional<LineageGraph.Edge> meant = matching.inTruth(edge);
            if (meant.isPresent()) {
                if (!inTruth.contains(meant.get())) {
                    redundant.add(link(edge));
                } else if (meant.get().isParentEdge() != edge.isParentEdge()) {
                    wrong.add(link(edge));
                }
            }
        }
        List<Link> missing = new ArrayList<>();
        for (LineageGraph.Edge edge : truthEdges) {
            if (matching.inResult(edge).filter(inResult::contains).isEmpty()) {
                missing.add(link(edge));
            }
        }
        return new Aogm(vertices, truthEdges.size(), splits, missed, spurious, redundant, missing, wrong);
    }

    private static Link link(LineageGraph.Edge edge) {
        return new Link(new Vertex(edge.fromFrame(), edge.fromLabel()), new Vertex(edge.toFrame(), edge.toLabel()));
    }

    private double vertexCost() {
        return SPLIT * splits.size() + MISSED * missedVertices.size() + SPURIOUS * spuriousVertices.size();
    }

    private double edgeCost() {
        return REDUNDANT_EDGE * redundantEdges.size()
                + MISSING_EDGE * missingEdges.size()
                + WRONG_SEMANTICS * wrongSemantics.size();
    }

    /** Detection accuracy, 0 to 1; NaN if the ground truth has no cells. */
    public double det() {
        return score(vertexCost(), MISSED * truthVertices);
    }

    /** Tracking accuracy, 0 to 1; NaN if the ground truth has no cells. */
    public double tra() {
        return score(vertexCost() + edgeCost(), MISSED * truthVertices + MISSING_EDGE * truthEdges);
    }

    /** Linking accuracy, from edges alone, 0 to 1; NaN if the ground truth has no edges. */
    public double lnk() {
        return score(edgeCost(), MISSING_EDGE * truthEdges);
    }

    private static double score(double cost, double costOfNothing) {
        return costOfNothing == 0 ? Double.NaN : 1 - Math.min(cost, costOfNothing) / costOfNothing;
    }
}
