package org.cellineage.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/** Several functions in one file, each with several inputs, opened again. */
class FrozenModelTest {

    private static final Map<String, FrozenModel.Function> FUNCTIONS = Map.of(
            "blend",
            new FrozenModel.Function(Map.of("one", "blend_one", "two", "blend_two"), Map.of("out", "blend")),
            "half",
            new FrozenModel.Function(Map.of("whole", "half_whole"), Map.of("out", "half")));

    private static void build(Ops tf) {
        Operand<TFloat32> one = input(tf, "blend_one");
        Operand<TFloat32> two = input(tf, "blend_two");
        tf.withName("blend").math.add(one, tf.math.mul(two, tf.constant(10f)));
        tf.withName("half").math.mul(input(tf, "half_whole"), tf.constant(0.5f));
    }

    private static Operand<TFloat32> input(Ops tf, String name) {
        return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2)));
    }

    private static ModelBundle bundle() {
        String json = "{'format': 1, 'task': 'sums', 'name': 'a', 'version': '1', 'networks':"
                + " {'blend': {'signature': 'blend'}, 'half': {'folder': '.'}}}";
        return ModelBundle.of(new ModelFiles(
                "sums",
                new TreeMap<>(Map.of(
                        "saved_model.pb",
                        FrozenModel.of(FrozenModelTest::build, FUNCTIONS),
                        ModelFiles.DESCRIPTION,
                        json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)))));
    }

    private static Tensor pair(float a, float b) {
        return new Tensor(new long[] {1, 2}, new float[] {a, b});
    }

    private static float[] run(Network network, Tensor... inputs) {
        return network.run(List.of(inputs)).get(0).values();
    }

    @Test
    void inputsAreTakenInTheOrderInWhichTheyWereNamed() {
        try (Network blend = bundle().open(
                                "blend", List.of("one", "two"), List.of("out"), ConfigProto.getDefaultInstance());
                Network other = bundle().open(
                                "blend", List.of("two", "one"), List.of("out"), ConfigProto.getDefaultInstance())) {
            assertThat(run(blend, pair(1, 2), pair(3, 4))).containsExactly(31, 42);
            assertThat(run(other, pair(1, 2), pair(3, 4))).containsExactly(13, 24);
            assertThatThrownBy(() -> run(blend, pair(1, 2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("blend_one")
                    .hasMessageContaining("1 are given");
        }
    }

    /** Where the description names no signature, it is the role's own. */
    @Test
    void aRoleIsItsOwnSignature() {
        try (Network half = bundle().open("half", List.of("whole"), List.of("out"), ConfigProto.getDefaultInstance())) {
            assertThat(run(half, pair(3, 5))).containsExactly(1.5f, 2.5f);
            assertThat(half.run(pair(3, 5)).get(0).shape()).containsExactly(1, 2);
        }
    }

    @Test
    void theSameNetworkIsTheSameBytes() {
        byte[] one = FrozenModel.of(FrozenModelTest::build, FUNCTIONS);
        assertThat(FrozenModel.of(FrozenModelTest::build, new TreeMap<>(FUNCTIONS)))
                .isEqualTo(one);
    }

    @Test
    void aNetworkOfOneInputTakesListsOfOne() {
        Network negative = new Network() {
            @Override
            public List<Tensor> run(Tensor input) {
                return List.of(pair(-input.values()[0], -input.values()[1]));
            }

            @Override
            public void close() {
                throw new IllegalStateException("never closed");
            }
        };
        assertThat(run(negative, pair(1, 2))).containsExactly(-1, -2);
        assertThatThrownBy(() -> run(negative, pair(1, 2), pair(3, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one input");
    }
}
