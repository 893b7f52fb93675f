package org.cellineage.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.image.LabelImage;

/** The metrics once more, as their definitions read: sets of vertices and edges, every pair compared with every other. */
final class BruteForce {

    /** A cell in a frame. */
    record Vertex(int frame, int label) {}

    /** An edge without its kind. */
    record Pair(Vertex from, Vertex to) {}

    private final Map<Vertex, Vertex> found = new LinkedHashMap<>();
    private final Lineage truth;
    private final Lineage result;

    BruteForce(
            TreeMap<Integer, LabelImage> truthImages,
            Map<Integer, Integer> truthParents,
            TreeMap<Integer, LabelImage> resultImages,
            Map<Integer, Integer> resultParents) {
        truth = new Lineage(truthImages, truthParents);
        result = new Lineage(resultImages, resultParents);
        for (Vertex t : truth.vertices) {
            for (Vertex r : result.vertices) {
                if (t.frame() == r.frame()) {
                    int[] a = truthImages.get(t.frame()).labels();
                    int[] b = resultImages.get(r.frame()).labels();
                    int area = 0;
                    int shared = 0;
                    for (int p = 0; p < a.length; p++) {
                        area += a[p] == t.label() ? 1 : 0;
                        shared += a[p] == t.label() && b[p] == r.label() ? 1 : 0;
                    }
                    if (shared > area / 2.0) {
                        found.put(t, r);
                    }
                }
            }
        }
    }

    /** Vertices, edges with their kind (true: parent) and the relation "same lineage" of one side. */
    private static final class Lineage {
        final Set<Vertex> vertices = new HashSet<>();
        final Map<Pair, Boolean> edges = new HashMap<>();
        final TreeMap<Integer, TreeSet<Integer>> frames = new TreeMap<>();
        final TreeMap<Integer, TreeSet<Integer>> children = new TreeMap<>();
        final Map<Integer, Integer> parents;
        final boolean[][] descends = new boolean[64][64];

        Lineage(TreeMap<Integer, LabelImage> images, Map<Integer, Integer> parents) {
            this.parents = parents;
            images.forEach((t, image) -> {
                for (int label : image.labels()) {
                    if (label != 0) {
                        vertices.add(new Vertex(t, label));
                        frames.computeIfAbsent(label, l -> new TreeSet<>()).add(t);
                    }
                }
            });
            for (Vertex from : vertices) {
                Integer next = frames.get(from.label()).higher(from.frame());
                if (next != null) {
                    edges.put(new Pair(from, new Vertex(next, from.label())), false);
                }
            }
            parents.forEach((child, parent) -> {
                children.computeIfAbsent(parent, p -> new TreeSet<>()).add(child);
                Vertex from = new Vertex(frames.get(parent).last(), parent);
                edges.put(new Pair(from, new Vertex(frames.get(child).first(), child)), true);
                descends[parent][child] = true;
            });
            for (int via = 0; via < 64; via++) {
                for (int a = 0; a < 64; a++) {
                    for (int b = 0; b < 64; b++) {
                        descends[a][b] |= descends[a][via] && descends[via][b];
                    }
                }
            }
        }

        boolean sameLineage(int a, int b) {
            return a == b || descends[a][b] || descends[b][a];
        }

        List<Integer> cycles() {
            List<Integer> lengths = new ArrayList<>();
            for (int track : frames.keySet()) {
                int siblings = children.getOrDefault(parents.getOrDefault(track, -1), new TreeSet<>())
                        .size();
                if (siblings > 1
                        && children.getOrDefault(track, new TreeSet<>()).size() > 1) {
                    lengths.add(frames.get(track).last() - frames.get(track).first());
                }
            }
            return lengths;
        }

        List<Integer> mothers() {
            return children.keySet().stream()
                    .filter(mother -> children.get(mother).size() > 1)
                    .toList();
        }
    }

    private List<Vertex> truthsIn(Vertex cell) {
        return found.keySet().stream().filter(t -> found.get(t).equals(cell)).toList();
    }

    /** The result's cell that holds this truth cell and no other, or one that exists nowhere. */
    private Vertex alone(Vertex cell) {
        Vertex there = found.get(cell);
        return there == null || truthsIn(there).size() > 1 ? new Vertex(-1, -1) : there;
    }

    /** Splits, missed, spurious, redundant, missing, wrong semantics. */
    List<Integer> operations() {
        int splits = 0;
        int spurious = 0;
        Map<Pair, Boolean> induced = new HashMap<>();
        for (Vertex r : result.vertices) {
            int held = truthsIn(r).size();
            splits += Math.max(0, held - 1);
            spurious += held == 0 ? 1 : 0;
        }
        result.edges.forEach((edge, parent) -> {
            List<Vertex> from = truthsIn(edge.from());
            List<Vertex> to = truthsIn(edge.to());
            if (from.size() == 1 && to.size() == 1) {
                induced.put(new Pair(from.get(0), to.get(0)), parent);
            }
        });
        Set<Pair> redundant = new HashSet<>(induced.keySet());
        redundant.removeAll(truth.edges.keySet());
        Set<Pair> missing = new HashSet<>(truth.edges.keySet());
        missing.removeAll(induced.keySet());
        Set<Pair> both = new HashSet<>(induced.keySet());
        both.retainAll(truth.edges.keySet());
        both.removeIf(edge -> induced.get(edge).equals(truth.edges.get(edge)));
        return List.of(
                splits, truth.vertices.size() - found.size(), spurious, redundant.size(), missing.size(), both.size());
    }

    /** DET, TRA, LNK with the Challenge's weights 5, 10, 1, 1, 1.5, 1. */
    List<Double> scores() {
        List<Integer> n = operations();
        double vertices = 5.0 * n.get(0) + 10.0 * n.get(1) + n.get(2);
        double edges = n.get(3) + 1.5 * n.get(4) + n.get(5);
        double allVertices = 10.0 * truth.vertices.size();
        double allEdges = 1.5 * truth.edges.size();
        return List.of(
                Math.max(0, 1 - vertices / allVertices),
                Math.max(0, 1 - (vertices + edges) / (allVertices + allEdges)),
                Math.max(0, 1 - edges / allEdges));
    }

    int completeTracks() {
        int complete = 0;
        for (int t : truth.frames.keySet()) {
            for (int r : result.frames.keySet()) {
                boolean all = truth.frames.get(t).equals(result.frames.get(r))
                        && truth.frames.get(t).stream()
                                .allMatch(f -> alone(new Vertex(f, t)).equals(new Vertex(f, r)));
                complete += all ? 1 : 0;
            }
        }
        return complete;
    }

    /** TF, by trying every stretch of every track against every result track. */
    double trackFractions() {
        double sum = 0;
        int tracks = 0;
        for (int t : truth.frames.keySet()) {
            List<Integer> frames = new ArrayList<>(truth.frames.get(t));
            int longest = 0;
            for (int r : result.frames.keySet()) {
                for (int from = 0; from < frames.size(); from++) {
                    for (int to = from + 1; to <= frames.size(); to++) {
                        boolean all = frames.subList(from, to).stream()
                                .allMatch(f -> alone(new Vertex(f, t)).equals(new Vertex(f, r)));
                        longest = all ? Math.max(longest, to - from) : longest;
                    }
                }
            }
            sum += (double) longest / frames.size();
            tracks += longest > 0 ? 1 : 0;
        }
        return tracks == 0 ? Double.NaN : sum / tracks;
    }

    double cellCycleAccuracy() {
        List<Integer> a = truth.cycles();
        List<Integer> b = result.cycles();
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? Double.NaN : 0;
        }
        double largest = 0;
        for (int x = 0; x <= 64; x++) {
            int limit = x;
            double upToA = (double) a.stream().filter(l -> l <= limit).count() / a.size();
            double upToB = (double) b.stream().filter(l -> l <= limit).count() / b.size();
            largest = Math.max(largest, Math.abs(upToA - upToB));
        }
        return 1 - largest;
    }

    /** CHOTA, detection by detection: TPA, FNA and FPA counted anew for each. */
    double chota() {
        List<Vertex> spurious =
                result.vertices.stream().filter(r -> truthsIn(r).isEmpty()).toList();
        double sum = 0;
        for (Map.Entry<Vertex, Vertex> c : found.entrySet()) {
            int tpa = 0;
            int fna = 0;
            int fpa = 0;
            for (Vertex t : truth.vertices) {
                Vertex r = found.get(t);
                boolean inTruth = truth.sameLineage(c.getKey().label(), t.label());
                boolean inResult = r != null && result.sameLineage(c.getValue().label(), r.label());
                tpa += inTruth && inResult ? 1 : 0;
                fna += inTruth && !inResult ? 1 : 0;
                fpa += !inTruth && inResult ? 1 : 0;
            }
            for (Vertex r : spurious) {
                fpa += result.sameLineage(c.getValue().label(), r.label()) ? 1 : 0;
            }
            sum += (double) tpa / (tpa + fna + fpa);
        }
        return Math.sqrt(sum / (truth.vertices.size() + spurious.size()));
    }

    /** Most divisions that can be paired within a tolerance: every way of pairing them is tried. */
    int divisionsFound(int tolerance) {
        return pairUp(truth.mothers(), new ArrayList<>(result.mothers()), tolerance);
    }

    int divisionsOfTruth() {
        return truth.mothers().size();
    }

    int divisionsOfResult() {
        return result.mothers().size();
    }

    private int pairUp(List<Integer> mothers, List<Integer> free, int tolerance) {
        if (mothers.isEmpty()) {
            return 0;
        }
        List<Integer> rest = mothers.subList(1, mothers.size());
        int best = pairUp(rest, free, tolerance);
        for (int candidate : free) {
            if (sameDivision(mothers.get(0), candidate, tolerance)) {
                List<Integer> left = new ArrayList<>(free);
                left.remove((Integer) candidate);
                best = Math.max(best, 1 + pairUp(rest, left, tolerance));
            }
        }
        return best;
    }

    private boolean sameDivision(int a, int b, int tolerance) {
        int endA = truth.frames.get(a).last();
        int endB = result.frames.get(b).last();
        Vertex shown = found.get(new Vertex(Math.min(endA, endB), a));
        return Math.abs(endA - endB) <= tolerance
                && shown != null
                && shown.label() == b
                && sameDaughters(
                        new ArrayList<>(truth.children.get(a)), new ArrayList<>(result.children.get(b)), tolerance);
    }

    private boolean sameDaughters(List<Integer> a, List<Integer> b, int tolerance) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() && b.isEmpty();
        }
        int daughter = a.get(0);
        for (int candidate : b) {
            int beginA = truth.frames.get(daughter).first();
            int beginB = result.frames.get(candidate).first();
            Vertex shown = found.get(new Vertex(Math.max(beginA, beginB), daughter));
            List<Integer> left = new ArrayList<>(b);
            left.remove((Integer) candidate);
            if (Math.abs(beginA - beginB) <= tolerance
                    && shown != null
                    && shown.label() == candidate
                    && sameDaughters(a.subList(1, a.size()), left, tolerance)) {
                return true;
            }
        }
        return false;
    }
}
