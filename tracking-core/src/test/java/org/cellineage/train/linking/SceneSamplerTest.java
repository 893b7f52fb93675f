package org.cellineage.train.linking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.cellineage.model.Tensor;
import org.junit.jupiter.api.Test;

/** Batches follow from the seed and their number alone, and hold what they should. */
class SceneSamplerTest {

    private static final LinkMovie MOVIE = TrueMovies.simulated("a", 12, 1);

    private static LinkingTask task(long seed, SceneSampler.Shared... movies) {
        SceneSampler sampler = new SceneSampler(List.of(movies), TrueMovies.finder(), TrueMovies.GAP_FRAMES, seed);
        LinkValidation none = new LinkValidation(List.of(), TrueMovies.finder(), TrueMovies.GAP_FRAMES, Set.of(), 1);
        return new LinkingTask(sampler, none, Set.of(LinkNetwork.Branch.values()), 2, Optional.empty());
    }

    private static List<float[]> values(List<Tensor> tensors) {
        return tensors.stream().map(Tensor::values).toList();
    }

    private static void assertSame(List<Tensor> found, List<Tensor> expected) {
        List<float[]> values = values(expected);
        assertThat(found).hasSameSizeAs(values);
        for (int i = 0; i < values.size(); i++) {
            assertThat(found.get(i).values()).isEqualTo(values.get(i));
            assertThat(found.get(i).shape()).isEqualTo(expected.get(i).shape());
        }
    }

    @Test
    void aBatchFollowsFromItsNumberAndTheSeed() {
        SceneSampler.Shared shared = new SceneSampler.Shared(MOVIE, 1);
        List<Tensor> third = task(5, shared).batch(3);
        LinkingTask other = task(5, shared);
        other.batch(0);
        other.batch(7);
        assertSame(other.batch(3), third);
        assertThat(values(other.batch(4)))
                .doesNotContainAnyElementsOf(List.of(third.get(0).values()));
        assertThat(task(6, shared).batch(3).get(0).values())
                .isNotEqualTo(third.get(0).values());
    }

    /** Every class, gaps, frames left out and divisions are drawn, and every index points to something. */
    @Test
    void batchesHoldAllThatIsToBeLearned() {
        LinkingTask task = task(8, new SceneSampler.Shared(MOVIE, 1));
        double[] classes = new double[LinkNetwork.CLASSES];
        double divisions = 0;
        double missed = 0;
        for (int number = 0; number < 30; number++) {
            List<Tensor> batch = task.batch(number);
            int cells = (int) batch.get(0).shape()[0];
            int tracks = (int) batch.get(3).shape()[0];
            int pairs = (int) batch.get(8).shape()[0];
            assertBelow(batch.get(3).values(), cells);
            assertBelow(batch.get(6).values(), tracks);
            assertBelow(batch.get(7).values(), cells);
            assertBelow(batch.get(11).values(), cells);
            assertBelow(batch.get(12).values(), pairs);
            for (Tensor tensor : batch) {
                for (float value : tensor.values()) {
                    assertThat(Float.isFinite(value)).isTrue();
                }
            }
            float[] rows = batch.get(9).values();
            for (int k = 0; k < rows.length; k++) {
                classes[k % LinkNetwork.CLASSES] += rows[k];
            }
            for (float is : batch.get(15).values()) {
                divisions += is;
            }
            float[] steps = batch.get(4).values();
            for (int k = 1; k < steps.length; k += 3) {
                missed += steps[k] > 0 ? 1 : 0;
            }
        }
        assertThat(classes[0]).isGreaterThan(classes[1]);
        assertThat(classes[1]).isGreaterThan(1000);
        assertThat(classes[2]).isGreaterThan(40);
        assertThat(divisions).isGreaterThan(20);
        assertThat(missed).isGreaterThan(20);
    }

    private static void assertBelow(float[] indices, int count) {
        for (float index : indices) {
            assertThat(index).isBetween(0f, count - 1f);
        }
    }

    /** Of a long and a short movie as many scenes as their shares say. */
    @Test
    void moviesAreDrawnByTheirShares() {
        LinkMovie other = TrueMovies.simulated("b", 2, 9);
        LinkMovie never = TrueMovies.simulated("c", 2, 10);
        SceneSampler sampler = new SceneSampler(
                List.of(
                        new SceneSampler.Shared(MOVIE, 3),
                        new SceneSampler.Shared(other, 1),
                        new SceneSampler.Shared(never, 0)),
                TrueMovies.finder(),
                TrueMovies.GAP_FRAMES,
                1);
        int ofOther = 0;
        int all = 160;
        for (int n = 0; n < all; n++) {
            LinkBatch batch = new LinkBatch();
            sampler.draw(new SplittableRandom(n), batch);
            // A movie of two frames has tracks of one observation only.
            float[] steps = batch.tensors().get(4).values();
            boolean second = true;
            for (int k = 3 * 5 + 2; k < steps.length; k += 21) {
                second &= steps[k] == 0;
            }
            ofOther += second ? 1 : 0;
        }
        assertThat(ofOther).isBetween(all / 4 - 20, all / 4 + 20);
    }

    @Test
    void aSceneWithoutDivisionsIsABatchToo() {
        List<List<TrueMovies.Disc>> frames = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
            frames.add(List.of(TrueMovies.disc(1, 40, 40)));
        }
        LinkMovie lone = TrueMovies.drawn(80, frames);
        List<Tensor> batch = task(1, new SceneSampler.Shared(lone, 1)).batch(0);
        assertThat(batch.get(16).values()).containsExactly(0);
    }
}
