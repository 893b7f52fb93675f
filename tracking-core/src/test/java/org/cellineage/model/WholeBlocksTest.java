package org.cellineage.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cellineage.link.TrackHistory;
import org.cellineage.link.learned.CellVector;
import org.cellineage.link.learned.DivisionFeatures;
import org.cellineage.link.learned.FrameViews;
import org.cellineage.link.learned.LinkingModel;
import org.cellineage.link.learned.PairFeatures;
import org.cellineage.link.learned.TrackSequence;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.ConfigProto;

/** The linking network's rows give the same bits alone and among others, which a bare network's do not. */
class WholeBlocksTest {

    private static final int ROWS = 203;

    /** Sums the row, and remembers how many rows it was given. */
    private static final class Sums implements Network {
        private final List<Long> given = new ArrayList<>();

        @Override
        public List<Tensor> run(Tensor input) {
            return run(List.of(input));
        }

        @Override
        public List<Tensor> run(List<Tensor> inputs) {
            int rows = (int) inputs.get(0).shape()[0];
            float[] sums = new float[rows];
            for (Tensor input : inputs) {
                given.add(input.shape()[0]);
                int row = input.values().length / rows;
                for (int i = 0; i < input.values().length; i++) {
                    sums[i / row] += input.values()[i];
                }
            }
            return List.of(new Tensor(new long[] {rows}, sums));
        }

        @Override
        public void close() {}
    }

    @Test
    void rowsAreFilledUpAndTakenOffAgain() {
        for (int rows = 1; rows <= 9; rows++) {
            float[] one = new float[rows];
            float[] four = new float[rows * 4];
            for (int i = 0; i < rows; i++) {
                one[i] = i;
                four[i * 4 + 3] = 100 * i;
            }
            Sums sums = new Sums();
            Tensor result = new WholeBlocks(sums, 4)
                    .run(List.of(new Tensor(new long[] {rows}, one), new Tensor(new long[] {rows, 2, 2}, four)))
                    .get(0);
            assertThat(sums.given).containsOnly((rows + 3) / 4 * 4L);
            assertThat(result.shape()).containsExactly(rows);
            for (int i = 0; i < rows; i++) {
                assertThat(result.values()[i]).isEqualTo(101f * i);
            }
        }
    }

    @Test
    void scoresDoNotDependOnTheBatchOrItsOrder() {
        LinkingModel model = LinkingModel.of(ModelBundle.of(ModelFiles.bundled("cell-link")));
        ConfigProto two =
                ConfigProto.newBuilder().setIntraOpParallelismThreads(2).build();
        long cell = model.settings().code() + CellVector.SIZE;
        long track = model.settings().track();
        long[] view = {FrameViews.CLOSE_SIDE, FrameViews.CLOSE_SIDE, 1};
        long[] history = {TrackHistory.LENGTH, cell + TrackSequence.STEP};
        check(model.openCellEncoder(two), view, view);
        check(model.openTrackEncoder(two), history, view);
        check(model.openScore(two), new long[] {track}, new long[] {cell}, new long[] {PairFeatures.SIZE});
        check(model.openDivide(two), new long[] {cell}, new long[] {cell}, new long[] {cell}, new long[] {
            DivisionFeatures.SIZE
        });
    }

    /** Runs the same rows in batches of several sizes, and backwards. */
    private static void check(Network opened, long[]... shapes) {
        try (Network network = opened) {
            List<float[]> rows = new ArrayList<>();
            Random random = new Random(7);
            for (int i = 0; i < ROWS; i++) {
                for (long[] shape : shapes) {
                    float[] row = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
                    for (int k = 0; k < row.length; k++) {
                        row[k] = (float) (0.7 * random.nextGaussian());
                    }
                    rows.add(row);
                }
            }
            int[] forwards = new int[ROWS];
            Arrays.setAll(forwards, i -> i);
            int[] backwards = new int[ROWS];
            Arrays.setAll(backwards, i -> ROWS - 1 - i);
            float[][] whole = run(network, rows, forwards, ROWS, shapes);
            for (int batch : new int[] {1, 7, 37, 100}) {
                assertThat(Arrays.deepEquals(run(network, rows, forwards, batch, shapes), whole))
                        .as("batches of %d", batch)
                        .isTrue();
            }
            assertThat(Arrays.deepEquals(run(network, rows, backwards, ROWS, shapes), whole))
                    .as("backwards")
                    .isTrue();
        }
    }

    private static float[][] run(Network network, List<float[]> rows, int[] order, int batch, long[]... shapes) {
        float[][] results = new float[ROWS][];
        for (int from = 0; from < ROWS; from += batch) {
            int count = Math.min(batch, ROWS - from);
            List<Tensor> inputs = new ArrayList<>();
            for (int s = 0; s < shapes.length; s++) {
                int size = rows.get(s).length;
                float[] values = new float[count * size];
                for (int i = 0; i < count; i++) {
                    System.arraycopy(rows.get(order[from + i] * shapes.length + s), 0, values, i * size, size);
                }
                long[] shape = new long[shapes[s].length + 1];
                shape[0] = count;
                System.arraycopy(shapes[s], 0, shape, 1, shapes[s].length);
                inputs.add(new Tensor(shape, values));
            }
            float[] out = network.run(inputs).get(0).values();
            int size = out.length / count;
            for (int i = 0; i < count; i++) {
                results[order[from + i]] = Arrays.copyOfRange(out, i * size, (i + 1) * size);
            }
        }
        return results;
    }
}
