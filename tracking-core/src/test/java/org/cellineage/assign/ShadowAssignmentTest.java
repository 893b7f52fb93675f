package org.cellineage.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShadowAssignmentTest {

    /** A pair that is no candidate costs 1 in the dense form, as in Moen et al. 2019. */
    private static final double NO_CANDIDATE = 1.0;

    @Test
    void equalsTheDenseShadowAssignmentOnThousandsOfRandomCases() {
        SplittableRandom random = new SplittableRandom(20261121);
        int linked = 0;
        for (int trial = 0; trial < 6000; trial++) {
            int rows = random.nextInt(0, 9);
            int columns = random.nextInt(0, 9);
            double density = random.nextInt(4) == 0 ? 0 : random.nextDouble();
            // Few distinct values make ties; half of the trials use them.
            int levels = random.nextBoolean() ? 4 : 1 << 20;
            SparseCosts costs = random(random, rows, columns, density, levels);
            double birth = random.nextInt(0, 21) / 20.0;
            double death = random.nextInt(0, 21) / 20.0;

            Assignment sparse = new ShadowAssignment(birth, death).solve(costs);

            assertConsistent(costs, sparse, (birth + death) / 2);
            assertThat(shadowTotal(costs, sparse, birth, death))
                    .as("trial %d: %s rows, %s columns", trial, rows, columns)
                    .isCloseTo(denseOptimum(costs, birth, death), within(1e-9));
            linked += sparse.pairs();
        }
        assertThat(linked).isGreaterThan(5000);
    }

    @Test
    void equalsTheDenseShadowAssignmentWhereComponentsAreLarge() {
        SplittableRandom random = new SplittableRandom(7);
        for (int trial = 0; trial < 60; trial++) {
            SparseCosts costs = random(random, random.nextInt(30, 80), random.nextInt(30, 80), 0.1, 64);
            Assignment sparse = new ShadowAssignment(0.9, 0.7).solve(costs);
            assertConsistent(costs, sparse, 0.8);
            assertThat(shadowTotal(costs, sparse, 0.9, 0.7)).isCloseTo(denseOptimum(costs, 0.9, 0.7), within(1e-9));
        }
    }

    @Test
    void anAugmentingPathTakesAColumnAway() {
        // Greedy would give column 0 to row 0 and leave row 1 without; the optimum moves row 0 on.
        SparseCosts costs = new SparseCosts(2, 2, new int[] {0, 2, 3}, new int[] {0, 1, 0}, new double[] {.1, .3, .2});
        Assignment assignment = new ShadowAssignment(0.9, 0.9).solve(costs);
        assertThat(assignment.rowOfColumn()).containsExactly(1, 0);
    }

    @Test
    void pairsAtTheLimitAreNotLinked() {
        SparseCosts costs = new SparseCosts(1, 1, new int[] {0, 1}, new int[] {0}, new double[] {.5});
        assertThat(new ShadowAssignment(0.5, 0.5).solve(costs).pairs()).isZero();
        assertThat(new ShadowAssignment(0.5, 0.500001).solve(costs).pairs()).isEqualTo(1);
    }

    @Test
    void theSameMatrixGivesTheSameAssignment() {
        SplittableRandom random = new SplittableRandom(3);
        SparseCosts costs = random(random, 60, 60, 0.3, 3);
        Assignment first = new ShadowAssignment(0.9, 0.9).solve(costs);
        Assignment second = new ShadowAssignment(0.9, 0.9).solve(costs);
        assertThat(first.entryOfRow()).isEqualTo(second.entryOfRow());
    }

    private static SparseCosts random(SplittableRandom random, int rows, int columns, double density, int levels) {
        List<Integer> column = new ArrayList<>();
        List<Double> cost = new ArrayList<>();
        int[] rowStart = new int[rows + 1];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                if (random.nextDouble() < density) {
                    column.add(c);
                    cost.add(random.nextInt(levels + 1) / (double) levels);
                }
            }
            rowStart[r + 1] = column.size();
        }
        return new SparseCosts(
                rows,
                columns,
                rowStart,
                column.stream().mapToInt(Integer::intValue).toArray(),
                cost.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static void assertConsistent(SparseCosts costs, Assignment assignment, double limit) {
        int[] seen = new int[costs.columns()];
        for (int row = 0; row < costs.rows(); row++) {
            int entry = assignment.entryOfRow()[row];
            if (entry != Assignment.NONE) {
                assertThat(entry).isBetween(costs.rowStart()[row], costs.rowStart()[row + 1] - 1);
                assertThat(costs.cost()[entry]).isLessThan(limit);
                assertThat(assignment.rowOfColumn()[costs.column()[entry]]).isEqualTo(row);
                seen[costs.column()[entry]]++;
            }
        }
        for (int column = 0; column < costs.columns(); column++) {
            assertThat(seen[column]).isEqualTo(assignment.rowOfColumn()[column] == Assignment.NONE ? 0 : 1);
        }
    }

    /** What the sparse answer costs in the dense matrix: every link twice, deaths and births once. */
    private static double shadowTotal(SparseCosts costs, Assignment assignment, double birth, double death) {
        double total = 0;
        int pairs = 0;
        for (int entry : assignment.entryOfRow()) {
            if (entry != Assignment.NONE) {
                total += 2 * costs.cost()[entry];
                pairs++;
            }
        }
        return total + death * (costs.rows() - pairs) + birth * (costs.columns() - pairs);
    }

    /** The least total of the (rows + columns)² shadow matrix, by the O(n³) Hungarian algorithm. */
    private static double denseOptimum(SparseCosts costs, double birth, double death) {
        int n = costs.rows();
        int m = costs.columns();
        double[][] matrix = new double[n + m][n + m];
        for (double[] row : matrix) {
            java.util.Arrays.fill(row, NO_CANDIDATE);
        }
        for (int r = 0; r < n; r++) {
            for (int e = costs.rowStart()[r]; e < costs.rowStart()[r + 1]; e++) {
                matrix[r][costs.column()[e]] = costs.cost()[e];
                matrix[n + costs.column()[e]][m + r] = costs.cost()[e];
            }
            matrix[r][m + r] = death;
        }
        for (int c = 0; c < m; c++) {
            matrix[n + c][c] = birth;
        }
        return hungarian(matrix);
    }

    private static double hungarian(double[][] cost) {
        int n = cost.length;
        double[] u = new double[n + 1];
        double[] v = new double[n + 1];
        int[] match = new int[n + 1];
        int[] way = new int[n + 1];
        for (int i = 1; i <= n; i++) {
            match[0] = i;
            int j0 = 0;
            double[] min = new double[n + 1];
            java.util.Arrays.fill(min, Double.POSITIVE_INFINITY);
            boolean[] used = new boolean[n + 1];
            do {
                used[j0] = true;
                int i0 = match[j0];
                int j1 = 0;
                double delta = Double.POSITIVE_INFINITY;
                for (int j = 1; j <= n; j++) {
                    if (!used[j]) {
                        double reduced = cost[i0 - 1][j - 1] - u[i0] - v[j];
                        if (reduced < min[j]) {
                            min[j] = reduced;
                            way[j] = j0;
                        }
                        if (min[j] < delta) {
                            delta = min[j];
                            j1 = j;
                        }
                    }
                }
                for (int j = 0; j <= n; j++) {
                    if (used[j]) {
                        u[match[j]] += delta;
                        v[j] -= delta;
                    } else {
                        min[j] -= delta;
                    }
                }
                j0 = j1;
            } while (match[j0] != 0);
            do {
                int j1 = way[j0];
                match[j0] = match[j1];
                j0 = j1;
            } while (j0 != 0);
        }
        double total = 0;
        for (int j = 1; j <= n; j++) {
            total += cost[match[j] - 1][j - 1];
        }
        return total;
    }
}
