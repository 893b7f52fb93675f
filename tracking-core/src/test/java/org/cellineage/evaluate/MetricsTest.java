package org.cellineage.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.cellineage.evaluate.DrawnMovies.evaluate;
import static org.cellineage.evaluate.DrawnMovies.frames;
import static org.cellineage.evaluate.DrawnMovies.movie;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.cellineage.image.LabelImage;
import org.junit.jupiter.api.Test;

/** Small lineages whose figures can be worked out by hand, and invariants on random ones. */
class MetricsTest {

    private static final Offset<Double> EXACT = within(1e-12);

    private static final LabelFrames DIVISION = movie("1111..44", "1111..44", "22.33.44", "22.33.44", "22.33.44");
    private static final int[] DAUGHTERS = {2, 1, 3, 1};

    @Test
    void aPerfectResultIsPerfect() throws IOException {
        Evaluation e = evaluate(DIVISION, DAUGHTERS, DIVISION, DAUGHTERS);
        assertThat(e.segScore()).isEqualTo(1);
        assertThat(List.of(e.aogm().det(), e.aogm().tra(), e.aogm().lnk())).containsOnly(1.0);
        assertThat(e.completeTracks().score()).isEqualTo(1);
        assertThat(e.trackFractions().score()).isEqualTo(1);
        assertThat(e.divisions()).allSatisfy(d -> assertThat(d.f1()).isEqualTo(1));
        assertThat(e.chota().score()).isCloseTo(1, EXACT);
        assertThat(e.links().f1()).isEqualTo(1);
        // No track begins and ends with a division.
        assertThat(e.cellCycleAccuracy().score()).isNaN();
    }

    @Test
    void aMissedDivision() throws IOException {
        // The mother goes on as one daughter, the other is new.
        LabelFrames result = movie("1111..44", "1111..44", "11.33.44", "11.33.44", "11.33.44");
        Evaluation e = evaluate(DIVISION, DAUGHTERS, result, new int[0]);
        // Links 1 + 2 + 2 + 4 and 2 parent edges: 11 edges. Missing: the edge to 3. Wrong kind: the edge to
        // 2.
        assertThat(e.aogm().truthVertices()).isEqualTo(13);
        assertThat(e.aogm().truthEdges()).isEqualTo(11);
        assertThat(e.aogm().missingEdges()).hasSize(1);
        assertThat(e.aogm().wrongSemantics()).hasSize(1);
        assertThat(e.aogm().det()).isEqualTo(1);
        assertThat(e.aogm().lnk()).isCloseTo(1 - (1.5 + 1) / (1.5 * 11), EXACT);
        assertThat(e.aogm().tra()).isCloseTo(1 - (1.5 + 1) / (10 * 13 + 1.5 * 11), EXACT);
        // Of 4 truth and 3 result tracks, 3 and 4 are followed from end to end.
        assertThat(e.completeTracks().score()).isCloseTo(2.0 * 2 / (4 + 3), EXACT);
        assertThat(e.trackFractions().score()).isEqualTo(1);
        assertThat(e.divisions().get(3).missed()).isEqualTo(1);
        assertThat(e.divisions().get(3).falseAlarms()).isZero();
        // 9 links within tracks; the result has 10, one of them across the division.
        assertThat(e.links().correct()).isEqualTo(9);
        assertThat(e.links().resultLinks()).isEqualTo(10);
        assertThat(e.links().correctParentLinks()).isZero();
    }

    @Test
    void aWrongDaughterIsAMissAndAFalseAlarm() throws IOException {
        LabelFrames truth = movie("11..44..", "11..44..", "22335.4.", "22335.4.");
        LabelFrames result = movie("11..44..", "11..44..", "22335.4.", "22335.4.");
        Evaluation e = evaluate(truth, new int[] {2, 1, 3, 1}, result, new int[] {2, 1, 5, 1});
        assertThat(e.divisions().get(0)).isEqualTo(new DivisionScore(0, 0, 1, 1));
        assertThat(e.divisions().get(0).f1()).isZero();
    }

    @Test
    void aDivisionOneFrameLateNeedsATolerance() throws IOException {
        LabelFrames late = movie("1111..44", "1111..44", "11....44", "22.33.44", "22.33.44");
        Evaluation e = evaluate(DIVISION, DAUGHTERS, late, DAUGHTERS);
        assertThat(e.divisions().get(0).found()).isZero();
        assertThat(e.divisions().get(1).found()).isEqualTo(1);
        assertThat(e.divisions().get(1).f1()).isEqualTo(1);
    }

    @Test
    void twoTracksThatSwapHalfWay() throws IOException {
        LabelFrames truth = movie("11.22", "11.22", "11.22", "11.22");
        LabelFrames swapped = movie("11.22", "11.22", "22.11", "22.11");
        Evaluation e = evaluate(truth, new int[0], swapped, new int[0]);
        assertThat(e.aogm().det()).isEqualTo(1);
        assertThat(e.aogm().missingEdges()).hasSize(2);
        assertThat(e.aogm().redundantEdges()).hasSize(2);
        assertThat(e.completeTracks().score()).isZero();
        assertThat(e.trackFractions().score()).isEqualTo(0.5);
        assertThat(e.links().f1()).isCloseTo(4.0 / 6, EXACT);
        assertThat(e.links().wrong()).isEqualTo(2);
        // Each of 8 detections: 2 shared frames of 4 + 4 - 2.
        assertThat(e.chota().score()).isCloseTo(Math.sqrt(2.0 / 6), EXACT);
    }

    @Test
    void twoCellsInOneBlobAreFoundButNotFollowed() throws IOException {
        LabelFrames truth = movie("11.22", "11.22");
        LabelFrames blob = movie("77777", "77777");
        Evaluation e = evaluate(truth, new int[0], blob, new int[0]);
        assertThat(e.aogm().splits()).containsExactly(new Aogm.Vertex(0, 7), new Aogm.Vertex(1, 7));
        assertThat(e.aogm().missedVertices()).isEmpty();
        assertThat(e.aogm().missingEdges()).hasSize(2);
        assertThat(e.aogm().det()).isCloseTo(1 - 2 * 5.0 / (10 * 4), EXACT);
        assertThat(e.aogm().tra()).isCloseTo(1 - (2 * 5 + 2 * 1.5) / (10 * 4 + 1.5 * 2), EXACT);
        assertThat(e.completeTracks().score()).isZero();
        assertThat(e.trackFractions().score()).isNaN();
        assertThat(e.links().missedDetection()).isEqualTo(2);
        // Each of 4 detections: 2 of 2 frames of its truth; the blob was counted for 4.
        assertThat(e.chota().score()).isCloseTo(Math.sqrt(2.0 / 4), EXACT);
    }

    @Test
    void aCellInTwoPiecesIsFoundWhereOnePieceIsMostOfIt() throws IOException {
        LabelFrames truth = movie("11111", "1111.");
        LabelFrames pieces = movie("77788", "7788.");
        Evaluation e = evaluate(truth, new int[0], pieces, new int[0]);
        // 3 of 5 pixels are most of the cell, 2 of 4 are not.
        assertThat(e.aogm().missedVertices()).containsExactly(new Aogm.Vertex(1, 1));
        assertThat(e.aogm().spuriousVertices())
                .containsExactly(new Aogm.Vertex(0, 8), new Aogm.Vertex(1, 7), new Aogm.Vertex(1, 8));
        assertThat(e.segScore()).isCloseTo((3.0 / 5 + 0) / 2, EXACT);
        assertThat(e.trackFractions().score()).isEqualTo(0.5);
    }

    @Test
    void aGapIsBridgedByALinkAndAFrameWithoutCellsCounts() throws IOException {
        LabelFrames truth = movie("11.22", ".....", "11.22");
        assertThat(evaluate(truth, new int[0], truth, new int[0]).aogm().lnk()).isEqualTo(1);
        LabelFrames broken = movie("11.22", ".....", "33.22");
        Evaluation e = evaluate(truth, new int[0], broken, new int[0]);
        assertThat(e.frames()).isEqualTo(3);
        assertThat(e.aogm().truthEdges()).isEqualTo(2);
        assertThat(e.aogm().missingEdges())
                .containsExactly(new Aogm.Link(new Aogm.Vertex(0, 1), new Aogm.Vertex(2, 1)));
        // A cell that comes back under a new number with the old as its parent: found, but as kin.
        Evaluation kin = evaluate(truth, new int[0], broken, new int[] {3, 1});
        assertThat(kin.aogm().missingEdges()).isEmpty();
        assertThat(kin.aogm().wrongSemantics()).hasSize(1);
        assertThat(kin.links().asParent()).isEqualTo(1);
        // One lineage of 2 frames either way, so nothing is lost to CHOTA.
        assertThat(kin.chota().score()).isCloseTo(1, EXACT);
        assertThat(e.chota().score()).isCloseTo(Math.sqrt((2 * 0.5 + 2 * 1) / 4), EXACT);
    }

    @Test
    void aMissedDivisionCostsChotaItsLineages() throws IOException {
        Evaluation e = evaluate(DIVISION, DAUGHTERS, DIVISION, new int[0]);
        // Track 4: 5 detections of 1. Mother: 2 detections, 2 of the lineage's 8. Daughters: 3 of 5 each.
        double sum = 5 * 1 + 2 * (2.0 / 8) + 6 * (3.0 / 5);
        assertThat(e.chota().score()).isCloseTo(Math.sqrt(sum / 13), EXACT);
        assertThat(e.aogm().missingEdges()).hasSize(2);
        assertThat(e.divisions().get(3).recall()).isZero();
        assertThat(e.divisions().get(3).precision()).isNaN();
    }

    @Test
    void aDivisionOneFrameEarlyNeedsATolerance() throws IOException {
        LabelFrames early = movie("1111..44", "22.33.44", "22.33.44", "22.33.44", "22.33.44");
        Evaluation e = evaluate(DIVISION, DAUGHTERS, early, DAUGHTERS);
        assertThat(e.divisions().get(0)).isEqualTo(new DivisionScore(0, 0, 1, 1));
        assertThat(e.divisions().get(1)).isEqualTo(new DivisionScore(1, 1, 0, 0));
    }

    @Test
    void aFalseDivisionLowersPrecisionAlone() throws IOException {
        LabelFrames truth = movie("1111..44", "1111..44", "22.33.44", "22.33.44");
        LabelFrames result = movie("1111..44", "1111..44", "22.33.56", "22.33.56");
        Evaluation e = evaluate(truth, DAUGHTERS, result, new int[] {2, 1, 3, 1, 5, 4, 6, 4});
        assertThat(e.divisions().get(0)).isEqualTo(new DivisionScore(0, 1, 0, 1));
        assertThat(e.divisions().get(0).f1()).isCloseTo(2.0 / 3, EXACT);
    }

    @Test
    void masksFindTheSmallMarkersTheyCover() throws IOException {
        LabelFrames markers = movie(".1...2.", ".1...2.");
        LabelFrames masks = movie("111.222", "111.222");
        Evaluation e = evaluate(markers, new int[0], masks, new int[0]);
        assertThat(e.aogm().tra()).isEqualTo(1);
        assertThat(e.chota().score()).isCloseTo(1, EXACT);
        // The other way round a marker is too little of the mask.
        assertThat(evaluate(masks, new int[0], markers, new int[0]).aogm().det())
                .isZero();
    }

    @Test
    void nothingFoundAndNothingToFind() throws IOException {
        LabelFrames truth = movie("11.22", "11.22");
        LabelFrames empty = movie(".....", ".....");
        Evaluation missed = evaluate(truth, new int[0], empty, new int[0]);
        assertThat(List.of(
                        missed.aogm().det(), missed.aogm().tra(), missed.aogm().lnk(), missed.segScore()))
                .containsOnly(0.0);
        assertThat(missed.chota().score()).isZero();
        assertThat(missed.completeTracks().score()).isZero();
        assertThat(missed.trackFractions().score()).isNaN();
        Evaluation nothing = evaluate(empty, new int[0], empty, new int[0]);
        assertThat(nothing.aogm().tra()).isNaN();
        assertThat(nothing.segScore()).isNaN();
        assertThat(nothing.divisions().get(0).f1()).isNaN();
    }

    @Test
    void cellCyclesAreComparedAsDistributions() throws IOException {
        // Mother 1, daughters 2 and 3, of which 2 divides after 3 frames into 4 and 5.
        LabelFrames truth = movie("1111.", "22.33", "22.33", "22.33", "4.533");
        int[] parents = {2, 1, 3, 1, 4, 2, 5, 2};
        assertThat(evaluate(truth, parents, truth, parents).cellCycleAccuracy().score())
                .isEqualTo(1);
        LabelFrames early = movie("1111.", "22.33", "22.33", "4.533", "4.533");
        assertThat(evaluate(truth, parents, early, parents).cellCycleAccuracy().score())
                .isZero();
        assertThat(evaluate(truth, parents, early, new int[0])
                        .cellCycleAccuracy()
                        .score())
                .isZero();
    }

    @Test
    void segCountsOnlyCellsThatCoverMoreThanHalf() {
        SegScore seg = new SegScore();
        LabelImage truth = new LabelImage(10, 1, new int[] {1, 1, 1, 1, 0, 2, 2, 2, 2, 0});
        LabelImage result = new LabelImage(10, 1, new int[] {7, 7, 7, 0, 0, 9, 9, 0, 0, 0});
        seg.add(truth, result);
        assertThat(seg.score()).isCloseTo((3.0 / 4 + 0) / 2, EXACT);
    }

    @Test
    void figuresDoNotDependOnTheNumbersOfTracks() throws IOException {
        SplittableRandom random = new SplittableRandom(12);
        for (int trial = 0; trial < 60; trial++) {
            TreeMap<Integer, LabelImage> truth = random(random);
            TreeMap<Integer, LabelImage> result = random(random);
            int[] renumber = {0, 17, 4, 9, 2, 30, 1, 8};
            TreeMap<Integer, LabelImage> renamed = new TreeMap<>();
            result.forEach((t, image) -> {
                int[] labels = image.labels().clone();
                for (int p = 0; p < labels.length; p++) {
                    labels[p] = renumber[labels[p]];
                }
                renamed.put(t, new LabelImage(image.width(), image.height(), labels));
            });
            Evaluation a = evaluate(frames(truth), new int[0], frames(result), new int[0]);
            Evaluation b = evaluate(frames(truth), new int[0], frames(renamed), new int[0]);
            assertThat(b.aogm().tra()).isEqualTo(a.aogm().tra());
            assertThat(b.chota().score()).isCloseTo(a.chota().score(), EXACT);
            assertThat(b.links()).isEqualTo(a.links());
            assertThat(b.completeTracks()).isEqualTo(a.completeTracks());
            assertThat(b.segScore()).isEqualTo(a.segScore());
            assertThat(a.chota().score()).isCloseTo(bruteChota(truth, result), within(1e-9));
        }
    }

    private static TreeMap<Integer, LabelImage> random(SplittableRandom random) {
        TreeMap<Integer, LabelImage> frames = new TreeMap<>();
        for (int t = 0; t < 5; t++) {
            int[] labels = new int[30];
            for (int cell = 0; cell < 5; cell++) {
                int label = random.nextInt(0, 8);
                for (int p = cell * 6; p < cell * 6 + 4; p++) {
                    labels[p] = label;
                }
            }
            frames.put(t, new LabelImage(30, 1, labels));
        }
        return frames;
    }

    /** CHOTA without lineages, as its definition says, detection by detection. */
    private static double bruteChota(TreeMap<Integer, LabelImage> truth, TreeMap<Integer, LabelImage> result) {
        List<int[]> pairs = new ArrayList<>();
        int missed = 0;
        int spurious = 0;
        Map<Integer, Integer> ofTruth = new HashMap<>();
        Map<Integer, Integer> ofResult = new HashMap<>();
        for (int t : truth.keySet()) {
            int[] a = truth.get(t).labels();
            int[] b = result.get(t).labels();
            Set<Integer> matched = new HashSet<>();
            Set<Integer> truths = new TreeSet<>();
            Set<Integer> results = new TreeSet<>();
            for (int p = 0; p < a.length; p++) {
                truths.add(a[p]);
                results.add(b[p]);
            }
            truths.remove(0);
            results.remove(0);
            for (int label : truths) {
                ofTruth.merge(label, 1, Integer::sum);
                boolean found = false;
                for (int candidate : results) {
                    int area = 0;
                    int shared = 0;
                    for (int p = 0; p < a.length; p++) {
                        area += a[p] == label ? 1 : 0;
                        shared += a[p] == label && b[p] == candidate ? 1 : 0;
                    }
                    if (2 * shared > area) {
                        pairs.add(new int[] {label, candidate});
                        matched.add(candidate);
                        ofResult.merge(candidate, 1, Integer::sum);
                        found = true;
                    }
                }
                missed += found ? 0 : 1;
            }
            for (int label : results) {
                if (!matched.contains(label)) {
                    spurious++;
                    ofResult.merge(label, 1, Integer::sum);
                }
            }
        }
        double sum = 0;
        for (int[] pair : pairs) {
            long both = pairs.stream()
                    .filter(q -> q[0] == pair[0] && q[1] == pair[1])
                    .count();
            sum += (double) both / (ofTruth.get(pair[0]) + ofResult.get(pair[1]) - both);
        }
        int all = pairs.size() + missed + spurious;
        return all == 0 ? Double.NaN : Math.sqrt(sum / all);
    }
}
