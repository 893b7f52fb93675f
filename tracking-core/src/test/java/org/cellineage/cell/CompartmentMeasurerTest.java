package org.cellineage.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompartmentMeasurerTest {

    private static final MeasurementOptions OPTIONS = new MeasurementOptions(0.1, 0.3, 0, "");
    private static final double DIAMETER = 12;

    private static int[] disc(int[] labels, int width, double cy, double cx, double radius, int label) {
        for (int p = 0; p < labels.length; p++) {
            double y = (double) (p / width) - cy;
            double x = p % width - cx;
            if (y * y + x * x <= radius * radius && labels[p] == 0) {
                labels[p] = label;
            }
        }
        return labels;
    }

    /** Discs of random sizes and labels, some of which touch. */
    private static LabelImage scene(Random random, int width, int height) {
        int[] labels = new int[width * height];
        for (int i = 0; i < 9; i++) {
            disc(
                    labels,
                    width,
                    height * random.nextDouble(),
                    width * random.nextDouble(),
                    3 + 4 * random.nextDouble(),
                    1 + 7 * i);
        }
        return new LabelImage(width, height, labels);
    }

    private static List<Cell> measure(LabelImage labels, Optional<LabelImage> bodies, Plane plane) {
        return measure(labels, bodies, plane, OPTIONS);
    }

    private static List<Cell> measure(
            LabelImage labels, Optional<LabelImage> bodies, Plane plane, MeasurementOptions options) {
        List<Plane> planes = List.of(plane);
        // Those of the movie would be the same: all cells of a scene are alike.
        double diameter = options.equals(OPTIONS) ? DIAMETER : Double.NaN;
        return CompartmentMeasurer.measure(
                CellMeasurer.measure(labels, planes), labels, bodies, planes, diameter, options);
    }

    /** The mean over the ring by the definition: every pixel against every pixel of every cell. */
    private static double ringByDefinition(LabelImage labels, float[] values, int label) {
        double sum = 0;
        int count = 0;
        for (int p = 0; p < values.length; p++) {
            double own = distance(labels, p, label, true);
            if (labels.labels()[p] == 0
                    && Float.isFinite(values[p])
                    && own > 1.2
                    && own <= 4.8
                    && own < distance(labels, p, label, false)) {
                sum += values[p];
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /** The distance of a pixel to a cell, or to the nearest other one. */
    private static double distance(LabelImage labels, int p, int label, boolean own) {
        int width = labels.width();
        double least = Double.MAX_VALUE;
        for (int q = 0; q < labels.labels().length; q++) {
            int of = labels.labels()[q];
            if (of != 0 && (of == label) == own) {
                least = Math.min(least, Math.hypot(p / width - q / width, p % width - q % width));
            }
        }
        return least;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aRingHasThePixelsOfItsDefinition(long seed) {
        Random random = new Random(seed);
        int width = 48;
        int height = 40;
        LabelImage labels = scene(random, width, height);
        float[] values = new float[width * height];
        for (int p = 0; p < values.length; p++) {
            values[p] = random.nextInt(1000);
            int pixel = p;
            // Where two cells are equally near, either may have the pixel.
            if (IntStream.of(labels.labels())
                    .filter(label -> label != 0)
                    .distinct()
                    .anyMatch(label -> distance(labels, pixel, label, true) == distance(labels, pixel, label, false))) {
                values[p] = Float.NaN;
            }
        }
        Plane plane = Plane.of(width, height, values);
        for (Cell cell : measure(labels, Optional.empty(), plane)) {
            double expected = ringByDefinition(labels, values, cell.label());
            double ring = cell.intensities().get(0).ring();
            if (Double.isNaN(expected)) {
                assertThat(ring).isNaN();
            } else {
                assertThat(ring).isCloseTo(expected, within(1e-6 * expected + 1e-9));
            }
        }
    }

    @Test
    void ringsNeitherOverlapNorTouchACell() {
        Random random = new Random(5);
        for (int i = 0; i < 20; i++) {
            LabelImage labels = scene(random, 60, 50);
            // A plane whose value is the pixel's number tells which pixels are in a ring: here, which of two halves.
            float[] values = new float[60 * 50];
            for (int p = 0; p < values.length; p++) {
                values[p] = touches(labels, p) ? 1e6f : 1;
            }
            for (Cell cell : measure(labels, Optional.empty(), Plane.of(60, 50, values))) {
                double ring = cell.intensities().get(0).ring();
                assertThat(Double.isNaN(ring) || ring == 1).isTrue();
            }
        }
    }

    private static boolean touches(LabelImage labels, int p) {
        int width = labels.width();
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                int y = p / width + dy;
                int x = p % width + dx;
                if (Math.abs(dy) + Math.abs(dx) < 2
                        && y >= 0
                        && y < labels.height()
                        && x >= 0
                        && x < width
                        && labels.labels()[y * width + x] != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void theRatioReadsOutAReporterAboveAnUnevenBackground() {
        int width = 240;
        int height = 200;
        int[] nuclei = new int[width * height];
        int[] bodies = new int[width * height];
        List<Double> ratios = new ArrayList<>();
        float[] values = new float[width * height];
        for (int p = 0; p < values.length; p++) {
            values[p] = 100 + 0.2f * (p % width);
        }
        Random random = new Random(3);
        int label = 0;
        for (int y = 30; y < height; y += 45) {
            for (int x = 30; x < width; x += 45) {
                label++;
                disc(bodies, width, y, x, 13, label);
                disc(nuclei, width, y, x, 6, label);
                ratios.add(0.3 + 3 * random.nextDouble());
            }
        }
        for (int p = 0; p < values.length; p++) {
            if (bodies[p] != 0) {
                values[p] += (float) (500 * (nuclei[p] != 0 ? ratios.get(bodies[p] - 1) : 1));
            }
        }
        Plane plane = Plane.of(width, height, values);
        LabelImage image = new LabelImage(width, height, nuclei);
        List<Cell> cells = measure(image, Optional.of(new LabelImage(width, height, bodies)), plane);
        for (Cell cell : cells) {
            ChannelIntensity intensity = cell.intensities().get(0);
            double truth = ratios.get(cell.label() - 1);
            assertThat(intensity.ringRatio()).isCloseTo(truth, within(0.03 * truth + 0.02));
            assertThat(intensity.background()).isCloseTo(100 + 0.2 * cell.xPx(), within(10.0));
            int body = 0;
            for (int of : bodies) {
                body += of == cell.label() ? 1 : 0;
            }
            assertThat(cell.wholeCell())
                    .singleElement()
                    .extracting(WholeCell::areaPx)
                    .isEqualTo(body);
            double inside = cell.areaPx() * (truth * 500) + (body - cell.areaPx()) * 500.0;
            assertThat(intensity.wholeCell()).isCloseTo(100 + 0.2 * cell.xPx() + inside / body, within(1.0));
        }
    }

    @Test
    void aRingEndsAtTheEdgeOfItsOwnCell() {
        int width = 60;
        int[] nuclei = disc(new int[width * 40], width, 20, 20, 5, 1);
        int[] bodies = disc(new int[width * 40], width, 20, 20, 7.5, 1);
        float[] values = new float[width * 40];
        for (int p = 0; p < values.length; p++) {
            values[p] = bodies[p] != 0 ? 10 : 0;
        }
        Plane plane = Plane.of(width, 40, values);
        LabelImage image = new LabelImage(width, 40, nuclei);
        double within = measure(image, Optional.of(new LabelImage(width, 40, bodies)), plane)
                .get(0)
                .intensities()
                .get(0)
                .ring();
        double beyond = measure(image, Optional.empty(), plane)
                .get(0)
                .intensities()
                .get(0)
                .ring();
        assertThat(within).isEqualTo(10);
        assertThat(beyond).isLessThan(9);
    }

    /** Cells that reach a different way on each side, and not everywhere as far as the ring, under the noise of few photons. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3})
    void whereACellIsNotKnownPixelsBesideItDoNotCount(double noise) {
        int width = 400;
        int height = 340;
        Random random = new Random(8);
        int[] nuclei = new int[width * height];
        float[] values = new float[width * height];
        List<Double> ratios = new ArrayList<>();
        int label = 0;
        for (int y = 40; y < height - 30; y += 65) {
            for (int x = 40; x < width - 30; x += 65) {
                label++;
                disc(nuclei, width, y, x, 12, label);
                ratios.add(0.4 + 2 * random.nextDouble());
                int[] body = new int[values.length];
                double away = 10 * random.nextDouble();
                double angle = 2 * Math.PI * random.nextDouble();
                disc(body, width, y + away * Math.sin(angle), x + away * Math.cos(angle), 17, 1);
                for (int p = 0; p < values.length; p++) {
                    values[p] += nuclei[p] == label ? (float) (ratios.get(label - 1) * 200) : body[p] * 200;
                }
            }
        }
        for (int p = 0; p < values.length; p++) {
            values[p] += (float) (100 + noise * 200 * random.nextGaussian());
        }
        Plane plane = Plane.of(width, height, values);
        LabelImage image = new LabelImage(width, height, nuclei);
        MeasurementOptions lit = MeasurementOptions.DEFAULTS;
        MeasurementOptions all =
                new MeasurementOptions(lit.ringGapDiameters(), lit.ringWidthDiameters(), 0, lit.flatField());
        double error = meanError(measure(image, Optional.empty(), plane, lit), ratios);
        assertThat(error).isLessThan(0.2);
        assertThat(meanError(measure(image, Optional.empty(), plane, all), ratios))
                .isGreaterThan(3 * error);
    }

    /** Mean relative error of the ratio of nucleus to ring. */
    private static double meanError(List<Cell> cells, List<Double> ratios) {
        return cells.stream()
                .mapToDouble(cell -> Math.abs(cell.intensities().get(0).ringRatio() / ratios.get(cell.label() - 1) - 1))
                .average()
                .orElseThrow();
    }

    @Test
    void aFrameFullOfCellsHasNoBackgroundAndNoRatio() {
        int[] labels = new int[32 * 32];
        for (int p = 0; p < labels.length; p++) {
            labels[p] = p % 32 < 16 ? 1 : 2;
        }
        LabelImage image = new LabelImage(32, 32, labels);
        for (Cell cell : measure(image, Optional.empty(), Plane.of(32, 32, new float[32 * 32]))) {
            ChannelIntensity intensity = cell.intensities().get(0);
            assertThat(intensity.background()).isNaN();
            assertThat(intensity.ring()).isNaN();
            assertThat(intensity.ringRatio()).isNaN();
        }
    }

    @Test
    void pixelsThatAreNoNumbersCountNowhere() {
        int width = 60;
        int[] nuclei = disc(new int[width * 60], width, 30, 30, 6, 1);
        float[] values = new float[width * 60];
        java.util.Arrays.fill(values, 5);
        values[30 * width + 38] = Float.NaN;
        values[2] = Float.POSITIVE_INFINITY;
        ChannelIntensity intensity = measure(
                        new LabelImage(width, 60, nuclei), Optional.empty(), Plane.of(width, 60, values))
                .get(0)
                .intensities()
                .get(0);
        assertThat(intensity.ring()).isEqualTo(5);
        assertThat(intensity.background()).isCloseTo(5, within(1e-4));
    }
}
