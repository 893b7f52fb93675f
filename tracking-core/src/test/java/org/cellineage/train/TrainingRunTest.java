package org.cellineage.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.cellineage.model.Tensor;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.op.Ops;

/** When trainings end, which weights they give, and that one taken up again is the same as one in one go. */
class TrainingRunTest {

    private static final Duration LONG = Duration.ofDays(1000);
    private static final int STEP = LinearTask.BATCH;

    @TempDir
    private Path temp;

    private final List<TrainingListener.Progress> heard = new ArrayList<>();

    private static TrainingPlan options(long steps, long stepsBetween, int patience, Duration budget) {
        return new TrainingPlan(
                steps * STEP, STEP, 0.1, stepsBetween * STEP, patience, budget, 5, false, 1, Optional.empty());
    }

    private static TrainingPlan in(Path folder, TrainingPlan o) {
        return new TrainingPlan(
                o.crops(),
                o.batch(),
                o.learningRate(),
                o.validateEvery(),
                o.patience(),
                o.budget(),
                o.seed(),
                o.bfloat16(),
                o.threads(),
                Optional.of(folder));
    }

    private TrainingResult train(TrainingTask task, TrainingPlan options) {
        return new TrainingRun(task, options, heard::add).train();
    }

    /** Scores in their order; more validations than scores fail. */
    private static ToDoubleFunction<Weights> scores(double... values) {
        Deque<Double> left = new ArrayDeque<>();
        Arrays.stream(values).forEach(left::add);
        return weights -> left.remove();
    }

    private static double nothingHeldOut(Weights weights) {
        return Double.NaN;
    }

    @Test
    void aTrainingEndsAfterSoManyValidationsWithoutGainAndGivesTheBestWeights() {
        List<float[]> seen = new ArrayList<>();
        ToDoubleFunction<Weights> scores = scores(0.5, 0.6, 0.55, 0.6);
        LinearTask task = new LinearTask(true, weights -> {
            seen.add(weights.get("line.filter"));
            return scores.applyAsDouble(weights);
        });
        TrainingResult result = train(task, options(1000, 3, 2, LONG));
        assertThat(seen).hasSize(4);
        assertThat(seen.get(3)).isNotEqualTo(seen.get(1));
        assertThat(result.score()).isEqualTo(0.6);
        assertThat(result.crops()).isEqualTo(2 * 3 * STEP);
        assertThat(result.weights().get("line.filter")).isEqualTo(seen.get(1));
        assertThat(heard).extracting(p -> p.crops() / STEP).containsExactly(3L, 6L, 9L, 12L);
        assertThat(heard).extracting(TrainingListener.Progress::score).containsExactly(0.5, 0.6, 0.55, 0.6);
        assertThat(heard).extracting(TrainingListener.Progress::best).containsExactly(0.5, 0.6, 0.6, 0.6);
        assertThat(heard).allSatisfy(p -> assertThat(p.ofCrops()).isEqualTo(1000 * STEP));
    }

    @Test
    void aGainStartsThePatienceAnew() {
        LinearTask task = new LinearTask(true, scores(0.5, 0.4, 0.6, 0.4, 0.7, 0.1, 0.2));
        TrainingResult result = train(task, options(1000, 1, 2, LONG));
        assertThat(result.score()).isEqualTo(0.7);
        assertThat(result.crops()).isEqualTo(5 * STEP);
    }

    @Test
    void whereNothingIsHeldOutTheLastWeightsAreGiven() {
        TrainingResult shorter = train(new LinearTask(true, TrainingRunTest::nothingHeldOut), options(7, 3, 1, LONG));
        assertThat(shorter.crops()).isEqualTo(7 * STEP);
        assertThat(shorter.score()).isNaN();
        assertThat(heard).extracting(p -> p.crops() / STEP).containsExactly(3L, 6L, 7L);
    }

    @Test
    void cropsAreDrawnInOrderEachOnceAndOnlyAFewAhead() {
        LinearTask task = new LinearTask(true, TrainingRunTest::nothingHeldOut);
        train(task, options(10, 100, 1, LONG));
        synchronized (task.drawn) {
            assertThat(task.drawn).hasSizeBetween(10, 20).startsWith(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        }
    }

    @Test
    void theLossFalls() {
        train(new LinearTask(false, TrainingRunTest::nothingHeldOut), options(400, 100, 100, LONG));
        assertThat(heard).hasSize(4);
        assertThat(heard.get(3).loss()).isLessThan(heard.get(0).loss() * 0.8);
    }

    @Test
    void aTimeBudgetEndsTrainingWithAValidationAndALowRate() {
        LinearTask task = new LinearTask(true, weights -> {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return Double.NaN;
        });
        Duration budget = Duration.ofMillis(1500);
        TrainingResult result = train(task, options(100_000_000, 5, 10, budget));
        assertThat(result.elapsed()).isBetween(budget, Duration.ofSeconds(60));
        assertThat(result.crops()).isPositive().isLessThan(100_000_000L);
        // The last weights: nothing was trained after the last validation.
        assertThat(heard.get(heard.size() - 1).crops()).isEqualTo(result.crops());
        TrainingListener.Progress last = heard.get(heard.size() - 1);
        double warm = Math.min(1, (double) last.crops() / STEP / TrainingPlan.WARM_UP_STEPS);
        assertThat(last.learningRate()).isLessThan(0.1 * warm * 0.8);
    }

    /** As long as its validations go the way they went in one go, a training that was ended goes on as if it had not. */
    @Test
    void aTrainingThatIsTakenUpAgainIsTheSameAsOneInOneGo() {
        Path whole = temp.resolve("whole");
        Path parts = temp.resolve("parts");
        TrainingPlan all = options(40, 5, 100, LONG);
        double[] scores = {0.1, 0.3, 0.2, 0.25, 0.5, 0.4, 0.45, 0.2};
        TrainingResult once = train(new LinearTask(true, scores(scores)), in(whole, all));

        // Ends by patience after 3, then after 4 validations, then by its crops.
        LinearTask first = new LinearTask(true, scores(Arrays.copyOf(scores, 3)));
        train(first, in(parts, options(40, 5, 1, LONG)));
        LinearTask second = new LinearTask(true, scores(scores[3]));
        train(second, in(parts, options(40, 5, 2, LONG)));
        LinearTask third = new LinearTask(true, scores(Arrays.copyOfRange(scores, 4, 8)));
        TrainingResult resumed = train(third, in(parts, all));

        assertThat(second.drawn.get(0)).isEqualTo(15);
        assertThat(third.drawn.get(0)).isEqualTo(20);
        assertThat(resumed.score()).isEqualTo(once.score()).isEqualTo(0.5);
        assertThat(resumed.crops()).isEqualTo(once.crops()).isEqualTo(25 * STEP);
        assertSame(resumed.weights(), once.weights());
        Checkpoint one = Checkpoint.read(whole, once.weights().sizes()).orElseThrow();
        Checkpoint other = Checkpoint.read(parts, once.weights().sizes()).orElseThrow();
        assertThat(other.step()).isEqualTo(one.step()).isEqualTo(40);
        assertSame(other.weights(), one.weights());
        assertSame(other.best().weights(), one.best().weights());
        // It is worth something only where training goes on to change the weights.
        assertThat(other.weights().get("line.filter"))
                .isNotEqualTo(other.best().weights().get("line.filter"));
    }

    private static void assertSame(Weights found, Weights expected) {
        assertThat(found.sizes()).isEqualTo(expected.sizes()).hasSizeGreaterThan(10);
        for (String name : expected.sizes().keySet()) {
            assertThat(found.get(name)).as(name).isEqualTo(expected.get(name));
        }
    }

    @Test
    void anotherSeedGivesOtherWeights() {
        TrainingPlan o = options(5, 5, 1, LONG);
        TrainingPlan other = new TrainingPlan(
                o.crops(), STEP, o.learningRate(), o.validateEvery(), 1, LONG, 6, false, 1, Optional.empty());
        TrainingResult a = train(new LinearTask(true, TrainingRunTest::nothingHeldOut), o);
        assertSame(
                train(new LinearTask(true, TrainingRunTest::nothingHeldOut), o).weights(), a.weights());
        assertThat(train(new LinearTask(true, TrainingRunTest::nothingHeldOut), other)
                        .weights()
                        .get("line.filter"))
                .isNotEqualTo(a.weights().get("line.filter"));
    }

    @Test
    void aTrainingThatIsAtItsEndGivesItsResultAgainWithoutAStep() {
        TrainingPlan options = in(temp, options(10, 5, 9, LONG));
        TrainingResult first = train(new LinearTask(true, scores(0.3, 0.2)), options);
        LinearTask again = new LinearTask(true, scores());
        TrainingResult second = train(again, options);
        assertThat(again.drawn).isEmpty();
        assertThat(second.score()).isEqualTo(0.3);
        assertThat(second.crops()).isEqualTo(first.crops());
        assertSame(second.weights(), first.weights());
    }

    @Test
    void whereTheTimeIsUsedUpBeforeTheFirstValidationTheWeightsAreThoseOfTheCheckpoint() {
        train(new LinearTask(true, TrainingRunTest::nothingHeldOut), in(temp, options(3, 9, 1, LONG)));
        Map<String, Integer> sizes = sizes(true);
        Checkpoint at = Checkpoint.read(temp, sizes).orElseThrow();
        TrainingResult none = new TrainingResult(new Weights(Map.of()), Double.NaN, 0, Duration.ZERO);
        new Checkpoint(at.step(), Double.NaN, 0, Duration.ofMinutes(90), at.weights(), none).write(temp);

        TrainingResult result =
                train(new LinearTask(true, scores(0.7)), in(temp, options(100, 9, 1, Duration.ofMinutes(60))));
        assertThat(result.score()).isEqualTo(0.7);
        assertThat(result.crops()).isEqualTo(3 * STEP);
        assertThat(result.weights().get("line.filter")).isEqualTo(at.weights().get("line.filter.average"));
    }

    private static Map<String, Integer> sizes(boolean block) {
        try (OpenLayers open = new OpenLayers(1)) {
            TrainingTask.TrainingGraph built =
                    new LinearTask(block, TrainingRunTest::nothingHeldOut).build(open.tf(), open.layers());
            open.layers().minimize(built.loss(), 5);
            Map<String, Integer> sizes = new java.util.TreeMap<>();
            open.layers()
                    .stored()
                    .forEach(s -> sizes.put(s.name(), (int) s.shape().size()));
            return sizes;
        }
    }

    @Test
    void aCheckpointOfAnotherNetworkIsRefused() {
        train(new LinearTask(true, TrainingRunTest::nothingHeldOut), in(temp, options(3, 9, 1, LONG)));
        assertThatThrownBy(() ->
                        train(new LinearTask(false, TrainingRunTest::nothingHeldOut), in(temp, options(3, 9, 1, LONG))))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("another network")
                .hasMessageContaining("checkpoint.bin");
    }

    @Test
    void aDamagedCheckpointIsRefused() throws Exception {
        Files.write(temp.resolve("checkpoint.bin"), new byte[] {1, 2, 3});
        assertThatThrownBy(() ->
                        train(new LinearTask(true, TrainingRunTest::nothingHeldOut), in(temp, options(3, 9, 1, LONG))))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("not a training checkpoint");
    }

    /** A task of which one batch is not as it must be. */
    private record Spoilt(LinearTask task, long bad, RuntimeException fault) implements TrainingTask {

        @Override
        public TrainingGraph build(Ops tf, Convolutions layers) {
            return task.build(tf, layers);
        }

        @Override
        public List<Tensor> batch(long number) {
            if (number == bad && fault.getMessage() != null) {
                throw fault;
            }
            List<Tensor> batch = task.batch(number);
            if (number == bad) {
                batch.get(1).values()[5] = Float.NaN;
            }
            return batch;
        }

        @Override
        public double validate(Weights weights) {
            return task.validate(weights);
        }

        @Override
        public String scoreName() {
            return task.scoreName();
        }
    }

    @Test
    void aLossThatIsNoNumberIsAnErrorThatSaysSoAndWhen() {
        TrainingTask task =
                new Spoilt(new LinearTask(true, TrainingRunTest::nothingHeldOut), 3, new IllegalStateException());
        assertThatThrownBy(() -> train(task, in(temp, options(10, 20, 1, LONG))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("loss is NaN at step 3")
                .hasMessageContaining("learning rate");
        assertThat(temp.resolve("checkpoint.bin")).doesNotExist();
    }

    @Test
    void aLearningRateFarTooHighEndsInThatError() {
        TrainingPlan wild = new TrainingPlan(4000, STEP, 1e30, 4000, 1, LONG, 5, false, 1, Optional.empty());
        assertThatThrownBy(() -> train(new LinearTask(false, TrainingRunTest::nothingHeldOut), wild))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("(?s).*the loss is (NaN|Infinity) at step \\d+.*");
    }

    @Test
    void whatDrawingABatchThrowsIsTheCause() {
        TrainingTask task = new Spoilt(
                new LinearTask(true, TrainingRunTest::nothingHeldOut), 2, new IllegalArgumentException("no such crop"));
        assertThatThrownBy(() -> train(task, options(10, 20, 1, LONG)))
                .hasMessageContaining("batch")
                .hasRootCauseMessage("no such crop");
    }
}
