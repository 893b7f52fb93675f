package org.cellineage.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.cellineage.assign.LineageCases.Case;
import org.junit.jupiter.api.Test;

class LineageAssignmentTest {

    private static final double ROUNDING = 1e-7;

    private final LineageAssignment assignment = new LineageAssignment();

    @Test
    void equalsTheBestOfAllOnThousandsOfRandomCases() {
        SplittableRandom random = new SplittableRandom(20261121);
        int links = 0;
        int divisions = 0;
        int relaxationApart = 0;
        for (int trial = 0; trial < 8000; trial++) {
            Case problem = small(random);
            LineageSolution solution = solve(problem);
            double best = LineageCases.bruteForce(problem, Assignment.NONE, Assignment.NONE);
            assertThat(solution.gain()).as("trial %d: %s", trial, problem).isCloseTo(best, within(ROUNDING));
            assertThat(solution.unproved()).isZero();
            assertThat(solution.gap()).isZero();
            links += solution.links();
            divisions += solution.divisions();
            relaxationApart += solution.relaxedGain() > best + 1e-3 ? 1 : 0;
        }
        assertThat(links).isGreaterThan(4000);
        assertThat(divisions).isGreaterThan(4000);
        // Prices alone do not solve these: the search has work to do.
        assertThat(relaxationApart).isGreaterThan(300);
    }

    @Test
    void withoutDivisionsItEqualsTheShadowAssignment() {
        SplittableRandom random = new SplittableRandom(5);
        for (int trial = 0; trial < 2000; trial++) {
            // Costs and limit are multiples of 1/64, so that limit - cost is exact and ties stay ties.
            Case problem = LineageCases.dense(random, random.nextInt(30), random.nextInt(30), 0.2, 0, 64);
            SparseGains links = problem.links();
            double limit = random.nextInt(1, 65) / 64.0;
            double[] cost = Arrays.stream(links.gain()).map(gain -> 1 - gain).toArray();
            double[] gain = Arrays.stream(cost).map(c -> limit - c).toArray();
            Assignment expected = new ShadowAssignment(limit, limit)
                    .solve(new SparseCosts(links.rows(), links.columns(), links.rowStart(), links.column(), cost));
            SparseGains gains = new SparseGains(links.rows(), links.columns(), links.rowStart(), links.column(), gain);
            LineageSolution solution = assignment.solve(gains, DivisionCandidates.EMPTY);
            assertThat(solution.entryOfRow()).isEqualTo(expected.entryOfRow());
            assertThat(solution.rowOfColumn()).isEqualTo(expected.rowOfColumn());
            assertThat(solution.relaxedGain()).isCloseTo(solution.gain(), within(ROUNDING));
            assertFeasible(new Case(gains, DivisionCandidates.EMPTY), solution);
        }
    }

    @Test
    void divisionsThatGainNothingChangeNothing() {
        SplittableRandom random = new SplittableRandom(8);
        Case problem = LineageCases.sheet(random, 80, 90, 60, 1 << 20);
        DivisionCandidates worthless = new DivisionCandidates(
                problem.divisions().row(),
                problem.divisions().first(),
                problem.divisions().second(),
                Arrays.stream(problem.divisions().gain())
                        .map(gain -> -Math.abs(gain))
                        .toArray());
        assertThat(assignment.solve(problem.links(), worthless).entryOfRow())
                .isEqualTo(assignment
                        .solve(problem.links(), DivisionCandidates.EMPTY)
                        .entryOfRow());
    }

    @Test
    void theTotalDoesNotDependOnTheOrderOfRowsColumnsAndDivisions() {
        SplittableRandom random = new SplittableRandom(11);
        for (int trial = 0; trial < 200; trial++) {
            int levels = random.nextBoolean() ? 5 : 1 << 20;
            Case problem = LineageCases.sheet(random, random.nextInt(20, 60), 60, 40, levels);
            LineageSolution solution = solve(problem);
            LineageSolution permuted = solve(LineageCases.permuted(problem, random));
            assertThat(solution.unproved() + permuted.unproved()).isZero();
            assertThat(permuted.gain()).isCloseTo(solution.gain(), within(ROUNDING));
        }
    }

    @Test
    void theSameCandidatesGiveTheSameAnswerInWhateverOrderDivisionsAreListed() {
        SplittableRandom random = new SplittableRandom(12);
        for (int trial = 0; trial < 100; trial++) {
            Case problem = LineageCases.sheet(random, 40, 44, 50, 4);
            DivisionCandidates listed = problem.divisions();
            int[] order = LineageCases.permutation(listed.count(), random);
            DivisionCandidates reordered = new DivisionCandidates(
                    Arrays.stream(order).map(d -> listed.row()[d]).toArray(),
                    Arrays.stream(order).map(d -> listed.first()[d]).toArray(),
                    Arrays.stream(order).map(d -> listed.second()[d]).toArray(),
                    Arrays.stream(order).mapToDouble(d -> listed.gain()[d]).toArray());
            LineageSolution first = solve(problem);
            LineageSolution again = solve(problem);
            LineageSolution other = solve(new Case(problem.links(), reordered));
            assertThat(again.entryOfRow()).isEqualTo(first.entryOfRow());
            assertThat(again.divisionOfRow()).isEqualTo(first.divisionOfRow());
            assertThat(again.margin()).isEqualTo(first.margin());
            assertThat(other.rowOfColumn()).isEqualTo(first.rowOfColumn());
            assertThat(other.entryOfRow()).isEqualTo(first.entryOfRow());
        }
    }

    @Test
    void marginsAreWhatIsLostAtLeast() {
        SplittableRandom random = new SplittableRandom(21);
        int choices = 0;
        double margins = 0;
        double losses = 0;
        for (int trial = 0; trial < 1500; trial++) {
            Case problem = small(random);
            LineageSolution solution = solve(problem);
            for (int row = 0; row < problem.links().rows(); row++) {
                int entry = solution.entryOfRow()[row];
                int division = solution.divisionOfRow()[row];
                if (entry != Assignment.NONE || division != Assignment.NONE) {
                    double without = LineageCases.bruteForce(problem, entry, division);
                    assertThat(without).isLessThanOrEqualTo(solution.relaxedGain() - solution.margin()[row] + ROUNDING);
                    choices++;
                    margins += solution.margin()[row];
                    losses += solution.gain() - without;
                } else {
                    assertThat(solution.margin()[row]).isZero();
                }
            }
        }
        assertThat(choices).isGreaterThan(1500);
        // Bounds that said nothing would hold as well.
        assertThat(margins).isGreaterThan(0.7 * losses);
    }

    @Test
    void largeSheetsAreSolvedWithProof() {
        SplittableRandom random = new SplittableRandom(31);
        for (int trial = 0; trial < 3; trial++) {
            Case problem = LineageCases.sheet(random, 1500, 1600, 600, 1 << 20);
            LineageSolution solution = solve(problem);
            assertThat(solution.gain()).isGreaterThan(1.05 * LineageCases.greedyGain(problem));
            assertThat(solution.divisions()).isGreaterThan(50);
            assertThat(solution.unproved()).isZero();
            assertThat(solution.gap()).isZero();
            assertThat(solution.relaxedGain()).isLessThan(1.002 * solution.gain());
        }
    }

    @Test
    void largeSheetsFullOfTiesAreSolvedWithinTheirBound() {
        Case problem = LineageCases.sheet(new SplittableRandom(32), 1000, 1050, 400, 5);
        LineageSolution solution = solve(problem);
        assertThat(solution.gain()).isGreaterThan(LineageCases.greedyGain(problem));
        assertThat(solution.gain() + solution.gap()).isGreaterThan(0.99 * solution.relaxedGain());
        assertThat(solution.gap()).isLessThan(0.01 * solution.gain());
    }

    @Test
    void whereTheEffortIsUsedUpTheAnswerIsFeasibleAndSaysSo() {
        SplittableRandom random = new SplittableRandom(41);
        int unproved = 0;
        for (int trial = 0; trial < 60; trial++) {
            Case problem = LineageCases.sheet(random, 60, 70, 150, 1 << 20);
            LineageSolution full = solve(problem);
            LineageSolution hurried = new LineageAssignment(0).solve(problem.links(), problem.divisions());
            assertFeasible(problem, hurried);
            assertThat(full.unproved()).isLessThanOrEqualTo(1);
            assertThat(hurried.gain()).isLessThanOrEqualTo(full.gain() + ROUNDING);
            assertThat(hurried.gain() + hurried.gap()).isGreaterThanOrEqualTo(full.gain() - ROUNDING);
            assertThat(hurried.gain()).isGreaterThanOrEqualTo(0.97 * full.gain());
            assertThat(full.gap()).isLessThanOrEqualTo(full.unproved() == 0 ? 0 : 0.02 * full.gain());
            if (hurried.unproved() == 0) {
                assertThat(hurried.gain()).isCloseTo(full.gain(), within(ROUNDING));
            }
            unproved += hurried.unproved();
        }
        assertThat(unproved).isGreaterThan(10);
    }

    @Test
    void aDivisionWinsOnlyWhereItGainsMoreThanTheLinksItReplaces() {
        Case problem = new LineageCases.Builder(2, 2)
                .link(0, 0, 3)
                .link(1, 1, 2)
                .division(0, 0, 1, 4.99)
                .build();
        assertThat(solve(problem).entryOfRow()).containsExactly(0, 1);
        Case better = new LineageCases.Builder(2, 2)
                .link(0, 0, 3)
                .link(1, 1, 2)
                .division(0, 0, 1, 5.01)
                .build();
        LineageSolution solution = solve(better);
        assertThat(solution.divisionOfRow()).containsExactly(0, Assignment.NONE);
        assertThat(solution.rowOfColumn()).containsExactly(0, 0);
        assertThat(solution.margin()[0]).isCloseTo(0.01, within(1e-9));
    }

    @Test
    void aDivisionPushesALinkToItsSecondChoice() {
        // Row 1 would have column 1; the daughters of row 0 take it, so that row 1 moves on to column 2.
        Case problem = new LineageCases.Builder(2, 3)
                .link(0, 0, 4)
                .link(1, 1, 4)
                .link(1, 2, 3)
                .division(0, 0, 1, 6)
                .build();
        assertThat(solve(problem).rowOfColumn()).containsExactly(0, 0, 1);
    }

    @Test
    void threeDivisionsThatExcludeEachOtherInACircle() {
        // The relaxation takes half of each (7.5); only one of them can be.
        Case problem = new LineageCases.Builder(3, 3)
                .division(0, 0, 1, 5)
                .division(1, 1, 2, 5)
                .division(2, 0, 2, 5)
                .build();
        LineageSolution solution = solve(problem);
        assertThat(solution.gain()).isEqualTo(5);
        assertThat(solution.relaxedGain()).isCloseTo(7.5, within(1e-3));
        assertThat(solution.unproved()).isZero();
        assertThat(solution.divisions()).isEqualTo(1);
    }

    @Test
    void nothingGivesNothing() {
        assertThat(solve(new LineageCases.Builder(0, 0).build()).gain()).isZero();
        LineageSolution rowsOnly = solve(new LineageCases.Builder(3, 0).build());
        assertThat(rowsOnly.entryOfRow()).containsOnly(Assignment.NONE).hasSize(3);
        LineageSolution columnsOnly = solve(new LineageCases.Builder(0, 3).build());
        assertThat(columnsOnly.rowOfColumn()).containsOnly(Assignment.NONE).hasSize(3);
        assertThat(columnsOnly.gap()).isZero();
    }

    @Test
    void divisionsThatCannotBeAreRefused() {
        assertThatThrownBy(() ->
                        new LineageCases.Builder(1, 3).division(0, 2, 1, 1).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lower one");
        Case outside = new LineageCases.Builder(1, 3).division(0, 2, 3, 1).build();
        assertThatThrownBy(() -> assignment.solve(outside.links(), outside.divisions()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("outside 1 rows and 3 columns");
        assertThatThrownBy(() -> new LineageAssignment(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Case small(SplittableRandom random) {
        double density = random.nextInt(6) == 0 ? 0 : random.nextDouble();
        int levels = random.nextBoolean() ? 4 : 1 << 20;
        return LineageCases.dense(random, random.nextInt(6), random.nextInt(7), density, random.nextInt(12), levels);
    }

    private LineageSolution solve(Case problem) {
        LineageSolution solution = assignment.solve(problem.links(), problem.divisions());
        assertFeasible(problem, solution);
        return solution;
    }

    private static void assertFeasible(Case problem, LineageSolution solution) {
        SparseGains links = problem.links();
        DivisionCandidates divisions = problem.divisions();
        int[] rowOfColumn = new int[links.columns()];
        Arrays.fill(rowOfColumn, Assignment.NONE);
        double total = 0;
        for (int row = 0; row < links.rows(); row++) {
            int entry = solution.entryOfRow()[row];
            int division = solution.divisionOfRow()[row];
            assertThat(entry == Assignment.NONE || division == Assignment.NONE).isTrue();
            double gain = 0;
            if (entry != Assignment.NONE) {
                assertThat(entry).isBetween(links.rowStart()[row], links.rowStart()[row + 1] - 1);
                gain = links.gain()[entry];
                takeOnce(rowOfColumn, links.column()[entry], row);
            }
            if (division != Assignment.NONE) {
                assertThat(divisions.row()[division]).isEqualTo(row);
                gain = divisions.gain()[division];
                takeOnce(rowOfColumn, divisions.first()[division], row);
                takeOnce(rowOfColumn, divisions.second()[division], row);
            }
            if (entry != Assignment.NONE || division != Assignment.NONE) {
                assertThat(gain).isPositive();
                assertThat(solution.margin()[row]).isBetween(0.0, gain);
            }
            total += gain;
        }
        assertThat(solution.rowOfColumn()).isEqualTo(rowOfColumn);
        assertThat(solution.gain()).isCloseTo(total, within(ROUNDING));
        assertThat(solution.relaxedGain()).isGreaterThanOrEqualTo(solution.gain());
        assertThat(solution.gap()).isBetween(0.0, solution.relaxedGain() - solution.gain());
    }

    private static void takeOnce(int[] rowOfColumn, int column, int row) {
        assertThat(rowOfColumn[column]).isEqualTo(Assignment.NONE);
        rowOfColumn[column] = row;
    }
}
