package org.cellineage.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.cellineage.evaluate.DrawnMovies.movie;
import static org.cellineage.evaluate.DrawnMovies.spans;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;

/** Which cells count as found, merged, missed and split: written by hand, and by sets of pixels on random images. */
class DetectionTest {

    private static DetectionScore score(String truth, String result) throws IOException {
        return Evaluator.detection(movie(truth).read(0), movie(result).read(0), Optional.empty());
    }

    @Test
    void halfACellIsNotEnough() throws IOException {
        assertThat(score("1111", "77..").all()).isEqualTo(new DetectionTally(1, 0, 0, 0, 1));
        assertThat(score("1111", "777.").all()).isEqualTo(new DetectionTally(1, 1, 0, 0, 1));
        assertThat(score("1111", "....").all()).isEqualTo(new DetectionTally(1, 0, 0, 0, 0));
    }

    @Test
    void cellsOfOneRegionAreMergedAndNotFound() throws IOException {
        DetectionScore score = score("111.222.33.", "777777....8");
        assertThat(score.all()).isEqualTo(new DetectionTally(3, 0, 2, 0, 2));
        assertThat(score.merges()).isEqualTo(1);
        assertThat(score.all().missed()).isEqualTo(1);
        assertThat(score.all().recall()).isZero();
        assertThat(score.falseRegions()).isEqualTo(1);
    }

    @Test
    void aCellInPiecesIsSplitWhetherOneHoldsItOrNot() throws IOException {
        assertThat(score("111111", "777888").all()).isEqualTo(new DetectionTally(1, 0, 0, 1, 2));
        assertThat(score("111111", "777788").all()).isEqualTo(new DetectionTally(1, 1, 0, 1, 2));
        // A small piece within the cell counts, a region that only touches it does not.
        assertThat(score("111111....", "777778....").all().split()).isEqualTo(1);
        assertThat(score("111111....", "7777788888").all()).isEqualTo(new DetectionTally(1, 1, 0, 0, 2));
        // A neighbour's region that reaches over is the neighbour's.
        assertThat(score("111111222", "777788888").all()).isEqualTo(new DetectionTally(2, 2, 0, 0, 2));
    }

    @Test
    void precisionCountsRegionsWithoutACell() throws IOException {
        DetectionScore score = score("11..22....", "77.488..55");
        assertThat(score.all()).isEqualTo(new DetectionTally(2, 2, 0, 0, 4));
        assertThat(score.all().precision()).isEqualTo(0.5);
        assertThat(score.falseRegions()).isEqualTo(2);
        assertThat(score.ofKnownContrast().cells()).isZero();
        assertThat(score("..", "..").all().precision()).isNaN();
        assertThat(score("..", "..").all().recall()).isNaN();
    }

    @Test
    void areasAreComparedWhereMasksAreFound() throws IOException {
        // Ratios of 3/4, 1, 5/4 and 3/2; a missed cell and merged ones have none.
        DetectionScore score =
                score("1111...2222...3333...4444...5555...66.77", "888....9999...AAAAA..BBBBBB........DDDDD");
        assertThat(score.areas().cells()).isEqualTo(4);
        assertThat(score.areas().quantile(0.25)).isEqualTo(0.75);
        assertThat(score.areas().quantile(0.5)).isEqualTo(1);
        assertThat(score.areas().quantile(0.75)).isEqualTo(1.25);
        assertThat(score.areas().quantile(1)).isEqualTo(1.5);
        assertThat(score("11", "..").areas().quantile(0.5)).isNaN();
        assertThatThrownBy(() -> score.areas().quantile(1.1)).isInstanceOf(IllegalArgumentException.class);
        DetectionScore twice = score.plus(score("1111", "7777"));
        assertThat(twice.areas().cells()).isEqualTo(5);
        assertThat(twice.areas().quantile(0.5)).isEqualTo(1);
        assertThat(twice.all().cells()).isEqualTo(8);
    }

    /** Mother 1 is last seen in frame 1 and has the daughters 2, for three frames, and 3, for one; 4 does not divide. */
    @Test
    void aMothersLastFrameAndADaughtersFirstTwoAreAroundTheDivision() throws IOException {
        LabelFrames truth = movie("1111..44", "1111..44", "22.33.44", "22....44", "22....44");
        LabelFrames result = movie("......44", "1111..44", "222.3.44", "......44", "......44");
        EvaluatedMovie score = Evaluator.score(
                new Evaluator.Side("truth", truth, spans(truth, 2, 1, 3, 1)),
                new Evaluator.Side("result", result, spans(result)),
                Optional.empty(),
                FrameImages.NONE);
        // The mother and the first daughter are found, the second has half a cell, the first is missed once.
        assertThat(score.markers().dividing()).isEqualTo(new DetectionTally(4, 2, 0, 0, 3));
        assertThat(score.markers().all()).isEqualTo(new DetectionTally(11, 7, 0, 0, 8));
        assertThat(score.masks()).isEmpty();
        assertThat(score.markers().areas().cells()).isZero();
        EvaluatedMovie oneDaughter = Evaluator.score(
                new Evaluator.Side("truth", truth, spans(truth, 2, 1)),
                new Evaluator.Side("result", result, spans(result)),
                Optional.empty(),
                FrameImages.NONE);
        assertThat(oneDaughter.markers().dividing().cells()).isZero();
    }

    /** Masks have labels of their own; which of them divide, the markers inside them say. */
    @Test
    void masksDivideWithTheirMarkers() throws IOException {
        LabelFrames truth = movie(".1.....4.", ".2.3...4.");
        LabelFrames masks = movie("8888..555", "7777..555");
        EvaluatedMovie score = Evaluator.score(
                new Evaluator.Side("truth", truth, spans(truth, 2, 1, 3, 1)),
                new Evaluator.Side("result", masks, spans(masks)),
                Optional.of(masks),
                FrameImages.NONE);
        assertThat(score.markers().dividing()).isEqualTo(new DetectionTally(3, 1, 2, 0, 2));
        // The mask of frame 1 holds two markers: whose it is, nobody knows.
        assertThat(score.masks().orElseThrow().dividing()).isEqualTo(new DetectionTally(1, 1, 0, 0, 1));
        assertThat(score.masks().orElseThrow().all()).isEqualTo(new DetectionTally(4, 4, 0, 0, 4));
        assertThat(score.masks().orElseThrow().areas().quantile(0.5)).isEqualTo(1);
    }

    @Test
    void anImageOfAnotherSizeIsRefused() throws IOException {
        LabelFrames truth = movie("11..");
        FrameImages images = new FrameImages() {
            @Override
            public Optional<Plane> read(int frame) {
                return Optional.of(Plane.of(3, 1, new byte[3]));
            }

            @Override
            public String where() {
                return "IMAGES";
            }
        };
        Evaluator.Side side = new Evaluator.Side("truth", truth, spans(truth));
        assertThatThrownBy(() -> Evaluator.score(side, side, Optional.empty(), images))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("IMAGES")
                .hasMessageContaining("3 x 1")
                .hasMessageContaining("4 x 1");
    }

    @Test
    void randomImagesAgreeWithSetsOfPixels() {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 3000; trial++) {
            LabelImage truth = image(random);
            LabelImage result = image(random);
            DetectionScore score = Evaluator.detection(truth, result, Optional.empty());
            assertThat(score.all()).as("trial %d", trial).isEqualTo(bySets(truth, result));
        }
    }

    private static LabelImage image(SplittableRandom random) {
        int[] labels = new int[24];
        for (int p = 0; p < labels.length; p++) {
            labels[p] = p > 0 && random.nextInt(3) > 0 ? labels[p - 1] : random.nextInt(5);
        }
        return new LabelImage(6, 4, labels);
    }

    private static Map<Integer, Set<Integer>> cells(LabelImage image) {
        Map<Integer, Set<Integer>> cells = new TreeMap<>();
        for (int p = 0; p < image.labels().length; p++) {
            if (image.labels()[p] != 0) {
                cells.computeIfAbsent(image.labels()[p], l -> new HashSet<>()).add(p);
            }
        }
        return cells;
    }

    private static double share(Set<Integer> part, Set<Integer> of) {
        return (double) of.stream().filter(part::contains).count() / of.size();
    }

    private static DetectionTally bySets(LabelImage truth, LabelImage result) {
        Map<Integer, Set<Integer>> cells = cells(truth);
        Map<Integer, Set<Integer>> regions = cells(result);
        long found = 0;
        long merged = 0;
        Map<Integer, Integer> pieces = new HashMap<>();
        for (Set<Integer> region : regions.values()) {
            List<Integer> held = cells.keySet().stream()
                    .filter(c -> share(region, cells.get(c)) > 0.5)
                    .toList();
            found += held.size() == 1 ? 1 : 0;
            merged += held.size() > 1 ? held.size() : 0;
            int owner = 0;
            double most = 0;
            for (int c : held.isEmpty() ? cells.keySet() : held) {
                double shared = share(cells.get(c), region) * region.size();
                if (shared > most + 1e-9) {
                    most = shared;
                    owner = c;
                }
            }
            if (owner != 0 && (share(region, cells.get(owner)) > 0.25 || share(cells.get(owner), region) > 0.5)) {
                pieces.merge(owner, 1, Integer::sum);
            }
        }
        long split = pieces.values().stream().filter(n -> n > 1).count();
        return new DetectionTally(cells.size(), found, merged, split, regions.size());
    }

    @Test
    void aTallyAddsUp() {
        DetectionTally sum = new DetectionTally(4, 2, 1, 1, 3).plus(new DetectionTally(4, 4, 0, 0, 5));
        assertThat(sum).isEqualTo(new DetectionTally(8, 6, 1, 1, 8));
        assertThat(sum.recall()).isCloseTo(0.75, within(1e-12));
        assertThat(sum.missed()).isEqualTo(1);
    }
}
