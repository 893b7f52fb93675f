package org.cellineage.assign;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The independent parts of a problem in which a selection may still be improvable; everywhere else the prices prove it
 * optimal.
 *
 * <p>An improvement consists of connected exchanges that each improve the total. Such an exchange gives up selected
 * items (choices, idle rows, idle columns) with more slack than it takes on, so it starts from selected items with
 * slack and spends at most the sum of theirs. Around each of them a ball of that radius is grown ({@link Ball}); balls
 * that meet are merged and their budgets added. Once all balls are disjoint, an exchange that reached from one into
 * another would have to spend the budgets of both on the way and could not improve the total; therefore each ball can
 * be solved separately.
 */
final class OpenParts {

    /** Rows and columns of a part, ascending, and the maximum improvement in it. */
    @SuppressWarnings("ArrayRecordComponent")
    record OpenPart(int[] rows, int[] columns, double budget) {}

    private static final int NOBODY = -1;

    private final Choices choices;
    private final Slacks slacks;
    private final double tolerance;
    private final Ball ball;

    /**
     * Possible starts of an improvement: a row or an idle column. Each starts with its own ball and later belongs to
     * the ball of its root.
     */
    private final int[] seed;

    private final double[] budget;
    private final int[] root;
    private final List<List<Integer>> seedsOf = new ArrayList<>();
    private final int[][] nodesOf;
    private final int[] ownerOfNode;
    private final double[] distanceOfNode;
    private final ArrayDeque<Integer> toGrow = new ArrayDeque<>();

    private OpenParts(Slacks slacks, Chosen chosen, double tolerance) {
        this.choices = slacks.choices();
        this.slacks = slacks;
        this.tolerance = tolerance;
        this.ball = new Ball(slacks, chosen);
        int nodes = choices.rows() + choices.columns();
        int[] seeds = new int[nodes];
        double[] budgets = new double[nodes];
        int count = 0;
        for (int node = 0; node < nodes; node++) {
            double slack = slackAt(node, chosen);
            if (slack > tolerance) {
                seeds[count] = node;
                budgets[count] = slack;
                count++;
            }
        }
        this.seed = Arrays.copyOf(seeds, count);
        this.budget = Arrays.copyOf(budgets, count);
        this.root = new int[count];
        this.nodesOf = new int[count][];
        this.ownerOfNode = new int[nodes];
        this.distanceOfNode = new double[nodes];
        Arrays.fill(ownerOfNode, NOBODY);
        for (int s = 0; s < count; s++) {
            root[s] = s;
            seedsOf.add(new ArrayList<>(List.of(s)));
            nodesOf[s] = new int[0];
            toGrow.add(s);
        }
    }

    static List<OpenPart> of(Slacks slacks, Chosen chosen, double tolerance) {
        OpenParts parts = new OpenParts(slacks, chosen, tolerance);
        do {
            parts.growAll();
        } while (parts.mergeAlongChoices());
        return parts.result();
    }

    private double slackAt(int node, Chosen chosen) {
        if (node < choices.rows()) {
            return slacks.ofRow(node, chosen);
        }
        int column = node - choices.rows();
        return chosen.rowOfColumn()[column] == Assignment.NONE ? slacks.price()[column] : 0;
    }

    private void growAll() {
        while (!toGrow.isEmpty()) {
            int grown = toGrow.remove();
            if (root[grown] != grown || nodesOf[grown].length > 0) {
                continue;
            }
            int[] sources = seedsOf.get(grown).stream().mapToInt(s -> seed[s]).toArray();
            int[] nodes = ball.grow(sources, budget[grown] + tolerance, Integer.MAX_VALUE);
            int merged = grown;
            for (int node : nodes) {
                if (ownerOfNode[node] != NOBODY) {
                    merged = merge(merged, ownerOfNode[node]);
                }
            }
            if (seedsOf.get(merged).size() == sources.length) {
                nodesOf[grown] = nodes;
                for (int node : nodes) {
                    ownerOfNode[node] = grown;
                    distanceOfNode[node] = ball.distance(node);
                }
            }
        }
    }

    /** Discards the nodes of both balls and grows them again as one. */
    private int merge(int a, int b) {
        int rootA = find(a);
        int rootB = find(b);
        if (rootA == rootB) {
            return rootA;
        }
        release(rootA);
        release(rootB);
        int kept = Math.min(rootA, rootB);
        int gone = Math.max(rootA, rootB);
        root[gone] = kept;
        budget[kept] += budget[gone];
        seedsOf.get(kept).addAll(seedsOf.get(gone));
        seedsOf.set(gone, List.of());
        toGrow.add(kept);
        return kept;
    }

    private void release(int part) {
        for (int node : nodesOf[part]) {
            ownerOfNode[node] = NOBODY;
        }
        nodesOf[part] = new int[0];
    }

    private int find(int part) {
        int at = part;
        while (root[at] != at) {
            root[at] = root[root[at]];
            at = root[at];
        }
        return at;
    }

    /**
     * Merges balls connected by a choice whose slack is less than the sum of what remains of the radius at each of its
     * nodes.
     */
    private boolean mergeAlongChoices() {
        boolean any = false;
        for (int h = 0; h < choices.count(); h++) {
            int a = choices.row()[h];
            int b = choices.rows() + choices.first()[h];
            int c = choices.isDivision(h) ? choices.rows() + choices.second()[h] : b;
            if (ownerOfNode[a] == ownerOfNode[b] && ownerOfNode[b] == ownerOfNode[c]) {
                continue;
            }
            double reach = reach(a, b, c) + reach(b, c, a) + (c == b ? 0 : reach(c, a, b));
            if (reach > slacks.of(h)) {
                any |= mergeOwners(ownerOfNode[a], ownerOfNode[b], ownerOfNode[c]);
            }
        }
        return any;
    }

    /**
     * What remains of the radius at a node; 0 if another node of the same ball has more, or equally much and comes
     * first.
     */
    private double reach(int node, int other, int third) {
        if (ownerOfNode[node] == NOBODY) {
            return 0;
        }
        double rest = rest(node);
        for (int rival : new int[] {other, third}) {
            if (rival != node
                    && ownerOfNode[rival] == ownerOfNode[node]
                    && (rest(rival) > rest || (rest(rival) == rest && rival < node))) {
                return 0;
            }
        }
        return rest;
    }

    private double rest(int node) {
        return budget[ownerOfNode[node]] + tolerance - distanceOfNode[node];
    }

    private boolean mergeOwners(int a, int b, int c) {
        int first = a != NOBODY ? a : b != NOBODY ? b : c;
        boolean any = false;
        for (int other : new int[] {b, c}) {
            if (other != NOBODY && other != first) {
                merge(first, other);
                any = true;
            }
        }
        return any;
    }

    private List<OpenPart> result() {
        List<OpenPart> parts = new ArrayList<>();
        for (int p = 0; p < seed.length; p++) {
            if (root[p] == p) {
                int[] nodes = nodesOf[p].clone();
                Arrays.sort(nodes);
                int firstColumn = 0;
                while (firstColumn < nodes.length && nodes[firstColumn] < choices.rows()) {
                    firstColumn++;
                }
                int[] columns = new int[nodes.length - firstColumn];
                for (int i = 0; i < columns.length; i++) {
                    columns[i] = nodes[firstColumn + i] - choices.rows();
                }
                parts.add(new OpenPart(Arrays.copyOf(nodes, firstColumn), columns, budget[p]));
            }
        }
        return parts;
    }
}
