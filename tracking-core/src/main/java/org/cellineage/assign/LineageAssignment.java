package org.cellineage.assign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Assigns tracks (rows) to cells (columns), and mothers (rows) to pairs of daughters (columns), jointly and with
 * maximum total gain. Each row takes at most one link or one division into exactly two daughters, each column is taken
 * at most once, and only choices with a gain above 0 are taken.
 *
 * <p>Without division candidates this is {@link ShadowAssignment} with {@code gain = limit - cost}. With them it is a
 * set packing problem, NP-hard in general, but divisions compete only within their neighbourhood:
 * <ol>
 * <li>The links alone are solved by augmenting paths, which give prices of columns. {@link Prices} improves these for
 * links and divisions together, for a Lagrangian bound on the total.
 * <li>The divisions that rows prefer at these prices are selected, and the links around them are solved.
 * <li>Where prices and selection agree, the selection is proved optimal. The rest decomposes into independent parts
 * ({@link OpenParts}), mostly of a few rows.
 * <li>Each part is solved by branch and bound ({@link PartSearch}) within an effort limit. A part that reaches the
 * limit is improved by local search ({@link PartImprover}), and the parts are recomputed. Parts that remain unproved
 * are counted in the result.
 * </ol>
 *
 * <p>The result does not depend on the order in which divisions are listed. If everything is proved, the total does not
 * depend on the order of rows and columns. Among equal totals (within 1e-10 of the largest gain per part), the choice
 * depends only on the order of rows and columns: each step visits rows, then columns, in ascending order, and keeps the
 * first of equals, links before divisions. Memory is linear in the number of candidates.
 *
 * <p>For reduced costs, fixing variables by bounds, and Lagrangian bounds, see Fisher 1981, "The Lagrangian relaxation
 * method for solving integer programming problems"; for divisions and links in one optimization, Padfield et al. 2011.
 */
public final class LineageAssignment {

    /**
     * Enough to prove most parts with a few dozen crowded rows; a part that cannot be proved costs a few tenths of a
     * second.
     */
    public static final long DEFAULT_EFFORT = 100_000;

    private static final double TOLERANCE = 1e-10;
    private static final int SWEEPS = 40;
    private static final int ROUNDS = 3;

    private final long effort;

    /** With {@link #DEFAULT_EFFORT}. */
    public LineageAssignment() {
        this(DEFAULT_EFFORT);
    }

    /** @param effort limit for each part: candidates visited in all nodes of its search; at least 0 */
    public LineageAssignment(long effort) {
        if (effort < 0) {
            throw new IllegalArgumentException("effort must be at least 0, but is " + effort);
        }
        this.effort = effort;
    }

    /**
     * Solves the assignment.
     *
     * @throws IllegalArgumentException if a division refers to a row or column outside the links' matrix
     */
    public LineageSolution solve(SparseGains links, DivisionCandidates divisions) {
        divisions.checkWithin(links.rows(), links.columns());
        Choices choices = Choices.of(links, divisions);
        return new Run(choices, effort).solve(links);
    }

    /** Progress of the proof: number of unproved parts, and the largest possible loss in them. */
    private record Proof(int unproved, double gap, boolean improved) {}

    /** State of one problem. */
    private static final class Run {
        private final Choices choices;
        private final long effort;
        private final double tolerance;
        private final Prices prices;
        private final boolean[] open;
        private Chosen chosen;
        private double[] price;

        Run(Choices choices, long effort) {
            double largestGain = choices.largestGain();
            this.choices = choices;
            this.effort = effort;
            this.tolerance = TOLERANCE * largestGain;
            this.prices = new Prices(choices, largestGain);
            this.open = new boolean[choices.count()];
            LinkOptimum alone = LinkOptimum.of(choices, open);
            this.chosen = alone.chosen();
            this.price = alone.price();
        }

        LineageSolution solve(SparseGains links) {
            prices.descend(open, price, SWEEPS);
            Proof proof = new Proof(0, 0, false);
            if (hasDivision()) {
                chosen = wanted();
                for (int round = 0; round < ROUNDS; round++) {
                    solveLinksAroundDivisions();
                    proof = improveParts();
                    if (proof.unproved() == 0 || !proof.improved()) {
                        break;
                    }
                }
            }
            return result(links, proof);
        }

        private boolean hasDivision() {
            return Arrays.stream(choices.second()).limit(choices.count()).anyMatch(column -> column != Assignment.NONE);
        }

        /** The divisions that rows prefer to any link, starting with those that would lose most by taking a link. */
        private Chosen wanted() {
            record Wish(int division, double over) {}
            List<Wish> wishes = new ArrayList<>();
            for (int row = 0; row < choices.rows(); row++) {
                int best = Assignment.NONE;
                double bestValue = 0;
                double bestLink = 0;
                for (int h = choices.rowStart()[row]; h < choices.rowStart()[row + 1]; h++) {
                    double value = choices.value(h, price);
                    if (value > bestValue) {
                        best = h;
                        bestValue = value;
                    }
                    if (!choices.isDivision(h)) {
                        bestLink = Math.max(bestLink, value);
                    }
                }
                if (best != Assignment.NONE && choices.isDivision(best)) {
                    wishes.add(new Wish(best, bestValue - bestLink));
                }
            }
            wishes.sort(Comparator.comparingDouble(Wish::over).reversed().thenComparingInt(Wish::division));
            Chosen divisions = Chosen.none(choices);
            for (Wish wish : wishes) {
                if (isFree(divisions, choices.first()[wish.division()])
                        && isFree(divisions, choices.second()[wish.division()])) {
                    divisions.take(choices, wish.division());
                }
            }
            return divisions;
        }

        private static boolean isFree(Chosen divisions, int column) {
            return divisions.rowOfColumn()[column] == Assignment.NONE;
        }

        /** Solves all links that the selected divisions leave open; keeps their prices if these give a lower bound. */
        private void solveLinksAroundDivisions() {
            boolean[] closed = new boolean[choices.count()];
            for (int h = 0; h < choices.count(); h++) {
                int second = choices.second()[h];
                closed[h] = hasDivision(choices.row()[h])
                        || isDaughter(choices.first()[h])
                        || (second != Assignment.NONE && isDaughter(second));
            }
            LinkOptimum around = LinkOptimum.of(choices, closed);
            for (int choice : chosen.choiceOfRow()) {
                if (choice != Assignment.NONE && choices.isDivision(choice)) {
                    around.chosen().take(choices, choice);
                }
            }
            chosen = around.chosen();
            prices.descend(open, around.price(), SWEEPS);
            if (prices.bound(open, around.price()) < prices.bound(open, price)) {
                price = around.price();
            }
        }

        private boolean hasDivision(int row) {
            int choice = chosen.choiceOfRow()[row];
            return choice != Assignment.NONE && choices.isDivision(choice);
        }

        private boolean isDaughter(int column) {
            int row = chosen.rowOfColumn()[column];
            return row != Assignment.NONE && hasDivision(row);
        }

        private Proof improveParts() {
            Slacks slacks = Slacks.of(choices, price, prices);
            Part.Cutter cutter = new Part.Cutter(choices);
            int unproved = 0;
            double gap = 0;
            boolean improved = false;
            for (OpenParts.OpenPart openPart : OpenParts.of(slacks, chosen, tolerance)) {
                Part part = cutter.cut(openPart.rows(), openPart.columns(), chosen, price);
                PartSearch search = new PartSearch(part.choices(), part.chosen(), tolerance, effort);
                double before = search.bestGain();
                search.run(part.price());
                Chosen best = search.best();
                if (!search.proved()) {
                    new PartImprover(part, tolerance).improve(best);
                    unproved++;
                    gap += Math.max(0, openPart.budget() - (best.gain(part.choices()) - before));
                }
                improved |= best.gain(part.choices()) > before + tolerance;
                part.putBack(choices, best, chosen);
            }
            return new Proof(unproved, gap, improved);
        }

        private LineageSolution result(SparseGains links, Proof proof) {
            int[] entryOfRow = new int[choices.rows()];
            int[] divisionOfRow = new int[choices.rows()];
            double[] margin = new double[choices.rows()];
            Arrays.fill(entryOfRow, Assignment.NONE);
            Arrays.fill(divisionOfRow, Assignment.NONE);
            Margins margins = new Margins(Slacks.of(choices, price, prices));
            for (int row = 0; row < links.rows(); row++) {
                int choice = chosen.choiceOfRow()[row];
                if (choice != Assignment.NONE) {
                    int[] target = choices.isDivision(choice) ? divisionOfRow : entryOfRow;
                    target[row] = choices.origin()[choice];
                    margin[row] = margins.of(choice);
                }
            }
            double gain = chosen.gain(choices);
            double relaxed = Math.max(gain, prices.bound(open, price));
            return new LineageSolution(
                    entryOfRow,
                    divisionOfRow,
                    chosen.rowOfColumn(),
                    margin,
                    gain,
                    relaxed,
                    Math.min(proof.gap(), relaxed - gain),
                    proof.unproved());
        }
    }
}
