package org.cellineage.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellClassifierTest {

    private static final int SIDE = 12;
    private static final int CLASSES = 3;
    private static final int FIGURES =
            CropFigures.count(new Crop(SIDE, new float[1][SIDE * SIDE], new float[SIDE * SIDE], new float[0]));

    private static ClassReading reading(int orientations) {
        return ClassReading.untrained(List.of("a", "b", "c"), List.of(0), SIDE, SIDE, 0, true)
                .scaled(Collections.nCopies(FIGURES, 0.0), Collections.nCopies(FIGURES, 1.0))
                .turned(orientations);
    }

    private static Crop crop(SplittableRandom random) {
        float[] plane = new float[SIDE * SIDE];
        float[] mask = new float[SIDE * SIDE];
        for (int p = 0; p < plane.length; p++) {
            plane[p] = (float) random.nextDouble();
            mask[p] = random.nextBoolean() ? 1 : 0;
        }
        return new Crop(SIDE, new float[][] {plane}, mask, new float[0]);
    }

    /** A quarter turn. */
    private static Crop turned(Crop crop) {
        return new Crop(SIDE, new float[][] {turned(crop.planes()[0])}, turned(crop.mask()), new float[0]);
    }

    private static float[] turned(float[] values) {
        float[] turned = new float[values.length];
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                turned[column * SIDE + SIDE - 1 - row] = values[row * SIDE + column];
            }
        }
        return turned;
    }

    private static Crop mirrored(Crop crop) {
        float[][] both = new float[2][SIDE * SIDE];
        for (int p = 0; p < SIDE * SIDE; p++) {
            int other = p / SIDE * SIDE + SIDE - 1 - p % SIDE;
            both[0][p] = crop.planes()[0][other];
            both[1][p] = crop.mask()[other];
        }
        return new Crop(SIDE, new float[][] {both[0]}, both[1], new float[0]);
    }

    /** Sums with a weight for each pixel, squared: what it says depends on how a crop is turned. */
    private static final Network WEIGHTED = new Network() {
        @Override
        public List<Tensor> run(Tensor input) {
            return run(List.of(input));
        }

        @Override
        public List<Tensor> run(List<Tensor> inputs) {
            float[] views = inputs.get(0).values();
            int crops = (int) inputs.get(0).shape()[0];
            int size = views.length / crops;
            float[] said = new float[crops * CLASSES];
            for (int i = 0; i < said.length; i++) {
                double sum = 0;
                for (int v = 0; v < size; v++) {
                    double weight = new SplittableRandom(31L * v + i % CLASSES).nextDouble() - 0.5;
                    sum += weight * views[i / CLASSES * size + v];
                }
                said[i] = (float) (sum * sum);
            }
            return List.of(new Tensor(new long[] {crops, CLASSES}, said));
        }

        @Override
        public void close() {}
    };

    @Test
    void lookedAtFromAllSidesACellIsTheSameHoweverItLies() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 20; i++) {
            List<Crop> same = new ArrayList<>();
            Crop crop = crop(random);
            for (int quarter = 0; quarter < 4; quarter++) {
                same.add(crop);
                same.add(mirrored(crop));
                crop = turned(crop);
            }
            double[][] said = CellClassifier.logits(WEIGHTED, reading(8), same);
            for (double[] one : said) {
                assertThat(one).containsExactly(said[0], Offset.offset(1e-4));
            }
            double[][] once = CellClassifier.logits(WEIGHTED, reading(1), same);
            assertThat(Math.abs(once[1][0] - once[0][0])).isGreaterThan(1e-3);
            // The mean over all of them is what each of them gets.
            double sum = 0;
            for (double[] one : once) {
                sum += one[0];
            }
            assertThat(said[0][0]).isCloseTo(sum / same.size(), Offset.offset(1e-4));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3, 16})
    void otherNumbersOfOrientationsAreRefused(int ways) {
        assertThatThrownBy(() -> reading(ways)).hasMessageContaining("1, 2, 4 or 8");
    }
}
