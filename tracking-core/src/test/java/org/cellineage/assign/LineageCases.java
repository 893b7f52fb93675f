package org.cellineage.assign;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random problems for {@link LineageAssignmentTest}, and answers to them by other means. */
final class LineageCases {

    /** Links and divisions of one problem. */
    record Case(SparseGains links, DivisionCandidates divisions) {}

    private LineageCases() {}

    /** Any row with any columns; {@code levels} gives the number of distinct gains, few make ties. */
    static Case dense(SplittableRandom random, int rows, int columns, double density, int divisions, int levels) {
        Builder builder = new Builder(rows, columns);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                if (random.nextDouble() < density) {
                    builder.link(row, column, gain(random, levels, 1));
                }
            }
        }
        for (int d = 0; d < divisions && rows > 0 && columns > 1; d++) {
            int first = random.nextInt(columns - 1);
            builder.division(
                    random.nextInt(rows), first, random.nextInt(first + 1, columns), gain(random, levels, 1.8));
        }
        return builder.build();
    }

    /** A sheet of cells: rows and columns in the plane, six candidates each, divisions into two of them. */
    static Case sheet(SplittableRandom random, int rows, int columns, int divisions, int levels) {
        double side = Math.sqrt(rows);
        double[] y = random.doubles(columns, 0, side).toArray();
        double[] x = random.doubles(columns, 0, side).toArray();
        Builder builder = new Builder(rows, columns);
        int[][] near = new int[rows][];
        for (int row = 0; row < rows; row++) {
            near[row] = nearest(random.nextDouble() * side, random.nextDouble() * side, y, x, 6);
            for (int column : near[row]) {
                builder.link(row, column, gain(random, levels, 8));
            }
        }
        for (int d = 0; d < divisions; d++) {
            int row = random.nextInt(rows);
            int a = random.nextInt(6);
            int b = (a + random.nextInt(1, 6)) % 6;
            builder.division(
                    row,
                    Math.min(near[row][a], near[row][b]),
                    Math.max(near[row][a], near[row][b]),
                    gain(random, levels, 14));
        }
        return builder.build();
    }

    private static int[] nearest(double atY, double atX, double[] y, double[] x, int count) {
        int[] nearest = new int[count];
        boolean[] used = new boolean[y.length];
        for (int k = 0; k < count; k++) {
            int best = -1;
            for (int c = 0; c < y.length; c++) {
                if (!used[c] && (best < 0 || square(y[c] - atY, x[c] - atX) < square(y[best] - atY, x[best] - atX))) {
                    best = c;
                }
            }
            used[best] = true;
            nearest[k] = best;
        }
        return nearest;
    }

    private static double square(double dy, double dx) {
        return dy * dy + dx * dx;
    }

    /** One in eight is not worth taking. */
    private static double gain(SplittableRandom random, int levels, double scale) {
        return scale * (random.nextInt(levels + 1) - levels / 8) / levels;
    }

    /** The same problem with rows and columns renamed and divisions listed in another order. */
    static Case permuted(Case original, SplittableRandom random) {
        SparseGains links = original.links();
        int[] newRow = permutation(links.rows(), random);
        int[] newColumn = permutation(links.columns(), random);
        Builder builder = new Builder(links.rows(), links.columns());
        for (int row = 0; row < links.rows(); row++) {
            for (int e = links.rowStart()[row]; e < links.rowStart()[row + 1]; e++) {
                builder.link(newRow[row], newColumn[links.column()[e]], links.gain()[e]);
            }
        }
        DivisionCandidates divisions = original.divisions();
        for (int d : permutation(divisions.count(), random)) {
            int a = newColumn[divisions.first()[d]];
            int b = newColumn[divisions.second()[d]];
            builder.division(
                    newRow[divisions.row()[d]],
                    Math.min(a, b),
                    Math.max(a, b),
                    divisions.gain()[d]);
        }
        return builder.build();
    }

    static int[] permutation(int n, SplittableRandom random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** The greatest total, by trying everything; a row and choice may be forbidden. */
    static double bruteForce(Case problem, int forbiddenEntry, int forbiddenDivision) {
        return best(problem, 0, 0, forbiddenEntry, forbiddenDivision);
    }

    private static double best(Case problem, int row, int taken, int forbiddenEntry, int forbiddenDivision) {
        SparseGains links = problem.links();
        if (row == links.rows()) {
            return 0;
        }
        double best = best(problem, row + 1, taken, forbiddenEntry, forbiddenDivision);
        for (int e = links.rowStart()[row]; e < links.rowStart()[row + 1]; e++) {
            int column = 1 << links.column()[e];
            if (e != forbiddenEntry && (taken & column) == 0) {
                best = Math.max(
                        best,
                        links.gain()[e] + best(problem, row + 1, taken | column, forbiddenEntry, forbiddenDivision));
            }
        }
        DivisionCandidates divisions = problem.divisions();
        for (int d = 0; d < divisions.count(); d++) {
            int daughters = 1 << divisions.first()[d] | 1 << divisions.second()[d];
            if (divisions.row()[d] == row && d != forbiddenDivision && (taken & daughters) == 0) {
                best = Math.max(
                        best,
                        divisions.gain()[d]
                                + best(problem, row + 1, taken | daughters, forbiddenEntry, forbiddenDivision));
            }
        }
        return best;
    }

    /** What a tracker without joint optimum would reach: the dearest of all first, as long as it fits. */
    static double greedyGain(Case problem) {
        SparseGains links = problem.links();
        DivisionCandidates divisions = problem.divisions();
        record Option(int row, int first, int second, double gain) {}
        List<Option> options = new ArrayList<>();
        for (int row = 0; row < links.rows(); row++) {
            for (int e = links.rowStart()[row]; e < links.rowStart()[row + 1]; e++) {
                options.add(new Option(row, links.column()[e], links.column()[e], links.gain()[e]));
            }
        }
        for (int d = 0; d < divisions.count(); d++) {
            options.add(new Option(
                    divisions.row()[d],
                    divisions.first()[d],
                    divisions.second()[d],
                    divisions.gain()[d]));
        }
        options.sort((a, b) -> Double.compare(b.gain(), a.gain()));
        boolean[] rowTaken = new boolean[links.rows()];
        boolean[] columnTaken = new boolean[links.columns()];
        double total = 0;
        for (Option option : options) {
            if (option.gain() > 0
                    && !rowTaken[option.row()]
                    && !columnTaken[option.first()]
                    && !columnTaken[option.second()]) {
                rowTaken[option.row()] = true;
                columnTaken[option.first()] = true;
                columnTaken[option.second()] = true;
                total += option.gain();
            }
        }
        return total;
    }

    /** Collects links in any order. */
    static final class Builder {
        private record Link(int column, double gain) {}

        private final int columns;
        private final List<List<Link>> links = new ArrayList<>();
        private final List<int[]> divisions = new ArrayList<>();
        private final List<Double> divisionGains = new ArrayList<>();

        Builder(int rows, int columns) {
            this.columns = columns;
            for (int row = 0; row < rows; row++) {
                links.add(new ArrayList<>());
            }
        }

        Builder link(int row, int column, double gain) {
            links.get(row).add(new Link(column, gain));
            return this;
        }

        Builder division(int row, int first, int second, double gain) {
            divisions.add(new int[] {row, first, second});
            divisionGains.add(gain);
            return this;
        }

        Case build() {
            int[] rowStart = new int[links.size() + 1];
            List<Link> all = new ArrayList<>();
            for (int row = 0; row < links.size(); row++) {
                links.get(row).sort((a, b) -> Integer.compare(a.column(), b.column()));
                all.addAll(links.get(row));
                rowStart[row + 1] = all.size();
            }
            return new Case(
                    new SparseGains(
                            links.size(),
                            columns,
                            rowStart,
                            all.stream().mapToInt(Link::column).toArray(),
                            all.stream().mapToDouble(Link::gain).toArray()),
                    new DivisionCandidates(
                            divisions.stream().mapToInt(d -> d[0]).toArray(),
                            divisions.stream().mapToInt(d -> d[1]).toArray(),
                            divisions.stream().mapToInt(d -> d[2]).toArray(),
                            divisionGains.stream()
                                    .mapToDouble(Double::doubleValue)
                                    .toArray()));
        }
    }
}
