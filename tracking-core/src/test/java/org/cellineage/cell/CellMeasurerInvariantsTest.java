package org.cellineage.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.cellineage.format.LocalSeekableBytes;
import org.cellineage.format.tiff.TiffFile;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.segment.Labels;
import org.cellineage.testing.SharedData;
import org.junit.jupiter.api.Test;

/** What must hold for any cells, and what real masks must add up to. */
class CellMeasurerInvariantsTest {

    private static final Offset<Double> EXACT = within(1e-9);

    @Test
    void movingACellMovesItsPlaceAndNothingElse() {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 100; trial++) {
            int[] small = blob(random, 20, 24);
            int dy = random.nextInt(1, 3000);
            int dx = random.nextInt(1, 40);
            int width = 24 + dx + 1;
            int height = 20 + dy + 1;
            int[] large = new int[width * height];
            for (int p = 0; p < small.length; p++) {
                large[(p / 24 + dy) * width + p % 24 + dx] = small[p];
            }
            Cell here = only(24, 20, small);
            Cell there = only(width, height, large);
            assertThat(there.yPx()).isCloseTo(here.yPx() + dy, EXACT);
            assertThat(there.xPx()).isCloseTo(here.xPx() + dx, EXACT);
            assertThat(there.box().minY()).isEqualTo(here.box().minY() + dy);
            assertThat(there.box().minX()).isEqualTo(here.box().minX() + dx);
            assertThat(there.perimeterPx()).isEqualTo(here.perimeterPx());
            assertThat(there.majorAxisPx()).isEqualTo(here.majorAxisPx());
            assertThat(there.minorAxisPx()).isEqualTo(here.minorAxisPx());
            assertThat(there.orientationRad()).isEqualTo(here.orientationRad());
            assertThat(there.solidity()).isEqualTo(here.solidity());
            assertThat(there.mask()).isEqualTo(here.mask());
            assertThat(there.touchesBorder()).isFalse();
        }
    }

    @Test
    void aMirroredCellLeansTheOtherWay() {
        SplittableRandom random = new SplittableRandom(2);
        int leaning = 0;
        for (int trial = 0; trial < 200; trial++) {
            int width = 24;
            int height = 20;
            int[] labels = blob(random, height, width);
            int[] mirrored = new int[labels.length];
            for (int p = 0; p < labels.length; p++) {
                mirrored[p / width * width + width - 1 - p % width] = labels[p];
            }
            Cell a = only(width, height, labels);
            Cell b = only(width, height, mirrored);
            assertThat(b.areaPx()).isEqualTo(a.areaPx());
            assertThat(b.perimeterPx()).isEqualTo(a.perimeterPx());
            assertThat(b.solidity()).isEqualTo(a.solidity());
            assertThat(b.majorAxisPx()).isCloseTo(a.majorAxisPx(), EXACT);
            assertThat(b.eccentricity()).isCloseTo(a.eccentricity(), EXACT);
            if (a.majorAxisPx() - a.minorAxisPx() > 0.1 && Math.abs(a.orientationRad()) < 1.5) {
                assertThat(b.orientationRad()).isCloseTo(-a.orientationRad(), EXACT);
                leaning++;
            }
        }
        assertThat(leaning).isGreaterThan(100);
    }

    /** The orientation must be the direction in which the pixels spread most, as a search over angles finds it. */
    @Test
    void orientationPointsAlongTheLargestSpread() {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 50; trial++) {
            int[] labels = blob(random, 20, 24);
            Cell cell = only(24, 20, labels);
            double chosen = spread(labels, 24, cell, cell.orientationRad());
            for (int degree = 0; degree < 180; degree++) {
                assertThat(spread(labels, 24, cell, Math.toRadians(degree))).isLessThanOrEqualTo(chosen + 1e-9);
            }
            assertThat(4 * Math.sqrt(chosen)).isCloseTo(cell.majorAxisPx(), EXACT);
        }
    }

    /** Variance of the pixels' positions along a direction at an angle to the y axis. */
    private static double spread(int[] labels, int width, Cell cell, double angle) {
        double sum = 0;
        for (int p = 0; p < labels.length; p++) {
            if (labels[p] != 0) {
                double along = (p / width - cell.yPx()) * Math.cos(angle) + (p % width - cell.xPx()) * Math.sin(angle);
                sum += along * along;
            }
        }
        return sum / cell.areaPx();
    }

    /** The same cells measure the same under dense labels and under labels up to the largest int. */
    @Test
    void labelsMayBeAnyPositiveNumbersAndCellsScattered() {
        SplittableRandom random = new SplittableRandom(4);
        int[] large = {1_048_575, 1_048_576, 1_500_000_000, Integer.MAX_VALUE};
        for (int trial = 0; trial < 50; trial++) {
            int width = random.nextInt(2, 40);
            int height = random.nextInt(2, 40);
            int[] dense = new int[width * height];
            int[] sparse = new int[width * height];
            for (int p = 0; p < dense.length; p++) {
                dense[p] = random.nextInt(5);
                sparse[p] = dense[p] == 0 ? 0 : large[dense[p] - 1];
            }
            short[] light = new short[dense.length];
            for (int p = 0; p < light.length; p++) {
                light[p] = (short) random.nextInt(65_536);
            }
            List<Plane> channels = List.of(Plane.of(width, height, light));
            List<Cell> a = CellMeasurer.measure(new LabelImage(width, height, dense), channels);
            List<Cell> b = CellMeasurer.measure(new LabelImage(width, height, sparse), channels);
            assertThat(b).hasSameSizeAs(a);
            for (int i = 0; i < a.size(); i++) {
                assertThat(b.get(i).label()).isEqualTo(large[a.get(i).label() - 1]);
                assertThat(b.get(i))
                        .usingRecursiveComparison()
                        .ignoringFields("label")
                        .withComparatorForType(Double::compare, Double.class)
                        .isEqualTo(a.get(i));
            }
        }
    }

    @Test
    void borderContactIsAPixelOnTheFramesEdge() {
        int side = 9;
        for (int p = 0; p < side * side; p++) {
            int[] labels = new int[side * side];
            labels[p] = 1;
            boolean edge = p / side == 0 || p / side == side - 1 || p % side == 0 || p % side == side - 1;
            assertThat(only(side, side, labels).touchesBorder()).isEqualTo(edge);
        }
    }

    @Test
    void intensitiesComeInTheOrderOfTheChannels() {
        int[] labels = {1, 1, 2, 0};
        Plane bytes = Plane.of(4, 1, new byte[] {1, 3, (byte) 255, 9});
        Plane floats = Plane.of(4, 1, new float[] {-1, -1, 0.5f, 9});
        List<Cell> cells = CellMeasurer.measure(new LabelImage(4, 1, labels), List.of(bytes, floats));
        assertThat(cells.get(0).intensities())
                .containsExactly(new ChannelIntensity(2, 1, 1, 3), new ChannelIntensity(-1, 0, -1, -1));
        assertThat(cells.get(1).intensities())
                .containsExactly(new ChannelIntensity(255, 0, 255, 255), new ChannelIntensity(0.5, 0, 0.5, 0.5));
    }

    /** Whatever a pixel without a number holds, and wherever it lies, the others are measured. */
    @Test
    void onlyFinitePixelsAreMeasured() {
        float[] noNumbers = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        for (float noNumber : noNumbers) {
            for (int bad = 0; bad < 3; bad++) {
                float[] light = {1, 3, 5, noNumber};
                light[bad] = noNumber;
                double low = bad == 0 ? 3 : 1;
                double high = bad == 2 ? 3 : 5;
                List<Cell> cells = CellMeasurer.measure(
                        new LabelImage(4, 1, new int[] {1, 1, 1, 2}), List.of(Plane.of(4, 1, light)));
                assertThat(cells.get(0).intensities())
                        .containsExactly(new ChannelIntensity((low + high) / 2, (high - low) / 2, low, high));
                assertThat(cells.get(0).areaPx()).isEqualTo(3);
                assertThat(cells.get(1).intensities()).containsExactly(ChannelIntensity.UNKNOWN);
            }
        }
    }

    /** A variance taken as a plain difference of squares, in floats, loses all its digits here. */
    @Test
    void smallSpreadsOnHighLevelsKeepTheirDigits() {
        float[] light = new float[1000];
        int[] labels = new int[1000];
        for (int p = 0; p < light.length; p++) {
            light[p] = 16_000_000 + p % 2;
            labels[p] = 1;
        }
        ChannelIntensity intensity = CellMeasurer.measure(
                        new LabelImage(1000, 1, labels), List.of(Plane.of(1000, 1, light)))
                .get(0)
                .intensities()
                .get(0);
        assertThat(intensity.mean()).isEqualTo(16_000_000.5);
        assertThat(intensity.std()).isEqualTo(0.5);
    }

    @Test
    void planesOfAnotherSizeAndNegativeLabelsAreRefused() {
        LabelImage labels = new LabelImage(3, 2, new int[] {0, 1, 1, 0, 0, 0});
        assertThatThrownBy(() -> CellMeasurer.measure(labels, List.of(Plane.of(2, 3, new byte[6]))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 x 2")
                .hasMessageContaining("2 x 3");
        assertThatThrownBy(() -> CellMeasurer.measure(new LabelImage(2, 1, new int[] {1, -3}), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-3");
    }

    @Test
    void realMasksAddUp() throws IOException {
        Path folder = SharedData.require("movies/Fluo-N2DH-SIM+/01_GT/TRA");
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(f -> f.toString().endsWith(".tif"))
                    .sorted()
                    .limit(10)
                    .toList();
        }
        assertThat(files).hasSize(10);
        for (Path file : files) {
            LabelImage truth;
            try (TiffFile tiff = TiffFile.open(new LocalSeekableBytes(file), file.toString())) {
                truth = Labels.fromPlane(tiff.read(0), file.toString());
            }
            List<Cell> cells = CellMeasurer.measure(truth, List.of());
            int pixels = 0;
            Set<Integer> present = new HashSet<>();
            for (int label : truth.labels()) {
                if (label != 0) {
                    pixels++;
                    present.add(label);
                }
            }
            int[] painted = new int[truth.labels().length];
            int area = 0;
            for (Cell cell : cells) {
                area += cell.areaPx();
                cell.mask().paint(painted, truth.width(), cell.box(), cell.label());
                assertThat(cell.solidity()).isBetween(0.5, 1.0);
                assertThat(cell.yPx())
                        .isBetween((double) cell.box().minY(), cell.box().maxY() - 1.0);
                // No figure has a shorter outline than the circle of its area, drawn through pixel centres.
                assertThat(cell.perimeterPx()).isGreaterThan(0.9 * Math.PI * (cell.diameterPx() - 1));
            }
            assertThat(area).isEqualTo(pixels);
            assertThat(cells).extracting(Cell::label).isSorted().hasSameElementsAs(present);
            assertThat(painted).isEqualTo(truth.labels());
        }
    }

    private static Cell only(int width, int height, int[] labels) {
        List<Cell> cells = CellMeasurer.measure(new LabelImage(width, height, labels), List.of());
        assertThat(cells).hasSize(1);
        return cells.get(0);
    }

    /** A random patch of label 1, away from the frame's edge. */
    private static int[] blob(SplittableRandom random, int height, int width) {
        int[] labels = new int[width * height];
        double stretch = 0.5 + random.nextDouble();
        double lean = random.nextDouble() - 0.5;
        labels[height / 2 * width + width / 2] = 1;
        for (int p = 0; p < labels.length; p++) {
            double y = p / width - height / 2.0;
            double x = p % width - width / 2.0 + lean * y;
            boolean inner = p / width > 0 && p / width < height - 1 && p % width > 0 && p % width < width - 1;
            if (inner && Math.hypot(y * stretch, x) < 4 + 4 * random.nextDouble()) {
                labels[p] = 1;
            }
        }
        return labels;
    }
}
