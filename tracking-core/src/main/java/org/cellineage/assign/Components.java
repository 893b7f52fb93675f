package org.cellineage.assign;

import java.util.Arrays;

/**
 * The connected components of the bipartite graph of a {@link SparseCosts} whose edges are the entries below a limit.
 *
 * <p>The rows of component {@code c} are {@code rows[start[c]]} to {@code rows[start[c + 1] - 1]}, ascending. Rows
 * without an edge belong to no component. Components are ordered by their smallest row.
 */
@SuppressWarnings("ArrayRecordComponent")
record Components(int count, int[] start, int[] rows) {

    static Components of(SparseCosts costs, double limit) {
        int n = costs.rows();
        int[] parent = new int[n + costs.columns()];
        Arrays.setAll(parent, i -> i);
        boolean[] hasEdge = new boolean[n];
        for (int row = 0; row < n; row++) {
            for (int e = costs.rowStart()[row]; e < costs.rowStart()[row + 1]; e++) {
                if (costs.cost()[e] < limit) {
                    hasEdge[row] = true;
                    union(parent, row, n + costs.column()[e]);
                }
            }
        }
        int[] idOfRoot = new int[parent.length];
        Arrays.fill(idOfRoot, -1);
        int[] component = new int[n];
        int[] size = new int[n + 1];
        int count = 0;
        for (int row = 0; row < n; row++) {
            component[row] = -1;
            if (hasEdge[row]) {
                int root = find(parent, row);
                if (idOfRoot[root] < 0) {
                    idOfRoot[root] = count++;
                }
                component[row] = idOfRoot[root];
                size[component[row] + 1]++;
            }
        }
        int[] start = new int[count + 1];
        for (int c = 0; c < count; c++) {
            start[c + 1] = start[c] + size[c + 1];
        }
        int[] fill = start.clone();
        int[] rows = new int[start[count]];
        for (int row = 0; row < n; row++) {
            if (component[row] >= 0) {
                rows[fill[component[row]]++] = row;
            }
        }
        return new Components(count, start, rows);
    }

    /** The smaller root wins, so that a component's root is its smallest node. */
    private static void union(int[] parent, int a, int b) {
        int rootA = find(parent, a);
        int rootB = find(parent, b);
        if (rootA < rootB) {
            parent[rootB] = rootA;
        } else {
            parent[rootA] = rootB;
        }
    }

    private static int find(int[] parent, int node) {
        int root = node;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }
}
