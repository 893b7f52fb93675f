package org.cellineage.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.cellineage.problem.BadConfigurationException;
import org.junit.jupiter.api.Test;

class FrameCropsTest {

    private static final int SIDE = 24;

    private static ClassReading reading(double windowPx, double diameters, boolean mask, int channel) {
        return new ClassReading(
                List.of("a", "b"),
                List.of(channel),
                SIDE,
                windowPx,
                diameters,
                List.of(),
                List.of(),
                mask,
                List.of(),
                List.of(),
                1,
                List.of(),
                List.of(),
                List.of(),
                1,
                null);
    }

    /** Discs of one brightness on a dark ground. */
    private static Plane discs(int size, double radius, float ground, float light, int[] labels, double[][] centres) {
        float[] values = new float[size * size];
        for (int p = 0; p < values.length; p++) {
            values[p] = ground;
            for (int c = 0; c < centres.length; c++) {
                if (Math.hypot(p / size - centres[c][0], p % size - centres[c][1]) < radius) {
                    values[p] = ground + light;
                    labels[p] = c + 1;
                }
            }
        }
        return Plane.of(size, size, values);
    }

    private static FrameCrops crops(int size, double radius, float ground, float light, double[][] centres) {
        int[] labels = new int[size * size];
        Plane plane = discs(size, radius, ground, light, labels, centres);
        List<Cell> cells = CellMeasurer.measure(new LabelImage(size, size, labels), List.of(plane));
        return new FrameCrops(List.of(plane), 0, cells, reading(0, 2, true, ClassReading.OF_THE_CELLS));
    }

    @Test
    void acellLooksTheSameAtEveryScaleAndExposure() {
        double[][] centres = {{30, 30}, {30, 90}, {90, 60}};
        double[][] twice = {{60.5, 60.5}, {60.5, 180.5}, {180.5, 120.5}};
        FrameCrops small = crops(120, 10, 100, 50, centres);
        FrameCrops large = crops(240, 20, 1000, 4000, twice);
        for (int cell = 0; cell < 3; cell++) {
            Crop one = small.crop(cell);
            Crop other = large.crop(cell);
            double difference = 0;
            for (int p = 0; p < SIDE * SIDE; p++) {
                difference += Math.abs(one.planes()[0][p] - other.planes()[0][p]) / (SIDE * SIDE);
            }
            assertThat(difference).isLessThan(0.06);
            assertThat(one.planes()[0][SIDE / 2 * SIDE + SIDE / 2]).isEqualTo(1, within(0.05f));
            assertThat(one.mask()[SIDE / 2 * SIDE + SIDE / 2]).isEqualTo(1);
            assertThat(one.mask()[0]).isZero();
            assertThat(one.relative()[0]).isEqualTo(0, within(0.1f));
        }
    }

    @Test
    void figuresDoNotChangeWhenACropIsTurned() {
        float[] plane = new float[SIDE * SIDE];
        float[] turned = new float[SIDE * SIDE];
        for (int p = 0; p < plane.length; p++) {
            plane[p] = (float) Math.exp(-Math.pow((p / SIDE - 9) / 3.0, 2) - Math.pow((p % SIDE - 12) / 5.0, 2));
            turned[(p % SIDE) * SIDE + SIDE - 1 - p / SIDE] = plane[p];
        }
        float[] figures = CropFigures.of(new Crop(SIDE, new float[][] {plane}, new float[0], new float[0]));
        float[] others = CropFigures.of(new Crop(SIDE, new float[][] {turned}, new float[0], new float[0]));
        assertThat(others).hasSize(CropFigures.PER_CHANNEL).containsExactly(figures, within(1e-4f));
    }

    @Test
    void theTotalIsWhatWasAdded() {
        float[] plane = new float[SIDE * SIDE];
        java.util.Arrays.fill(plane, 0.3f);
        plane[300] += 2;
        plane[301] += 1;
        float[] figures = CropFigures.of(new Crop(SIDE, new float[][] {plane}, new float[0], new float[0]));
        assertThat(figures[0]).isEqualTo(3f / (SIDE * SIDE), within(1e-5f));
    }

    @Test
    void acellsResultDoesNotDependOnTheOthers() {
        double[][] centres = {{20, 20}, {20, 60}, {60, 20}, {60, 60}, {100, 60}};
        int[] labels = new int[120 * 120];
        Plane plane = discs(120, 9, 10, 90, labels, centres);
        List<Cell> cells = CellMeasurer.measure(new LabelImage(120, 120, labels), List.of(plane));
        ClassReading reading = reading(40, 0, false, 0)
                .scaled(numbers(0, CropFigures.PER_CHANNEL), numbers(1, CropFigures.PER_CHANNEL));
        CellClassifier classifier = new CellClassifier(new Sums(), reading);

        List<Cell> together = classifier.classify(List.of(plane), 0, cells, List.of());

        assertThat(together).hasSameSizeAs(cells);
        FrameCrops crops = new FrameCrops(List.of(plane), 0, cells, reading);
        for (int i = 0; i < cells.size(); i++) {
            double[] alone = CellClassifier.logits(new Sums(), reading, List.of(crops.crop(i)))[0];
            CellClassifier.softmax(alone, reading.temperature());
            assertThat(together.get(i).classes().get(1).raw()).isEqualTo(alone[1]);
            assertThat(together.get(i).classes().get(1).name()).isEqualTo("b");
            assertThat(together.get(i).classes().get(1).smoothed()).isNaN();
        }
    }

    /** A cell of another cut is looked at as one of the frame is, and changes nothing for those of the frame. */
    @Test
    void cellsOfOtherCutsAreLookedAtInTheSameFrame() {
        int[] labels = new int[120 * 120];
        Plane plane = discs(120, 9, 10, 90, labels, new double[][] {{20, 20}, {20, 60}, {60, 20}, {60, 60}});
        List<Cell> cells = CellMeasurer.measure(new LabelImage(120, 120, labels), List.of(plane));
        int[] whole = labels.clone();
        for (int p = 0; p < whole.length; p++) {
            whole[p] = labels[p] == 0 ? 0 : labels[p] <= 2 ? 9 : 10;
        }
        List<Cell> others = new ArrayList<>(CellMeasurer.measure(new LabelImage(120, 120, whole), List.of(plane)));
        others.add(cells.get(2));
        int figures = CropFigures.PER_CHANNEL + FrameCrops.RELATIVE;
        ClassReading reading = reading(0, 2, false, 0).scaled(numbers(0, figures), numbers(1, figures));
        CellClassifier classifier = new CellClassifier(new Sums(), reading);

        List<Cell> alone = classifier.classify(List.of(plane), 0, cells, List.of());
        List<Cell> all = classifier.classify(List.of(plane), 0, cells, others);

        assertThat(all.subList(0, 4)).isEqualTo(alone);
        assertThat(all.subList(4, 7)).hasSize(3).allMatch(cell -> cell.classes().size() == 2);
        assertThat(all.get(6)).isEqualTo(alone.get(2));
    }

    /** A frame twice as wide as high: the square in its middle, each value the mean of 3 by 3 pixels. */
    @Test
    void aFrameIsTheSquareInItsMiddle() {
        int side = 16;
        float[] values = new float[3 * side * 6 * side];
        java.util.SplittableRandom random = new java.util.SplittableRandom(3);
        for (int p = 0; p < values.length; p++) {
            values[p] = (float) (100 + random.nextDouble());
        }
        Plane plane = Plane.of(6 * side, 3 * side, values);
        ClassReading reading = new ClassReading(
                List.of("a", "b"),
                List.of(0),
                side,
                0,
                0,
                List.of(100.0),
                List.of(101.0),
                false,
                List.of(),
                List.of(),
                1,
                List.of(),
                List.of(),
                List.of(),
                1,
                null);
        float[] seen =
                new FrameCrops(List.of(plane), 0, List.of(), reading).frame().planes()[0];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                double sum = 0;
                for (int k = 0; k < 9; k++) {
                    int x = 3 * side / 2 + 3 * column + k % 3;
                    sum += values[(3 * row + k / 3) * 6 * side + x] - 100;
                }
                assertThat((double) seen[row * side + column]).isEqualTo(sum / 9, within(1e-4));
            }
        }
    }

    @Test
    void aMissingChannelIsNamed() {
        Plane plane = Plane.of(30, 30, new float[900]);
        assertThatThrownBy(() -> new FrameCrops(List.of(plane), 0, List.of(), reading(20, 0, false, 2)))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("channel 2");
    }

    private static List<Double> numbers(double value, int count) {
        return new ArrayList<>(java.util.Collections.nCopies(count, value));
    }

    /** Says the sum of a crop. */
    private static final class Sums implements Network {
        @Override
        public List<Tensor> run(Tensor input) {
            throw new IllegalArgumentException("it has two inputs");
        }

        @Override
        public List<Tensor> run(List<Tensor> inputs) {
            int n = (int) inputs.get(0).shape()[0];
            float[] out = new float[2 * n];
            int size = inputs.get(0).values().length / n;
            for (int i = 0; i < n; i++) {
                for (int p = 0; p < size; p++) {
                    out[2 * i + 1] += inputs.get(0).values()[i * size + p] / size;
                }
            }
            return List.of(new Tensor(new long[] {n, 2}, out));
        }

        @Override
        public void close() {}
    }
}
