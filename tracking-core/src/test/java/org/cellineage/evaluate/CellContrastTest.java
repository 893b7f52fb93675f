package org.cellineage.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.Movie;
import org.cellineage.format.labels.LabelCatalog;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.format.layout.CatalogReader;
import org.cellineage.format.layout.MovieFormats;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.testing.SharedData;
import org.junit.jupiter.api.Test;

/** Contrast of cells that were painted with a known one, and of real ones. */
class CellContrastTest {

    private static final int WIDTH = 320;
    private static final int HEIGHT = 60;
    private static final int RADIUS = 10;
    private static final int SPACING = 45;

    /** A frame of discs in a row, the whole cell {@code i} at column {@code 25 + 45 i}. */
    private static final class Painting {
        private final float[] intensities = new float[WIDTH * HEIGHT];
        private final int[] masks = new int[WIDTH * HEIGHT];

        /** The background rises from left to right: a cell's contrast is to its own surroundings. */
        Painting(double... aboveBackground) {
            for (int p = 0; p < intensities.length; p++) {
                intensities[p] = 100 + 300 * (p % WIDTH) / SPACING;
            }
            for (int cell = 0; cell < aboveBackground.length; cell++) {
                for (int p : disc(cell, RADIUS)) {
                    intensities[p] += (float) aboveBackground[cell];
                    masks[p] = cell + 1;
                }
            }
        }

        LabelImage labels(int radius, int... cells) {
            int[] labels = new int[WIDTH * HEIGHT];
            for (int cell : cells) {
                for (int p : disc(cell, radius)) {
                    labels[p] = cell + 1;
                }
            }
            return new LabelImage(WIDTH, HEIGHT, labels);
        }

        LabelImage masks() {
            return new LabelImage(WIDTH, HEIGHT, masks);
        }

        double[] relative(LabelImage truth, LabelImage result) {
            return CellContrast.relative(Overlaps.of(truth, result), truth, result, intensities);
        }
    }

    private static int[] disc(int cell, int radius) {
        int cx = 25 + SPACING * cell;
        int cy = HEIGHT / 2;
        return IntStream.range(0, WIDTH * HEIGHT)
                .filter(p -> Math.hypot(p % WIDTH - cx, p / WIDTH - cy) <= radius)
                .toArray();
    }

    private static final double[] CONTRASTS = {1000, 40, 2500, 150, 1000, 1000};
    private static final double[] RELATIVE = {1, 0.04, 2.5, 0.15, 1, 1};

    /** The rising background is symmetric around each cell but for whole pixels: a few grey values of 1,000. */
    private static void assertRelative(double[] contrasts, double... expected) {
        assertThat(contrasts).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(contrasts[i]).as("cell %d", i).isCloseTo(expected[i], within(0.01));
        }
    }

    @Test
    void masksHaveThePaintedContrast() {
        Painting painting = new Painting(CONTRASTS);
        LabelImage nothing = painting.labels(1);
        assertRelative(painting.relative(painting.masks(), painting.masks()), RELATIVE);
        assertRelative(painting.relative(painting.masks(), nothing), RELATIVE);
    }

    @Test
    void aMissedCellsBodyAroundItsMarkerIsNoBackground() {
        Painting painting = new Painting(CONTRASTS);
        LabelImage markers = painting.labels(3, 0, 1, 2, 3, 4, 5);
        assertRelative(painting.relative(markers, painting.masks()), RELATIVE);
        assertRelative(painting.relative(markers, painting.labels(RADIUS, 0, 4, 5)), RELATIVE);
    }

    @Test
    void aRegionThatNoCellOfTheTruthExplainsIsNoBackground() {
        Painting painting = new Painting(CONTRASTS);
        LabelImage truth = painting.labels(RADIUS, 0, 1, 3, 4, 5);
        assertRelative(painting.relative(truth, painting.masks()), 1, 0.04, 0.15, 1, 1);
    }

    /** A ring of cells leaves the inner one nothing but the frame's background. */
    @Test
    void insideAClumpTheFramesBackgroundStandsForTheSurroundings() {
        int side = 90;
        int[] labels = new int[side * side];
        float[] intensities = new float[side * side];
        Arrays.fill(intensities, 10);
        for (int p = 0; p < labels.length; p++) {
            int x = p % side;
            int y = p / side;
            if (x < 60 && y < 60) {
                labels[p] = 1 + y / 20 * 3 + x / 20;
                intensities[p] = labels[p] == 5 ? 30 : 110;
            }
        }
        LabelImage truth = new LabelImage(side, side, labels);
        double[] relative = CellContrast.relative(Overlaps.of(truth, truth), truth, truth, intensities);
        assertThat(relative).containsExactly(1, 1, 1, 1, 0.2, 1, 1, 1, 1);
    }

    @Test
    void aFrameWithoutBackgroundOrContrastSaysNothing() {
        LabelImage full = new LabelImage(4, 1, new int[] {1, 1, 2, 2});
        assertThat(CellContrast.relative(Overlaps.of(full, full), full, full, new float[] {1, 2, 3, 4}))
                .containsExactly(Double.NaN, Double.NaN);
        Painting flat = new Painting(0, 0);
        assertThat(CellContrast.relative(
                        Overlaps.of(flat.masks(), flat.masks()), flat.masks(), flat.masks(), new float[WIDTH * HEIGHT]))
                .containsOnly(Double.NaN);
        LabelImage empty = new LabelImage(4, 1, new int[4]);
        assertThat(CellContrast.relative(Overlaps.of(empty, full), empty, full, new float[4]))
                .isEmpty();
    }

    @Test
    void pixelsThatAreNoNumbersAreLeftOut() {
        Painting painting = new Painting(CONTRASTS);
        for (int p = 0; p < painting.intensities.length; p += 7) {
            painting.intensities[p] = p % 2 == 0 ? Float.NaN : Float.POSITIVE_INFINITY;
        }
        assertRelative(painting.relative(painting.masks(), painting.masks()), RELATIVE);
    }

    @Test
    void labelsOffsetAndScaleChangeNothing() {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 20; trial++) {
            Painting painting = new Painting(random.doubles(6, 5, 3000).toArray());
            for (int p = 0; p < painting.intensities.length; p++) {
                painting.intensities[p] = Math.round(painting.intensities[p] + random.nextInt(20));
            }
            LabelImage truth = painting.labels(4, 0, 1, 2, 3, 4, 5);
            LabelImage result = painting.labels(RADIUS, 0, 2, 3);
            DetectionScore score = Evaluator.detection(truth, result, image(painting.intensities, 1, 0));
            assertThat(score.ofKnownContrast().cells()).isEqualTo(6);
            for (int factor : new int[] {1, 2, 3}) {
                DetectionScore same = Evaluator.detection(
                        relabelled(truth, random.nextInt(1, 6)),
                        relabelled(result, random.nextInt(1, 6)),
                        image(painting.intensities, factor, random.nextInt(5000)));
                assertThat(same.byContrast()).isEqualTo(score.byContrast());
                assertThat(same.all()).isEqualTo(score.all());
            }
        }
    }

    private static Optional<Plane> image(float[] intensities, int factor, int offset) {
        float[] changed = new float[intensities.length];
        for (int p = 0; p < changed.length; p++) {
            changed[p] = factor * intensities[p] + offset;
        }
        return Optional.of(Plane.of(WIDTH, HEIGHT, changed));
    }

    /** Labels in another order. */
    private static LabelImage relabelled(LabelImage image, int turn) {
        return new LabelImage(
                image.width(),
                image.height(),
                Arrays.stream(image.labels())
                        .map(l -> l == 0 ? 0 : 100 - (l + turn) % 7)
                        .toArray());
    }

    @Test
    void anUpperBoundBelongsToTheClassAbove() {
        assertThat(ContrastClass.of(0.05)).contains(ContrastClass.BELOW_A_TENTH);
        assertThat(ContrastClass.of(Math.nextDown(0.2))).contains(ContrastClass.BELOW_A_FIFTH);
        assertThat(ContrastClass.of(0.2)).contains(ContrastClass.BELOW_TWO_FIFTHS);
        assertThat(ContrastClass.of(1)).contains(ContrastClass.TYPICAL);
        assertThat(ContrastClass.of(3)).contains(ContrastClass.BRIGHTEST);
        assertThat(ContrastClass.of(Double.POSITIVE_INFINITY)).contains(ContrastClass.BRIGHTEST);
        assertThat(ContrastClass.of(-1)).contains(ContrastClass.BELOW_A_TWENTIETH);
        assertThat(ContrastClass.of(Double.NaN)).isEmpty();
    }

    @Test
    void aScoreSumsTheDimAndTheBright() {
        Painting painting = new Painting(CONTRASTS);
        DetectionScore score = Evaluator.detection(
                painting.masks(), painting.labels(RADIUS, 0, 3, 4), image(painting.intensities, 1, 0));
        assertThat(Arrays.stream(ContrastClass.values()).filter(c -> score.of(c).cells() > 0))
                .containsExactly(
                        ContrastClass.BELOW_A_TWENTIETH,
                        ContrastClass.BELOW_A_FIFTH,
                        ContrastClass.TYPICAL,
                        ContrastClass.BELOW_THREE);
        assertThat(score.belowAFifth()).isEqualTo(new DetectionTally(2, 1, 0, 0, 1));
        assertThat(score.aboveTwice()).isEqualTo(new DetectionTally(1, 0, 0, 0, 0));
        DetectionScore twice = score.plus(score);
        assertThat(twice.belowAFifth()).isEqualTo(new DetectionTally(4, 2, 0, 0, 2));
        assertThat(twice.of(ContrastClass.TYPICAL)).isEqualTo(new DetectionTally(6, 4, 0, 0, 4));
    }

    /** Silver masks against the markers of the same movie: nearly all are there, each with its contrast. */
    @Test
    void theMarkersOfARealMovieLieInItsMasks() throws IOException {
        Path data = SharedData.require("movies/Fluo-N2DL-HeLa");
        LocalStorage storage = new LocalStorage();
        LabelSet set = LabelCatalog.read(storage, data.toString()).sets().get("02");
        LabelSet masks =
                LabelCatalog.readMasks(storage, data.toString(), true).sets().get("02");
        Movie movie = new CatalogReader(storage)
                .read(data.toString(), MovieFormats.AUTO)
                .movies()
                .get(0);
        TreeSet<Integer> frames = new TreeSet<>(masks.frames().keySet());
        frames.retainAll(set.frames().keySet());
        DetectionScore sum = DetectionScore.NONE;
        try (StoredLabels truth = new StoredLabels(storage, set);
                StoredLabels result = new StoredLabels(storage, masks);
                StoredImages images = new StoredImages(storage, Optional.of(movie))) {
            for (int frame : List.copyOf(frames).subList(0, 3)) {
                sum = sum.plus(Evaluator.detection(truth.read(frame), result.read(frame), images.read(frame)));
            }
        }
        assertThat(sum.all().recall()).isGreaterThan(0.97);
        long known = sum.ofKnownContrast().cells();
        assertThat(known).isEqualTo(sum.all().cells()).isGreaterThan(500);
        assertThat(sum.of(ContrastClass.TYPICAL).cells()).isGreaterThan(known / 5);
        assertThat(sum.belowAFifth().cells()).isPositive();
        assertThat(sum.aboveTwice().cells()).isPositive();
    }
}
