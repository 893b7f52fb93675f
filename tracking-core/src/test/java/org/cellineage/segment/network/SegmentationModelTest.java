package org.cellineage.segment.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.cellineage.image.Plane;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.segment.network.NetworkInput.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a bundle's description says of segmentation, and every way in which it can be wrong. */
class SegmentationModelTest {

    private static final String SEMANTIC = "{'format': 1, 'task': 'segmentation', 'name': 'mine', 'version': '3',"
            + " 'networks': {'segment': {'signature': 'serving_default'}}, 'settings': {"
            + "'input': {'channels': ['brightness'], 'dark_percentile': 0, 'bright_percentile': 100,"
            + " 'nucleus_diameter_px': 30, 'side_multiple': 8, 'margin_px': 16}, "
            + "'maps': ['interior', 'background', 'border'], "
            + "'head': {'kind': 'semantic', 'options': {'marker_threshold': 0.5, 'foreground_threshold': 0.5,"
            + " 'min_marker_area_px': 1, 'min_area_px': 1, 'fill_holes': true}}}}";

    private static SegmentationModel model(String json) {
        TreeMap<String, byte[]> files = new TreeMap<>();
        files.put(ModelFiles.DESCRIPTION, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        return SegmentationModel.of(ModelBundle.of(new ModelFiles("models/mine", files)));
    }

    @Test
    void whatTheDescriptionSays() {
        SegmentationModel model = model(SEMANTIC);
        assertThat(model.name()).isEqualTo("mine 3");
        assertThat(model.input()).isEqualTo(new NetworkInput(List.of(Channel.BRIGHTNESS), 0, 100, 30, 8, 16));
        assertThat(model.needsDiameter()).isTrue();
        assertThat(model.findsDiameter()).isFalse();
        assertThat(model(SEMANTIC.replace("px': 30", "px': 0")).needsDiameter()).isFalse();
        assertThat(model.hash())
                .isEqualTo(model(SEMANTIC).hash())
                .isNotEqualTo(model(SEMANTIC.replace("'3'", "'4'")).hash());
    }

    @Test
    void theBundledModelFindsDiameters() {
        SegmentationModel bundled = SegmentationModel.of(ModelBundle.of(ModelFiles.bundled("nuclear")));
        assertThat(bundled.needsDiameter()).isTrue();
        assertThat(bundled.findsDiameter()).isTrue();
    }

    @Test
    void itCanBeSentToOtherMachines() throws IOException, ClassNotFoundException {
        SegmentationModel model = model(SEMANTIC);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(model);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            SegmentationModel arrived = (SegmentationModel) in.readObject();
            assertThat(arrived.hash()).isEqualTo(model.hash());
            assertThat(arrived.input()).isEqualTo(model.input());
        }
    }

    /** Gives the maps of the description, in its order: bright is interior, and nothing is border. */
    private static final class Bright implements Network {
        @Override
        public List<Tensor> run(Tensor input) {
            float[] maps = new float[3 * input.values().length];
            for (int p = 0; p < input.values().length; p++) {
                maps[3 * p] = input.values()[p];
                maps[3 * p + 1] = 1 - input.values()[p];
            }
            return List.of(new Tensor(new long[] {input.shape()[0], input.shape()[1], input.shape()[2], 3}, maps));
        }

        @Override
        public void close() {}
    }

    @Test
    void framesAreSegmentedAsTheDescriptionSays() {
        byte[] samples = new byte[50 * 40];
        int[] truth = new int[50 * 40];
        for (int p = 0; p < samples.length; p++) {
            int column = p % 50 / 10;
            truth[p] = p / 50 >= 10 && p / 50 < 30 && column % 2 == 1 ? 1 + column / 2 : 0;
            samples[p] = (byte) (truth[p] == 0 ? 0 : 100);
        }
        NetworkFrames frames = model(SEMANTIC).frames(new Bright(), NetworkOptions.DEFAULTS);
        assertThat(frames.segment(Plane.of(50, 40, samples), 30).labels()).isEqualTo(truth);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'task': 'segmentation'|'task': 'linking'|The model is for the task linking, not segmentation.",
                "'kind': 'semantic'|'kind': 'magic'|settings.head.kind is magic, which is not a known head.",
                "'kind': 'semantic', |` `|settings.head: kind is missing",
                "'head'|'heads'|The key settings.head is missing.",
                "'maps'|'map'|The key settings.maps is missing.",
                "'input'|'reads'|The key settings.input is missing.",
                "'side_multiple': 8|'side_multiple': 0|settings.input: side_multiple must be at least 1, but is 0",
                "'channels': ['brightness']|'channels': ['colour']|settings.input: channels",
                "'border']|'edge']|settings.maps: The head needs the map border, but [interior, background, edge] are"
                        + " named.",
                "'interior', |` `|settings.maps: The head needs the map interior, but [background, border] are named.",
                "'marker_threshold': 0.5|'marker_threshold': 5|marker_threshold must be between 0 and 1, but is 5.0",
            })
    void badDescriptionsAreNamed(String from, String to, String cause) {
        assertThat(SEMANTIC).contains(from);
        assertThatThrownBy(() -> model(SEMANTIC.replace(from, to)))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageStartingWith("models/mine")
                .hasMessageContaining(cause);
    }

    @Test
    void gridsThatDoNotFitTheTilesAreNamed() {
        String stars = SEMANTIC.replaceAll(
                        "'maps': \\[[^]]*\\]", "'maps': ['probability', 'distance_0', 'distance_1', 'distance_2']")
                .replaceAll(
                        "\\{'kind'.*",
                        "{'kind': 'stardist', 'options': {'rays': 3, 'probability_threshold': 0.5,"
                                + " 'nms_threshold': 0.4, 'grid_px': 3, 'min_area_px': 0}}}}");
        SegmentationModel model = model(stars);
        assertThatThrownBy(() -> model.frames(new Bright(), NetworkOptions.DEFAULTS))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("settings.input.side_multiple: It is 8, but must be a multiple of")
                .hasMessageContaining("stride 3");
    }
}
