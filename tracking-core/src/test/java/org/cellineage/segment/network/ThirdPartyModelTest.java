package org.cellineage.segment.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cellineage.format.LocalSeekableBytes;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.tiff.TiffFile;
import org.cellineage.image.Plane;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.cellineage.segment.network.NetworkInput.Channel;
import org.cellineage.segment.postprocess.FrameMaps;
import org.cellineage.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.ConfigProto;

/** SavedModels that others made with TensorFlow 1.3, without signatures, run from a description alone. */
class ThirdPartyModelTest {

    private static final String DESCRIPTION = """
            {
              "format": 1,
              "task": "density",
              "name": "DEFCoN",
              "version": "1",
              "networks": {
                "density": {
                  "folder": "network",
                  "input": "input_tensor:0",
                  "outputs": ["output_tensor:0"],
                  "switches": {"dropout_seg/keras_learning_phase:0": false}
                }
              }
            }
            """;

    private static final NetworkInput INPUT = new NetworkInput(List.of(Channel.BRIGHTNESS), 1, 99.8, 0, 4, 32);

    private static final ConfigProto SESSION = ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(1)
            .setInterOpParallelismThreads(1)
            .build();

    /** TensorFlow sums in another order in another batch. */
    private static final float ROUNDING = 1e-5f;

    private static Network open(String name, Path bundle) throws IOException {
        Path model = SharedData.require("savedmodels/defcon/example/serving/" + name);
        Files.writeString(bundle.resolve("model.json"), DESCRIPTION);
        try (Stream<Path> files = Files.walk(model)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = bundle.resolve("network").resolve(model.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return ModelBundle.of(ModelFiles.read(new LocalStorage(), bundle.toString()))
                .open("density", 1, SESSION);
    }

    private static ScaledFrame frame(String file) throws IOException {
        Path path = SharedData.require("movies/Fluo-N2DL-HeLa/02/" + file);
        try (TiffFile tiff = TiffFile.open(new LocalSeekableBytes(path), file)) {
            Plane plane = tiff.read(0);
            return ScaledFrame.of(INPUT, plane.toFloats(), plane.width(), plane.height(), 0.3);
        }
    }

    @Test
    void aDensityNetworkMapsWholeFrames(@TempDir Path bundle) throws IOException {
        ScaledFrame first = frame("t000.tif");
        ScaledFrame second = frame("t001.tif");
        List<String> maps = List.of("density");
        try (Network network = open("tf_density_count", bundle)) {
            TiledNetwork whole = new TiledNetwork(network, INPUT, NetworkOutputs.ofMaps("DEFCoN", maps, 1), 1 << 20);
            List<FrameMaps> together = whole.run(List.of(first, second)).stream()
                    .map(FrameOutputs::maps)
                    .toList();
            for (FrameMaps frame : together) {
                assertThat(frame.width()).isEqualTo(first.width());
                assertThat(frame.height()).isEqualTo(first.height());
                float[] density = frame.map("density").clone();
                Arrays.sort(density);
                assertThat(density[0]).isFinite();
                assertThat(density[density.length - 1]).isFinite().isGreaterThan(density[0] + 1e-4f);
            }
            FrameMaps alone = whole.run(List.of(second)).get(0).maps();
            assertThat(together.get(1).map("density")).containsExactly(alone.map("density"), within(ROUNDING));
            assertThat(together.get(0).map("density")).isNotEqualTo(alone.map("density"));
        }
    }

    @Test
    void aCountingNetworkGivesANumberForEachImage(@TempDir Path bundle) throws IOException {
        ScaledFrame first = frame("t000.tif");
        ScaledFrame second = frame("t001.tif");
        int side = 128;
        float[] window = new float[2 * side * side];
        first.copyWindow(0, 0, side, side, window, 0);
        second.copyWindow(0, 0, side, side, window, side * side);
        try (Network network = open("tf_max_count", bundle)) {
            Tensor together = run(network, 2, side, window);
            assertThat(together.shape()).containsExactly(2, 1);
            for (int i = 0; i < 2; i++) {
                float[] one = Arrays.copyOfRange(window, i * side * side, (i + 1) * side * side);
                assertThat(together.values()[i])
                        .isFinite()
                        .isCloseTo(run(network, 1, side, one).values()[0], within(ROUNDING));
            }
            assertThat(together.values()[0]).isNotEqualTo(together.values()[1]);
        }
    }

    private static Tensor run(Network network, int images, int side, float[] values) {
        return network.run(new Tensor(new long[] {images, side, side, 1}, values))
                .get(0);
    }
}
