package org.cellineage.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Probabilities are compared with those of all assignments of stages to the cells of a small lineage. */
class LineageSmootherTest {

    private static final int CLASSES = 3;
    private static final int LONG = 100;

    /** A cell of a lineage: the index of the cell before it, or -1. */
    private record Seen(int frame, int track, int before, boolean isDaughter, double[] raw) {}

    /** Four stages of three classes, of which each ends otherwise. */
    private static ClassTransitions staged(SplittableRandom random) {
        List<List<Double>> frame = new ArrayList<>();
        List<List<Double>> division = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            frame.add(list(distribution(random, 4)));
            division.add(list(distribution(random, 4)));
        }
        return new ClassStages(
                        List.of(0, 1, 1, 2),
                        list(distribution(random, 4)),
                        frame,
                        list(distribution(random, 4)),
                        division,
                        list(distribution(random, 4)),
                        0.6,
                        0.02)
                .transitions(distribution(random));
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    @Test
    void stagesDivisionsAndLossesAreEvidence() {
        for (int seed = 0; seed < 10; seed++) {
            SplittableRandom random = new SplittableRandom(100 + seed);
            ClassTransitions transitions = staged(random);
            List<Seen> lineage = lineage(random);
            Set<Integer> lost = seed % 2 == 0 ? Set.of() : Set.of(3, 9);

            Map<Integer, double[]> smoothed = smoothed(lineage, transitions, lost);

            double[][] expected = enumerated(lineage, transitions, lost);
            for (int i = 0; i < lineage.size(); i++) {
                assertThat(smoothed.get(i)).containsExactly(expected[i], within(1e-9));
            }
        }
    }

    /** A cell that looks alike in all frames is mitotic before it divides, and before that it is not. */
    @Test
    void aDivisionTellsWhereMitosisWas() {
        ClassTransitions transitions = new ClassStages(
                        List.of(0, 1, 1),
                        List.of(0.8, 0.1, 0.1),
                        List.of(List.of(0.95, 0.05, 0.0), List.of(0.0, 0.0, 1.0), List.of(0.5, 0.25, 0.25)),
                        List.of(0.001, 0.001, 0.9),
                        List.of(List.of(1.0, 0.0, 0.0), List.of(1.0, 0.0, 0.0), List.of(1.0, 0.0, 0.0)),
                        List.of(0.01, 0.01, 0.01),
                        0.5,
                        0.01)
                .transitions(new double[] {0.8, 0.2});
        List<Seen> lineage = new ArrayList<>();
        for (int frame = 0; frame < 8; frame++) {
            lineage.add(new Seen(frame, 1, frame - 1, false, new double[] {0.8, 0.2}));
        }
        lineage.add(new Seen(8, 2, 7, true, new double[] {0.8, 0.2}));
        lineage.add(new Seen(8, 3, 7, true, new double[] {0.8, 0.2}));

        Map<Integer, double[]> smoothed = smoothed(lineage, transitions, LONG, true);

        assertThat(smoothed.get(5)[1]).isLessThan(0.1);
        assertThat(smoothed.get(6)[1]).isGreaterThan(0.9);
        assertThat(smoothed.get(7)[1]).isGreaterThan(0.9);
        assertThat(smoothed.get(8)[1]).isLessThan(0.1);
    }

    @Test
    void probabilitiesAreThoseOfAllAssignments() {
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ClassTransitions transitions = transitions(random);
            List<Seen> lineage = lineage(random);
            double[][] expected = enumerated(lineage, transitions);

            Map<Integer, double[]> smoothed = smoothed(lineage, transitions, LONG, true);

            assertThat(smoothed).hasSize(lineage.size());
            for (int i = 0; i < lineage.size(); i++) {
                assertThat(smoothed.get(i)).containsExactly(expected[i], within(1e-9));
            }
        }
    }

    @Test
    void mothersMayBeKnownBeforeTheirDaughters() {
        SplittableRandom random = new SplittableRandom(7);
        ClassTransitions transitions = transitions(random);
        List<Seen> lineage = lineage(random);

        Map<Integer, double[]> after = smoothed(lineage, transitions, LONG, true);
        Map<Integer, double[]> before = smoothed(lineage, transitions, LONG, false);

        before.forEach((cell, probabilities) -> assertThat(probabilities).isEqualTo(after.get(cell)));
    }

    @Test
    void onlyTheHeldFramesOfTheFutureCount() {
        SplittableRandom random = new SplittableRandom(3);
        ClassTransitions transitions = transitions(random);
        List<Seen> chain = new ArrayList<>();
        for (int f = 0; f < 7; f++) {
            chain.add(new Seen(f, 1, f - 1, false, distribution(random)));
        }
        int ahead = 2;

        Map<Integer, double[]> smoothed = smoothed(chain, transitions, ahead, true);

        for (int f = 0; f < chain.size(); f++) {
            List<Seen> known = chain.subList(0, Math.min(chain.size(), f + ahead + 1));
            assertThat(smoothed.get(f)).containsExactly(enumerated(known, transitions)[f], within(1e-9));
        }
    }

    @Test
    void cellsAreHeldNoLongerThanTheirFuture() {
        List<Integer> given = new ArrayList<>();
        LineageSmoother<Integer> smoother =
                new LineageSmoother<>(ClassTransitions.persistent(2), 3, (cell, probabilities) -> given.add(cell));
        for (int frame = 0; frame < 1000; frame++) {
            smoother.add(frame, 1, frame, new double[] {0.5, 0.5});
            assertThat(given.size()).isGreaterThanOrEqualTo(frame - 3);
        }
        smoother.finish();
        assertThat(given).hasSize(1000).isSorted();
    }

    @Test
    void aDoubtfulFrameFollowsItsNeighbours() {
        Map<Integer, double[]> smoothed = new HashMap<>();
        LineageSmoother<Integer> smoother = new LineageSmoother<>(ClassTransitions.persistent(2), 5, smoothed::put);
        double[][] raw = {{0.9, 0.1}, {0.9, 0.1}, {0.4, 0.6}, {0.9, 0.1}, {}, {0.9, 0.1}};
        for (int frame = 0; frame < raw.length; frame++) {
            smoother.add(frame, 1, frame, raw[frame]);
        }
        smoother.finish();
        for (int frame = 0; frame < raw.length; frame++) {
            assertThat(smoothed.get(frame)[0]).isGreaterThan(0.9);
        }
    }

    /** @param lost tracks that are lost */
    private static Map<Integer, double[]> smoothed(
            List<Seen> lineage, ClassTransitions transitions, Set<Integer> lost) {
        Map<Integer, double[]> smoothed = new TreeMap<>();
        LineageSmoother<Integer> smoother = new LineageSmoother<>(transitions, LONG, smoothed::put);
        for (int i = 0; i < lineage.size(); i++) {
            Seen seen = lineage.get(i);
            smoother.add(seen.frame(), seen.track(), i, seen.raw());
            if (seen.isDaughter()) {
                smoother.mother(seen.track(), lineage.get(seen.before()).track());
            }
        }
        lineage.stream().map(Seen::track).distinct().forEach(track -> smoother.ended(track, lost.contains(track)));
        smoother.finish();
        return smoothed;
    }

    private static Map<Integer, double[]> smoothed(
            List<Seen> lineage, ClassTransitions transitions, int ahead, boolean mothersLater) {
        Map<Integer, double[]> smoothed = new TreeMap<>();
        LineageSmoother<Integer> smoother = new LineageSmoother<>(transitions, ahead, smoothed::put);
        for (int i = 0; !mothersLater && i < lineage.size(); i++) {
            if (lineage.get(i).isDaughter()) {
                smoother.mother(
                        lineage.get(i).track(),
                        lineage.get(lineage.get(i).before()).track());
            }
        }
        for (int i = 0; i < lineage.size(); i++) {
            Seen seen = lineage.get(i);
            smoother.add(seen.frame(), seen.track(), i, seen.raw());
            if (mothersLater && seen.isDaughter()) {
                smoother.mother(seen.track(), lineage.get(seen.before()).track());
            }
        }
        smoother.finish();
        return smoothed;
    }

    /** A mother with a gap, two daughters, of which one divides, and a cell without relatives. */
    private static List<Seen> lineage(SplittableRandom random) {
        List<Seen> cells = new ArrayList<>();
        cells.add(new Seen(0, 1, -1, false, distribution(random)));
        cells.add(new Seen(0, 9, -1, false, distribution(random)));
        cells.add(new Seen(1, 1, 0, false, distribution(random)));
        cells.add(new Seen(3, 1, 2, false, random.nextBoolean() ? new double[0] : distribution(random)));
        cells.add(new Seen(4, 2, 3, true, distribution(random)));
        cells.add(new Seen(4, 3, 3, true, distribution(random)));
        cells.add(new Seen(5, 2, 4, false, distribution(random)));
        cells.add(new Seen(6, 4, 6, true, distribution(random)));
        cells.add(new Seen(6, 5, 6, true, distribution(random)));
        return cells;
    }

    private static double[][] enumerated(List<Seen> lineage, ClassTransitions transitions) {
        return enumerated(lineage, transitions, Set.of());
    }

    private static double[][] enumerated(List<Seen> lineage, ClassTransitions transitions, Set<Integer> lost) {
        double[][] sum = new double[lineage.size()][CLASSES];
        int stages = transitions.classOf().length;
        int assignments = (int) Math.pow(stages, lineage.size());
        for (int a = 0; a < assignments; a++) {
            int[] stage = new int[lineage.size()];
            int rest = a;
            for (int i = 0; i < stage.length; i++) {
                stage[i] = rest % stages;
                rest /= stages;
            }
            double weight = weight(lineage, transitions, lost, stage);
            for (int i = 0; i < stage.length; i++) {
                sum[i][transitions.classOf()[stage[i]]] += weight;
            }
        }
        for (double[] row : sum) {
            double total = row[0] + row[1] + row[2];
            for (int k = 0; k < CLASSES; k++) {
                row[k] /= total;
            }
        }
        return sum;
    }

    private static double weight(List<Seen> lineage, ClassTransitions transitions, Set<Integer> lost, int[] stage) {
        double weight = 1;
        Set<Integer> divided = new HashSet<>();
        Map<Integer, Integer> last = new HashMap<>();
        for (int i = 0; i < stage.length; i++) {
            Seen seen = lineage.get(i);
            last.put(seen.track(), i);
            int own = transitions.classOf()[stage[i]];
            weight *= seen.raw().length == 0
                    ? 1
                    : Math.pow(
                            Math.max(transitions.leastProbability(), seen.raw()[own])
                                    / transitions.frequencies()[own],
                            transitions.evidenceWeight());
            if (seen.before() < 0) {
                weight *= transitions.first()[stage[i]];
                continue;
            }
            int frames = seen.frame() - lineage.get(seen.before()).frame();
            weight *= step(transitions, stage[seen.before()], stage[i], frames, seen.isDaughter());
            if (seen.isDaughter() && divided.add(seen.before())) {
                weight *= transitions.divides()[stage[seen.before()]];
            }
        }
        for (int track : lost) {
            if (!divided.contains(last.get(track))) {
                weight *= transitions.lost()[stage[last.get(track)]];
            }
        }
        return weight;
    }

    /** Sums over all paths through the frames between. */
    private static double step(ClassTransitions transitions, int from, int to, int frames, boolean isDaughter) {
        double[][] first = isDaughter ? transitions.atDivision() : transitions.perFrame();
        if (frames == 1) {
            return first[from][to];
        }
        double sum = 0;
        for (int k = 0; k < first.length; k++) {
            sum += first[from][k] * step(transitions, k, to, frames - 1, false);
        }
        return sum;
    }

    private static ClassTransitions transitions(SplittableRandom random) {
        double[][] frame = new double[CLASSES][];
        double[][] division = new double[CLASSES][];
        for (int k = 0; k < CLASSES; k++) {
            frame[k] = distribution(random);
            division[k] = distribution(random);
        }
        return new ClassTransitions(frame, division, distribution(random));
    }

    private static double[] distribution(SplittableRandom random) {
        return distribution(random, CLASSES);
    }

    private static double[] distribution(SplittableRandom random, int size) {
        double[] values = new double[size];
        double sum = 0;
        for (int k = 0; k < size; k++) {
            values[k] = 0.05 + random.nextDouble();
            sum += values[k];
        }
        for (int k = 0; k < size; k++) {
            values[k] /= sum;
        }
        return values;
    }
}
