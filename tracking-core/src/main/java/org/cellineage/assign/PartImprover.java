package org.cellineage.assign;

import java.util.Arrays;

/**
 * Local search for parts too large for an exhaustive search: around each division in turn, the few rows that are
 * nearest in slack are re-solved with all others fixed, as long as this improves the total.
 *
 * <p>Each step may add, drop or swap several divisions, and re-solves the links of these rows.
 */
final class PartImprover {

    private static final int ROWS_AROUND = 12;
    private static final int ROUNDS = 4;
    private static final long EFFORT = 4_000;

    private final Part part;
    private final Choices choices;
    private final double tolerance;
    private final Part.Cutter cutter;

    PartImprover(Part part, double tolerance) {
        this.part = part;
        this.choices = part.choices();
        this.tolerance = tolerance;
        this.cutter = new Part.Cutter(part.choices());
    }

    /** Improves a selection of the part in place. */
    void improve(Chosen chosen) {
        Prices prices = new Prices(choices, choices.largestGain());
        Slacks slacks = Slacks.of(choices, part.price(), prices);
        Ball ball = new Ball(slacks, chosen);
        boolean better = true;
        for (int round = 0; round < ROUNDS && better; round++) {
            better = false;
            for (int h = 0; h < choices.count(); h++) {
                if (choices.isDivision(h)) {
                    better |= improveAround(h, ball, chosen);
                }
            }
        }
    }

    private boolean improveAround(int division, Ball ball, Chosen chosen) {
        int[] sources = {
            choices.row()[division],
            choices.rows() + choices.first()[division],
            choices.rows() + choices.second()[division]
        };
        Part around = whole(ball.grow(sources, Double.POSITIVE_INFINITY, ROWS_AROUND), chosen);
        PartSearch search = new PartSearch(around.choices(), around.chosen(), tolerance, EFFORT);
        double before = search.bestGain();
        search.run(around.price());
        if (search.bestGain() <= before) {
            return false;
        }
        around.putBack(choices, search.best(), chosen);
        return true;
    }

    /** The part of these nodes and of everything selected together with them. */
    private Part whole(int[] nodes, Chosen chosen) {
        int[] rows = Arrays.stream(nodes)
                .map(node -> node < choices.rows() ? node : chosen.rowOfColumn()[node - choices.rows()])
                .filter(row -> row != Assignment.NONE)
                .sorted()
                .distinct()
                .toArray();
        int[] columns = Arrays.stream(nodes)
                .filter(node -> node >= choices.rows())
                .map(node -> node - choices.rows())
                .toArray();
        int[] theirs = Arrays.stream(rows)
                .map(row -> chosen.choiceOfRow()[row])
                .filter(choice -> choice != Assignment.NONE)
                .flatMap(choice -> Arrays.stream(new int[] {choices.first()[choice], choices.second()[choice]}))
                .filter(column -> column != Assignment.NONE)
                .toArray();
        int[] all = Arrays.copyOf(columns, columns.length + theirs.length);
        System.arraycopy(theirs, 0, all, columns.length, theirs.length);
        return cutter.cut(rows, Arrays.stream(all).sorted().distinct().toArray(), chosen, part.price());
    }
}
