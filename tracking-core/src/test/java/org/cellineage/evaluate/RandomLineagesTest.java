package org.cellineage.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.cellineage.image.LabelImage;
import org.junit.jupiter.api.Test;

/** Random lineages with divisions, gaps and every kind of error: all metrics against their brute-force definitions. */
class RandomLineagesTest {

    private static final int TRIALS = 400;
    private static final int FRAMES = 9;
    private static final int SLOTS = 15;
    private static final int SLOT_PX = 5;
    private static final Offset<Double> CLOSE = within(1e-9);

    /** Label images and child to parent. */
    private record Movie(TreeMap<Integer, LabelImage> images, Map<Integer, Integer> parents) {

        int[] pairs() {
            List<Integer> flat = new ArrayList<>();
            parents.forEach((child, parent) -> {
                flat.add(child);
                flat.add(parent);
            });
            return flat.stream().mapToInt(Integer::intValue).toArray();
        }

        Movie renumbered(int[] to) {
            TreeMap<Integer, LabelImage> renamed = new TreeMap<>();
            images.forEach((t, image) -> {
                int[] labels = image.labels().clone();
                for (int p = 0; p < labels.length; p++) {
                    labels[p] = to[labels[p]];
                }
                renamed.put(t, new LabelImage(image.width(), image.height(), labels));
            });
            Map<Integer, Integer> family = new HashMap<>();
            parents.forEach((child, parent) -> family.put(to[child], to[parent]));
            return new Movie(renamed, family);
        }
    }

    private static Evaluation evaluate(Movie truth, Movie result) throws IOException {
        return DrawnMovies.evaluate(
                DrawnMovies.frames(truth.images()), truth.pairs(), DrawnMovies.frames(result.images()), result.pairs());
    }

    @Test
    void everyMetricIsItsDefinition() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        long[] operations = new long[6];
        int divisions = 0;
        int complete = 0;
        int cycles = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            Movie truth = lineage(random);
            Movie result = spoilt(truth, random);
            BruteForce brute = new BruteForce(truth.images(), truth.parents(), result.images(), result.parents());
            Evaluation e = evaluate(truth, result);
            Aogm aogm = e.aogm();
            List<Integer> counted = List.of(
                    aogm.splits().size(),
                    aogm.missedVertices().size(),
                    aogm.spuriousVertices().size(),
                    aogm.redundantEdges().size(),
                    aogm.missingEdges().size(),
                    aogm.wrongSemantics().size());
            assertThat(counted).as("trial %d", trial).isEqualTo(brute.operations());
            assertThat(aogm.det()).isCloseTo(brute.scores().get(0), CLOSE);
            assertThat(aogm.tra()).isCloseTo(brute.scores().get(1), CLOSE);
            assertThat(aogm.lnk()).isCloseTo(brute.scores().get(2), CLOSE);
            assertThat(e.completeTracks().complete()).as("CT %d", trial).isEqualTo(brute.completeTracks());
            assertThat(e.trackFractions().score()).as("TF %d", trial).isCloseTo(brute.trackFractions(), CLOSE);
            assertThat(e.cellCycleAccuracy().score()).isCloseTo(brute.cellCycleAccuracy(), CLOSE);
            assertThat(e.chota().score()).as("CHOTA %d", trial).isCloseTo(brute.chota(), CLOSE);
            for (DivisionScore score : e.divisions()) {
                int found = brute.divisionsFound(score.toleranceFrames());
                assertThat(score)
                        .isEqualTo(new DivisionScore(
                                score.toleranceFrames(),
                                found,
                                brute.divisionsOfTruth() - found,
                                brute.divisionsOfResult() - found));
            }
            for (int i = 0; i < 6; i++) {
                operations[i] += counted.get(i);
            }
            divisions += e.divisions().get(3).found() - e.divisions().get(0).found();
            complete += e.completeTracks().complete();
            cycles += e.cellCycleAccuracy().truthCycles();
        }
        // The trials show something only where every kind of error came up.
        assertThat(operations).as("operations of each kind").doesNotContain(0);
        assertThat(List.of(divisions, complete, cycles)).doesNotContain(0);
    }

    @Test
    void everyScoreLiesBetweenNoneAndAll() throws IOException {
        SplittableRandom random = new SplittableRandom(8);
        for (int trial = 0; trial < TRIALS; trial++) {
            Movie truth = lineage(random);
            Evaluation e = evaluate(truth, random.nextInt(4) == 0 ? lineage(random) : spoilt(truth, random));
            List<Double> scores = new ArrayList<>(List.of(
                    e.segScore(),
                    e.aogm().det(),
                    e.aogm().tra(),
                    e.aogm().lnk(),
                    e.completeTracks().score(),
                    e.trackFractions().score(),
                    e.cellCycleAccuracy().score(),
                    e.chota().score(),
                    e.links().precision(),
                    e.links().recall(),
                    e.links().f1()));
            e.divisions().forEach(d -> scores.addAll(List.of(d.precision(), d.recall(), d.f1())));
            assertThat(scores)
                    .as("trial %d", trial)
                    .allSatisfy(s -> assertThat(s.isNaN() || s >= 0 && s <= 1).isTrue());
            LinkScore links = e.links();
            assertThat(links.correct() + links.missedDetection() + links.wrong())
                    .isEqualTo(links.truthLinks());
            for (int i = 1; i < e.divisions().size(); i++) {
                assertThat(e.divisions().get(i).found())
                        .isGreaterThanOrEqualTo(e.divisions().get(i - 1).found());
            }
        }
    }

    @Test
    void theTruthItselfIsPerfectWhateverItsNumbers() throws IOException {
        SplittableRandom random = new SplittableRandom(9);
        for (int trial = 0; trial < 100; trial++) {
            Movie truth = lineage(random);
            Evaluation e = evaluate(truth, truth.renumbered(permutation(random)));
            assertThat(List.of(
                            e.segScore(),
                            e.aogm().det(),
                            e.aogm().tra(),
                            e.aogm().lnk(),
                            e.completeTracks().score(),
                            e.trackFractions().score(),
                            e.links().f1()))
                    .containsOnly(1.0);
            assertThat(e.chota().score()).isCloseTo(1, CLOSE);
            assertThat(e.divisions())
                    .allSatisfy(d -> assertThat(d.missed() + d.falseAlarms()).isZero());
        }
    }

    @Test
    void numbersOfTracksOnEitherSideDoNotMatter() throws IOException {
        SplittableRandom random = new SplittableRandom(10);
        for (int trial = 0; trial < 100; trial++) {
            Movie truth = lineage(random);
            Movie result = spoilt(truth, random);
            Evaluation a = evaluate(truth, result);
            Evaluation b = evaluate(truth.renumbered(permutation(random)), result.renumbered(permutation(random)));
            assertThat(b.aogm().tra()).isEqualTo(a.aogm().tra());
            assertThat(b.aogm().lnk()).isEqualTo(a.aogm().lnk());
            assertThat(b.completeTracks()).isEqualTo(a.completeTracks());
            assertThat(b.trackFractions().score()).isCloseTo(a.trackFractions().score(), CLOSE);
            assertThat(b.divisions()).isEqualTo(a.divisions());
            assertThat(b.cellCycleAccuracy()).isEqualTo(a.cellCycleAccuracy());
            assertThat(b.links()).isEqualTo(a.links());
            assertThat(b.chota().score()).isCloseTo(a.chota().score(), CLOSE);
            assertThat(b.segScore()).isCloseTo(a.segScore(), CLOSE);
        }
    }

    /** Numbers from 1 to 63 in random order, with 0 left alone. */
    private static int[] permutation(SplittableRandom random) {
        int[] to = new int[64];
        for (int i = 1; i < 64; i++) {
            int j = random.nextInt(1, i + 1);
            to[i] = to[j];
            to[j] = i;
        }
        return to;
    }

    /** A line of slots, one a track: two trees of three generations and some tracks without kin, with gaps. */
    private static Movie lineage(SplittableRandom random) {
        int[][] slots = new int[FRAMES][SLOTS];
        Map<Integer, Integer> parents = new HashMap<>();
        int track = 0;
        while (track < SLOTS - 5) {
            int end = random.nextInt(0, 3);
            int root = ++track;
            live(slots, root, 0, end);
            int firstEnd = end + random.nextInt(1, 4);
            int first = ++track;
            int second = ++track;
            live(slots, first, end + 1, firstEnd);
            live(slots, second, end + 1, FRAMES - 1);
            parents.put(first, root);
            parents.put(second, root);
            for (int i = 0; i < random.nextInt(1, 3); i++) {
                live(slots, ++track, firstEnd + 1, FRAMES - 1);
                parents.put(track, first);
            }
        }
        while (track < SLOTS) {
            int begin = random.nextInt(0, FRAMES - 2);
            live(slots, ++track, begin, random.nextInt(begin, FRAMES));
        }
        for (int i = 0; i < 3; i++) {
            int gap = random.nextInt(0, SLOTS);
            int t = random.nextInt(1, FRAMES - 1);
            if (slots[t - 1][gap] != 0 && slots[t + 1][gap] != 0) {
                slots[t][gap] = 0;
            }
        }
        return drawn(slots, parents, random, false);
    }

    private static void live(int[][] slots, int track, int begin, int end) {
        for (int t = begin; t <= end; t++) {
            slots[t][track - 1] = track;
        }
    }

    /** The truth with lost cells, merged cells, swapped and broken tracks, late divisions, false cells, wrong kin. */
    private static Movie spoilt(Movie truth, SplittableRandom random) {
        int[][] slots = new int[FRAMES][SLOTS];
        for (int t = 0; t < FRAMES; t++) {
            for (int s = 0; s < SLOTS; s++) {
                slots[t][s] = truth.images().get(t).labels()[s * SLOT_PX];
            }
        }
        Map<Integer, Integer> parents = new HashMap<>(truth.parents());
        int next = SLOTS;
        for (int errors = random.nextInt(0, 9); errors > 0; errors--) {
            int t = random.nextInt(0, FRAMES);
            int s = random.nextInt(0, SLOTS);
            int other = random.nextInt(0, SLOTS);
            switch (random.nextInt(0, 6)) {
                case 0 -> slots[t][s] = 0;
                case 1 -> slots[t][s] = slots[t][other];
                case 2 -> {
                    for (int u = t; u < FRAMES; u++) {
                        int swap = slots[u][s];
                        slots[u][s] = slots[u][other];
                        slots[u][other] = swap;
                    }
                }
                case 3 -> {
                    int from = slots[t][s];
                    int renamed = ++next;
                    for (int u = t; u < FRAMES; u++) {
                        slots[u][s] = slots[u][s] == from && from != 0 ? renamed : slots[u][s];
                    }
                }
                case 4 -> {
                    int child = random.nextInt(1, next + 1);
                    parents.put(child, random.nextInt(1, next + 1));
                }
                default -> postponeDivision(slots, parents, random);
            }
        }
        return drawn(slots, parents, random, true);
    }

    /** A mother goes on for a frame in place of one daughter, and the other comes a frame late. */
    private static void postponeDivision(int[][] slots, Map<Integer, Integer> parents, SplittableRandom random) {
        int mother = random.nextInt(1, SLOTS + 1);
        int t = 0;
        while (t < FRAMES) {
            for (int s = 0; s < SLOTS; s++) {
                boolean firstOfDaughter = slots[t][s] != 0
                        && parents.getOrDefault(slots[t][s], 0) == mother
                        && (t == 0 || slots[t - 1][s] != slots[t][s]);
                if (firstOfDaughter) {
                    slots[t][s] = random.nextBoolean() ? mother : 0;
                    t = Math.min(t + 1, FRAMES - 1);
                }
            }
            t++;
        }
    }

    /** Draws slots; cells that are not exact cover 2 to 5 pixels, so that some are too small to be found. */
    private static Movie drawn(int[][] slots, Map<Integer, Integer> parents, SplittableRandom random, boolean inexact) {
        TreeMap<Integer, LabelImage> images = new TreeMap<>();
        Map<Integer, int[]> spans = new HashMap<>();
        for (int t = 0; t < FRAMES; t++) {
            int[] labels = new int[SLOTS * SLOT_PX];
            for (int s = 0; s < SLOTS; s++) {
                int size = inexact && random.nextInt(8) == 0 ? random.nextInt(2, 4) : SLOT_PX;
                for (int p = 0; p < size; p++) {
                    labels[s * SLOT_PX + p] = slots[t][s];
                }
                if (slots[t][s] != 0) {
                    int frame = t;
                    spans.computeIfAbsent(slots[t][s], l -> new int[] {frame, frame})[1] = t;
                }
            }
            images.put(t, new LabelImage(SLOTS * SLOT_PX, 1, labels));
        }
        // A child comes after its parent, and both are there.
        Map<Integer, Integer> kin = new HashMap<>();
        Set<Integer> seen = new HashSet<>(spans.keySet());
        parents.forEach((child, parent) -> {
            if (seen.contains(child) && seen.contains(parent) && spans.get(parent)[1] < spans.get(child)[0]) {
                kin.put(child, parent);
            }
        });
        return new Movie(images, kin);
    }
}
