package org.cellineage.train.linking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellFeatures;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.cell.FrameFeatures;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.LookAhead;
import org.cellineage.link.TrackHistory;
import org.cellineage.link.learned.CellEncoder;
import org.cellineage.link.learned.DivisionFeatures;
import org.cellineage.link.learned.FrameViews;
import org.cellineage.link.learned.LearnedScorer;
import org.cellineage.link.learned.LinkingModel;
import org.cellineage.link.learned.PairFeatures;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.cellineage.train.Weights;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.ConfigProto;

/** The network in parts, as the tracker runs it, gives the numbers of the network in one piece, as it was trained. */
class FactoredNetworkTest {

    /** What rounding to 32-bit floats, in whatever order, may cost. */
    private static final double ROUNDING = 1e-5;

    private static final Set<LinkNetwork.Branch> ALL = Set.of(LinkNetwork.Branch.values());
    private static final int[] SEVEN = IntStream.range(0, 7).toArray();

    /** Keeps the last answer of a network of so many columns. */
    private static final class Recorded implements Network {
        private final Network network;
        private final Map<Integer, float[]> byColumns;

        Recorded(Network network, Map<Integer, float[]> byColumns) {
            this.network = network;
            this.byColumns = byColumns;
        }

        @Override
        public List<Tensor> run(Tensor input) {
            return run(List.of(input));
        }

        @Override
        public List<Tensor> run(List<Tensor> inputs) {
            List<Tensor> out = network.run(inputs);
            byColumns.put((int) out.get(0).shape()[1], out.get(0).values());
            return out;
        }

        @Override
        public void close() {
            network.close();
        }
    }

    /** Gives a network one row at a time. */
    private record OneByOne(Network network) implements Network {

        @Override
        public List<Tensor> run(Tensor input) {
            return run(List.of(input));
        }

        @Override
        public List<Tensor> run(List<Tensor> inputs) {
            int rows = (int) inputs.get(0).shape()[0];
            List<float[]> said = new ArrayList<>();
            for (int r = 0; r < rows; r++) {
                List<Tensor> one = new ArrayList<>();
                for (Tensor input : inputs) {
                    int size = input.values().length / rows;
                    long[] shape = input.shape().clone();
                    shape[0] = 1;
                    one.add(new Tensor(shape, Arrays.copyOfRange(input.values(), r * size, (r + 1) * size)));
                }
                said.add(network.run(one).get(0).values());
            }
            int columns = said.get(0).length;
            float[] all = new float[rows * columns];
            for (int r = 0; r < rows; r++) {
                System.arraycopy(said.get(r), 0, all, r * columns, columns);
            }
            return List.of(new Tensor(new long[] {rows, columns}, all));
        }

        @Override
        public void close() {
            network.close();
        }
    }

    private static List<Tensor> batch(Scene scene, int frame, LinkProblem problem, int[] truth) {
        LinkBatch batch = new LinkBatch();
        batch.add(
                scene,
                frame,
                problem,
                truth,
                0,
                0,
                Integer.MAX_VALUE,
                LinkBatch.Appearance.plain(),
                new SplittableRandom(1));
        return batch.tensors();
    }

    private static void assertClose(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i]).isCloseTo(expected[i], within(ROUNDING * Math.max(1, Math.abs(expected[i]))));
        }
    }

    @Test
    void partsAndWholeSayTheSameOfPairsAndDivisions() {
        int[] compared = new int[2];
        for (int seed = 1; seed <= 4; seed++) {
            Weights weights = RandomModel.weights(seed);
            Map<Integer, float[]> said = new HashMap<>();
            int[] frames = seed % 2 == 0 ? SEVEN : new int[] {0, 2, 3, 6, 8};
            try (EncodedScene parts =
                            new EncodedScene(RandomModel.bundle(weights), 1, network -> new Recorded(network, said));
                    Network whole = LinkModel.openWhole(weights, ALL, 1)) {
                TrueMovies.play(TrueMovies.simulated("a", 10, seed), frames, (scene, frame, problem, truth) -> {
                    List<Tensor> expected = whole.run(batch(scene, frame, problem, truth));
                    said.clear();
                    LearnedScorer.Scores scores = parts.score(scene, frame, problem);
                    assertClose(
                            said.getOrDefault(3, new float[0]), expected.get(0).values());
                    assertProbabilities(scores, expected);
                    compared[0] += scores.same().length;
                    if (scores.division().length > 0) {
                        assertClose(
                                said.getOrDefault(1, new float[0]),
                                expected.get(1).values());
                        compared[1] += scores.division().length;
                    }
                });
            }
        }
        assertThat(compared[0]).isGreaterThan(1500);
        assertThat(compared[1]).isGreaterThan(1500);
    }

    /** The probabilities are the softmax of the pairs' logits and the sigmoid of the divisions'. */
    private static void assertProbabilities(LearnedScorer.Scores scores, List<Tensor> logits) {
        float[] pairs = logits.get(0).values();
        for (int e = 0; e < scores.same().length; e++) {
            double sum = Math.exp(pairs[3 * e]) + Math.exp(pairs[3 * e + 1]) + Math.exp(pairs[3 * e + 2]);
            assertThat(scores.same()[e]).isCloseTo(Math.exp(pairs[3 * e + 1]) / sum, within(ROUNDING));
            assertThat(scores.mother()[e]).isCloseTo(Math.exp(pairs[3 * e + 2]) / sum, within(ROUNDING));
        }
        float[] divisions = logits.get(1).values();
        for (int d = 0; d < scores.division().length; d++) {
            assertThat(scores.division()[d]).isCloseTo(1 / (1 + Math.exp(-divisions[d])), within(ROUNDING));
        }
    }

    @Test
    void neitherTheBatchNorTheThreadsChangeTheScores() {
        LinkingModel model = RandomModel.bundle(RandomModel.weights(5));
        int[] compared = new int[1];
        try (EncodedScene plain = new EncodedScene(model, 1, UnaryOperator.identity());
                EncodedScene single = new EncodedScene(model, 1, OneByOne::new);
                EncodedScene threaded = new EncodedScene(model, 4, UnaryOperator.identity())) {
            TrueMovies.play(TrueMovies.simulated("a", 4, 3), new int[] {0, 1, 2, 3}, (scene, frame, problem, truth) -> {
                LearnedScorer.Scores expected = plain.score(scene, frame, problem);
                for (EncodedScene other : List.of(single, threaded)) {
                    LearnedScorer.Scores found = other.score(scene, frame, problem);
                    assertThat(found.divisions()).isEqualTo(expected.divisions());
                    assertThat(found.same()).containsExactly(expected.same(), within(ROUNDING));
                    assertThat(found.mother()).containsExactly(expected.mother(), within(ROUNDING));
                    assertThat(found.division()).containsExactly(expected.division(), within(ROUNDING));
                    compared[0] += expected.same().length;
                }
            });
        }
        assertThat(compared[0]).isGreaterThan(300);
    }

    /** More cells than are encoded at once: each has the code it has alone. */
    @Test
    void aFrameOfManyCellsIsEncodedAsItsCellsAlone() {
        int side = 270;
        int[] labels = new int[side * side];
        float[] light = new float[side * side];
        SplittableRandom random = new SplittableRandom(9);
        for (int p = 0; p < labels.length; p++) {
            int down = p / side % 10;
            int right = p % side % 10;
            boolean inside = (down - 4) * (down - 4) + (right - 4) * (right - 4) < 12;
            labels[p] = inside ? 1 + p / side / 10 * 27 + p % side / 10 : 0;
            light[p] = (float) (inside ? 50 + 10 * random.nextGaussian() : random.nextGaussian());
        }
        Plane plane = Plane.of(side, side, light);
        List<Cell> cells = CellMeasurer.measure(new LabelImage(side, side, labels), List.of(plane));
        assertThat(cells).hasSize(27 * 27);
        LinkingModel model = RandomModel.bundle(RandomModel.weights(6));
        FrameViews views = FrameViews.of(plane, cells);
        try (Network network = model.openCellEncoder(ConfigProto.getDefaultInstance())) {
            FrameFeatures features = new CellEncoder(network).encode(List.of(plane), 0, cells);
            assertThat(features.cellFeatures()).hasSize(cells.size());
            int view = FrameViews.CLOSE_SIDE * FrameViews.CLOSE_SIDE;
            for (int cell : new int[] {0, 1, 510, 511, 512, 513, 728}) {
                float[] close = new float[view];
                float[] wide = new float[view];
                views.close(cell, close, 0);
                views.wide(cell, wide, 0);
                long[] shape = {1, FrameViews.CLOSE_SIDE, FrameViews.CLOSE_SIDE, 1};
                float[] alone = network.run(List.of(new Tensor(shape, close), new Tensor(shape, wide)))
                        .get(0)
                        .values();
                assertClose(features.cellFeatures().get(cell).code(), alone);
            }
            assertThat(new CellEncoder(network).encode(List.of(plane), 0, List.of()))
                    .isSameAs(FrameFeatures.NONE);
        }
    }

    /** Scores by track and place of the cell. */
    private static Map<String, Double> byName(LinkProblem problem, LearnedScorer.Scores scores) {
        Map<String, Double> named = new HashMap<>();
        for (int i = 0; i < problem.tracks().size(); i++) {
            for (int e = problem.rowStart()[i]; e < problem.rowStart()[i + 1]; e++) {
                String pair = problem.tracks().get(i).track() + " " + place(problem, e);
                named.put("same " + pair, scores.same()[e]);
                named.put("mother " + pair, scores.mother()[e]);
            }
        }
        for (int d = 0; d < scores.division().length; d++) {
            DivisionFeatures.Candidate division = scores.divisions().get(d);
            List<String> daughters =
                    new ArrayList<>(List.of(place(problem, division.first()), place(problem, division.second())));
            Collections.sort(daughters);
            named.put(problem.tracks().get(division.mother()).track() + " into " + daughters, scores.division()[d]);
        }
        return named;
    }

    private static String place(LinkProblem problem, int entry) {
        Cell cell = problem.cells().get(problem.cell()[entry]);
        return cell.yPx() + "," + cell.xPx();
    }

    private static LinkProblem shuffled(LinkProblem problem, long seed) {
        List<Integer> tracks = order(problem.tracks().size(), seed);
        List<Integer> cells = order(problem.cells().size(), seed + 1);
        int m = tracks.size();
        int[] newCell = new int[cells.size()];
        List<Cell> shuffledCells = new ArrayList<>();
        List<CellFeatures> cellFeatures = new ArrayList<>();
        for (int c = 0; c < newCell.length; c++) {
            newCell[cells.get(c)] = c;
            shuffledCells.add(problem.cells().get(cells.get(c)));
            cellFeatures.add(problem.cellFeatures().get(cells.get(c)));
        }
        List<TrackHistory> shuffledTracks = new ArrayList<>();
        double[][] numbers = new double[4][m];
        int[] rowStart = new int[m + 1];
        int[] cell = new int[problem.entries()];
        for (int i = 0; i < m; i++) {
            int old = tracks.get(i);
            shuffledTracks.add(problem.tracks().get(old));
            numbers[0][i] = problem.flowY()[old];
            numbers[1][i] = problem.flowX()[old];
            numbers[2][i] = problem.predictedY()[old];
            numbers[3][i] = problem.predictedX()[old];
            int from = problem.rowStart()[old];
            int count = problem.rowStart()[old + 1] - from;
            rowStart[i + 1] = rowStart[i] + count;
            for (int k = 0; k < count; k++) {
                cell[rowStart[i] + k] = newCell[problem.cell()[from + k]];
            }
            Arrays.sort(cell, rowStart[i], rowStart[i + 1]);
        }
        return new LinkProblem(
                problem.frame(),
                problem.spacingPx(),
                shuffledTracks,
                shuffledCells,
                cellFeatures,
                problem.driftY(),
                problem.driftX(),
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                rowStart,
                cell,
                shuffled(problem.ahead(), newCell));
    }

    private static LookAhead shuffled(LookAhead ahead, int[] newCell) {
        int n = newCell.length;
        LookAhead to = new LookAhead(
                ahead.isKnown(),
                new double[n],
                new double[n],
                new int[n],
                new int[n],
                ahead.isLaterKnown(),
                new int[n],
                new double[n]);
        for (int c = 0; c < n; c++) {
            to.nearestY()[newCell[c]] = ahead.nearestY()[c];
            to.nearestX()[newCell[c]] = ahead.nearestX()[c];
            to.nearest()[newCell[c]] = ahead.nearest()[c];
            to.claims()[newCell[c]] = ahead.claims()[c];
            to.later()[newCell[c]] = ahead.later()[c];
            to.laterPx()[newCell[c]] = ahead.laterPx()[c];
        }
        return to;
    }

    private static List<Integer> order(int count, long seed) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        return order;
    }

    @Test
    void theOrderOfTracksAndCellsDoesNotMatter() {
        LinkingModel model = RandomModel.bundle(RandomModel.weights(7));
        int[] compared = new int[1];
        try (EncodedScene parts = new EncodedScene(model, 1, UnaryOperator.identity())) {
            TrueMovies.play(TrueMovies.simulated("a", 6, 8), new int[] {0, 1, 3, 4}, (scene, frame, problem, truth) -> {
                LinkProblem encoded = parts.encoded(scene, frame, problem);
                Map<String, Double> expected = byName(
                        encoded, parts.score(encoded, scene.frame(frame).views().thumbnail()));
                LinkProblem other = shuffled(encoded, frame);
                Map<String, Double> found = byName(
                        other, parts.score(other, scene.frame(frame).views().thumbnail()));
                assertThat(found).containsOnlyKeys(expected.keySet());
                expected.forEach((name, score) -> {
                    assertThat(found.get(name)).as(name).isCloseTo(score, within(ROUNDING));
                });
                compared[0] += expected.size();
            });
        }
        assertThat(compared[0]).isGreaterThan(700);
    }

    @Test
    void nothingIsScoredWhereThereIsNoCandidate() {
        LinkingModel model = RandomModel.bundle(RandomModel.weights(7));
        LinkProblem empty = TrueMovies.finder().find(0, List.of(), List.of(), List.of(), List.of());
        try (EncodedScene parts = new EncodedScene(model, 1, UnaryOperator.identity())) {
            LearnedScorer.Scores scores = parts.score(empty, FrameFeatures.NONE.thumbnail());
            assertThat(scores.same()).isEmpty();
            assertThat(scores.divisions()).isEmpty();
        }
    }

    @Test
    void theOrderOfDaughtersDoesNotMatter() {
        LinkingModel model = RandomModel.bundle(RandomModel.weights(8));
        SplittableRandom random = new SplittableRandom(4);
        int n = 50;
        Tensor mothers = random(random, n, LinkNetwork.CELL);
        Tensor first = random(random, n, LinkNetwork.CELL);
        Tensor second = random(random, n, LinkNetwork.CELL);
        Tensor features = random(random, n, DivisionFeatures.SIZE);
        try (Network divide = model.openDivide(ConfigProto.getDefaultInstance())) {
            float[] one =
                    divide.run(List.of(mothers, first, second, features)).get(0).values();
            float[] other =
                    divide.run(List.of(mothers, second, first, features)).get(0).values();
            assertThat(other).isEqualTo(one);
            float[] stranger =
                    divide.run(List.of(first, mothers, second, features)).get(0).values();
            assertThat(stranger).isNotEqualTo(one);
        }
    }

    private static Tensor random(SplittableRandom random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Tensor(new long[] {rows, columns}, values);
    }

    /** What each branch reads, as places in the batch's tensors and columns of their rows. */
    private static Map<LinkNetwork.Branch, Map<Integer, int[]>> read() {
        int step = org.cellineage.link.learned.TrackSequence.STEP;
        return Map.of(
                LinkNetwork.Branch.APPEARANCE, Map.of(0, new int[] {0, 1, 1}),
                LinkNetwork.Branch.NEIGHBOURHOOD, Map.of(1, new int[] {0, 1, 1}, 5, new int[] {0, 1, 1}),
                LinkNetwork.Branch.MORPHOLOGY,
                        Map.of(2, new int[] {0, 1, 1}, 8, new int[] {
                            PairFeatures.MOTION_SIZE, PairFeatures.SIZE, PairFeatures.SIZE
                        }),
                LinkNetwork.Branch.MOTION,
                        Map.of(4, new int[] {0, step - 1, step}, 8, new int[] {
                            0, PairFeatures.MOTION_SIZE, PairFeatures.SIZE
                        }));
    }

    private static List<Tensor> changed(List<Tensor> batch, Map<Integer, int[]> columns) {
        List<Tensor> changed = new ArrayList<>(batch);
        SplittableRandom random = new SplittableRandom(3);
        columns.forEach((which, part) -> {
            float[] values = batch.get(which).values().clone();
            for (int i = 0; i < values.length; i++) {
                if (i % part[2] >= part[0] && i % part[2] < part[1]) {
                    values[i] += (float) random.nextGaussian();
                }
            }
            changed.set(which, new Tensor(batch.get(which).shape(), values));
        });
        return changed;
    }

    /** A network without a branch does not read what the branch reads, and one with it does. */
    @Test
    void aBranchThatIsLeftOutIsNotRead() {
        Weights weights = RandomModel.weights(9);
        List<List<Tensor>> batches = new ArrayList<>();
        TrueMovies.play(TrueMovies.simulated("a", 3, 4), new int[] {0, 1, 2}, (scene, frame, problem, truth) -> {
            batches.add(batch(scene, frame, problem, truth));
        });
        List<Tensor> batch = batches.get(1);
        for (LinkNetwork.Branch branch : LinkNetwork.Branch.values()) {
            Map<Integer, int[]> columns = read().getOrDefault(branch, Map.of());
            Set<LinkNetwork.Branch> others = java.util.EnumSet.complementOf(java.util.EnumSet.of(branch));
            try (Network without = LinkModel.openWhole(weights, others, 1);
                    Network full = LinkModel.openWhole(weights, ALL, 1)) {
                float[] expected = without.run(batch).get(0).values();
                assertThat(without.run(changed(batch, columns)).get(0).values())
                        .as(branch.name())
                        .isEqualTo(expected);
                assertThat(full.run(changed(batch, columns)).get(0).values())
                        .as(branch.name())
                        .isNotEqualTo(full.run(batch).get(0).values());
            }
        }
    }
}
