package org.cellineage.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Probabilities are compared with those of all assignments of classes to the cells of a small lineage. */
class LineageSmootherTest {

    private static final int CLASSES = 3;
    private static final int LONG = 100;

    /** A cell of a lineage: the index of the cell before it, or -1. */
    private record Seen(int frame, int track, int before, boolean isDaughter, double[] raw) {}

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
        double[][] sum = new double[lineage.size()][CLASSES];
        int assignments = (int) Math.pow(CLASSES, lineage.size());
        for (int a = 0; a < assignments; a++) {
            int[] state = new int[lineage.size()];
            int rest = a;
            double weight = 1;
            for (int i = 0; i < state.length; i++) {
                state[i] = rest % CLASSES;
                rest /= CLASSES;
                Seen seen = lineage.get(i);
                weight *= seen.raw().length == 0
                        ? 1
                        : seen.raw()[state[i]] / transitions.frequencies()[state[i]];
                if (seen.before() >= 0) {
                    int frames = seen.frame() - lineage.get(seen.before()).frame();
                    weight *= step(transitions, state[seen.before()], state[i], frames, seen.isDaughter());
                } else {
                    weight *= transitions.frequencies()[state[i]];
                }
            }
            for (int i = 0; i < state.length; i++) {
                sum[i][state[i]] += weight;
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

    /** Sums over all paths through the frames between. */
    private static double step(ClassTransitions transitions, int from, int to, int frames, boolean isDaughter) {
        double[][] first = isDaughter ? transitions.atDivision() : transitions.perFrame();
        if (frames == 1) {
            return first[from][to];
        }
        double sum = 0;
        for (int k = 0; k < CLASSES; k++) {
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
        double[] values = new double[CLASSES];
        double sum = 0;
        for (int k = 0; k < CLASSES; k++) {
            values[k] = 0.05 + random.nextDouble();
            sum += values[k];
        }
        for (int k = 0; k < CLASSES; k++) {
            values[k] /= sum;
        }
        return values;
    }
}
