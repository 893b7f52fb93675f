package org.cellineage.segment.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.segment.FramePlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network of boxes and masks, run from a description alone: cells where the image says that there are some. */
class InstanceModelTest {

    private static final NetworkOptions WHOLE = options(1 << 24);
    private static final NetworkOptions TILED = options(1 << 18);

    private static NetworkOptions options(int maxPixels) {
        return new NetworkOptions(
                "detecting/",
                ModelsByType.DEFAULTS,
                0,
                false,
                Double.NaN,
                Double.NaN,
                5,
                Double.NaN,
                Double.NaN,
                1,
                false,
                false,
                maxPixels);
    }

    /** A frame that the network of {@link DetectingModel} knows how to read, and the labels that it must give. */
    private static final class Scene {
        private final int width;
        private final int height;
        private final float[] values;
        private final int[] labels;
        private int count;

        Scene(int width, int height) {
            this.width = width;
            this.height = height;
            values = new float[width * height];
            labels = new int[width * height];
            // The frame's brightest pixel, so that grey values are what they are.
            values[values.length - 1] = 20;
        }

        /** A cell with its centre at the corner of a pixel. */
        Scene cell(int y, int x, int r) {
            values[y * width + x] = r;
            count++;
            for (int v = Math.max(0, y - r); v < Math.min(height, y + r); v++) {
                for (int u = Math.max(0, x - r - 2); u < Math.min(width, x + r + 2); u++) {
                    if (v < y || u < x) {
                        labels[v * width + u] = count;
                    }
                }
            }
            return this;
        }

        /** Foreground without a detection. */
        Scene patch(int top, int left, int side) {
            count++;
            for (int y = top; y < top + side; y++) {
                for (int x = left; x < left + side; x++) {
                    values[y * width + x] = 19;
                    labels[y * width + x] = count;
                }
            }
            return this;
        }

        Plane plane() {
            return Plane.of(width, height, values);
        }

        /** The labels, numbered in raster order. */
        int[] truth() {
            int[] number = new int[count + 1];
            int[] truth = new int[labels.length];
            int next = 0;
            for (int p = 0; p < labels.length; p++) {
                if (labels[p] != 0 && number[labels[p]] == 0) {
                    number[labels[p]] = ++next;
                }
                truth[p] = number[labels[p]];
            }
            return truth;
        }
    }

    /** Cells apart from one another, some cut by the frame's edges. */
    private static Scene apart() {
        return new Scene(150, 110)
                .cell(30, 30, 10)
                .cell(5, 70, 8)
                .cell(60, 4, 6)
                .cell(104, 100, 12)
                .cell(70, 60, 2)
                .cell(60, 143, 17);
    }

    private static List<LabelImage> segment(
            SegmentationModel model, NetworkOptions options, double diameterPx, Plane... planes) {
        try (Network network = model.openNetwork(DetectingModel.SESSION)) {
            NetworkFrames frames = model.frames(network, options);
            List<NetworkFrames.Prepared> prepared = new ArrayList<>();
            for (Plane plane : planes) {
                prepared.add(frames.prepare(List.of(plane), FramePlan.of(0, diameterPx)));
            }
            return frames.infer(prepared).stream()
                    .map(seen -> frames.finish(seen).labels())
                    .toList();
        }
    }

    private static int[] segment(SegmentationModel model, NetworkOptions options, Plane plane) {
        return segment(model, options, Double.NaN, plane).get(0).labels();
    }

    @ParameterizedTest
    @CsvSource({
        "boxes, scores, masks",
        "boxes_x_first, scores, masks",
        "boxes_share, scores, masks",
        "boxes, scores, masks_of_one_class",
        "boxes_found, scores_found, masks_found",
    })
    void cellsStandWhereTheNetworkSaysInAnyOfItsWritings(String boxes, String scores, String masks) {
        SegmentationModel model = DetectingModel.withOutputs(boxes, scores, masks);
        Scene scene = apart();
        assertThat(scene.count).isEqualTo(6);
        assertThat(segment(model, WHOLE, scene.plane())).isEqualTo(scene.truth());
        assertThat(segment(model, WHOLE, new Scene(40, 30).plane())).containsOnly(0);
    }

    @Test
    void aBatchGivesWhatEachFrameGivesByItself() {
        SegmentationModel model = DetectingModel.withOutputs("boxes", "scores", "masks");
        Scene empty = new Scene(150, 110);
        Scene other = new Scene(150, 110).cell(50, 50, 9).cell(80, 90, 11);
        List<LabelImage> found = segment(model, WHOLE, Double.NaN, apart().plane(), empty.plane(), other.plane());
        assertThat(found.get(0).labels()).isEqualTo(apart().truth());
        assertThat(found.get(1).labels()).containsOnly(0);
        assertThat(found.get(2).labels()).isEqualTo(other.truth());
    }

    /** A network that sees two cells whatever it is shown, at the scale of what it reads. */
    private record Fixed(float[] boxes) implements Network {
        @Override
        public List<Tensor> run(Tensor input) {
            float[] masks = {1, 1, 1, 1, 1, 1, 1, 1};
            return List.of(
                    new Tensor(new long[] {1, 2, 4}, boxes),
                    new Tensor(new long[] {1, 2}, new float[] {0.8f, 0.9f}),
                    new Tensor(new long[] {1, 2, 2, 2}, masks));
        }

        @Override
        public void close() {}
    }

    /** Frames are read with a mirrored edge of 16 pixels. */
    @ParameterizedTest
    @CsvSource({"24, 0.5", "12, 1", "6, 2", "4, 3", "36, 0.3333333333333333"})
    void boxesAndMasksComeBackToTheFramesScale(double diameterPx, double scale) {
        Map<String, String> settings = DetectingModel.settings();
        settings.computeIfPresent("input", (key, json) -> json.replace("diameter_px': 0", "diameter_px': 12"));
        SegmentationModel model = DetectingModel.model(DetectingModel.OUTPUTS, settings);
        int[][] cells = {{24, 36, 48, 66}, {54, 6, 60, 90}};
        float[] boxes = new float[8];
        int[] truth = new int[96 * 72];
        for (int i = 0; i < 8; i++) {
            boxes[i] = (float) (16 + scale * cells[i / 4][i % 4]);
        }
        for (int p = 0; p < truth.length; p++) {
            for (int i = 0; i < 2; i++) {
                int y = p / 96;
                int x = p % 96;
                truth[p] =
                        y >= cells[i][0] && y < cells[i][2] && x >= cells[i][1] && x < cells[i][3] ? i + 1 : truth[p];
            }
        }
        LabelImage found =
                model.frames(new Fixed(boxes), WHOLE).segment(Plane.of(96, 72, new float[96 * 72]), diameterPx);
        assertThat(found.labels()).isEqualTo(truth);
    }

    @Test
    void foregroundThatNoMaskCoversIsACellToo() {
        Map<String, String> settings = DetectingModel.settings();
        settings.put("maps", "['foreground']");
        List<String> outputs = List.of("foreground", "boxes", "scores", "masks");
        Scene scene = apart().patch(85, 20, 15).patch(20, 100, 20);
        assertThat(segment(DetectingModel.model(outputs, settings), WHOLE, scene.plane()))
                .isEqualTo(scene.truth());
        // Of another name it is nothing to the head.
        settings.put("maps", "['brightness']");
        assertThat(segment(DetectingModel.model(outputs, settings), WHOLE, scene.plane()))
                .isEqualTo(segment(DetectingModel.withOutputs("boxes", "scores", "masks"), WHOLE, scene.plane()));
    }

    /** Tiles of 512 pixels have cores of 448. */
    @Test
    void inTilesTheFrameHasTheSameCells() {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 2; trial++) {
            Scene scene = new Scene(1000, 700);
            for (int i = 0; i < 40; i++) {
                scene.cell(random.nextInt(444, 453), 15 + 24 * i, random.nextInt(4, 12));
                scene.cell(random.nextInt(15, 685), random.nextInt(444, 453) + 448 * (i % 2), random.nextInt(4, 12));
                scene.cell(random.nextInt(15, 685), random.nextInt(15, 985), random.nextInt(4, 17));
            }
            for (String boxes : new String[] {"boxes", "boxes_share"}) {
                SegmentationModel model = DetectingModel.withOutputs(boxes, "scores", "masks");
                int[] whole = segment(model, WHOLE, scene.plane());
                assertThat(segment(model, TILED, scene.plane())).isEqualTo(whole);
                assertThat(new LabelImage(1000, 700, whole).maxLabel()).isGreaterThan(60);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "boxes_nan|scores|masks|boxes: A box of a detection that counts contains NaN.",
                "boxes_infinite|scores|masks|boxes: A box of a detection that counts contains Infinity.",
                "boxes|scores_nan|masks|scores: A score is NaN, but must be a probability.",
                "boxes|scores_percent|masks|scores: A score is 75.0, but must be a probability.",
                "boxes|scores|masks_nan|masks: A mask contains NaN, but must hold probabilities, 0 to 1.",
                "boxes|scores|masks_logits|masks: A mask contains 4.0, but must hold probabilities, 0 to 1.",
                "boxes_of_three|scores|masks|boxes: For 1 image the output has the shape [1, 200, 3],"
                        + " but [images, detections, 4] is needed.",
                "boxes|scores_fewer|masks|scores: The network gives 200 boxes, 199 scores and 200 masks for an image.",
                "boxes|scores|masks_fewer|masks: The network gives 200 boxes, 200 scores and 199 masks for an image.",
                "boxes|scores_of_classes|masks|scores: For 1 image the output has the shape [1, 200, 1],"
                        + " but [images, detections] is needed.",
                "boxes|scores|masks_oblong|masks: For 1 image the output has the shape [1, 200, 27, 28],"
                        + " but [images, detections, side, side] is needed.",
                "boxes|scores|masks_flat|masks: For 1 image the output has the shape [1, 200, 784],"
                        + " but [images, detections, side, side] is needed.",
                "foreground|scores|masks|boxes: For 1 image the output has the shape [1, 80, 92, 1],"
                        + " but [images, detections, 4] is needed.",
            })
    void outputsThatAreNotWhatTheDescriptionSaysAreNamed(String boxes, String scores, String masks, String cause) {
        SegmentationModel model = DetectingModel.withOutputs(boxes, scores, masks);
        Plane plane = new Scene(60, 48).cell(20, 20, 10).plane();
        assertThatThrownBy(() -> segment(model, WHOLE, plane))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessage(DetectingModel.WHERE + "/model.json: settings.detections." + cause
                        + " Fix the description or the network; docs/MODELS.md explains every key.");
    }

    @Test
    void boxesInPixelsAreNotTakenForShares() {
        Map<String, String> settings = DetectingModel.settings();
        settings.computeIfPresent("detections", (key, json) -> json.replace("'pixel'", "'share'"));
        SegmentationModel model = DetectingModel.model(DetectingModel.OUTPUTS, settings);
        assertThatThrownBy(() -> segment(model, WHOLE, apart().plane()))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("settings.detections.box_unit: It is share, but a box contains ");
    }

    /** Two maps are named where the network gives one, and none where it gives one. */
    @Test
    void mapsMustBeThoseThatAreNamed() {
        Map<String, String> settings = DetectingModel.settings();
        List<String> outputs = List.of("foreground", "boxes", "scores", "masks");
        for (String maps : new String[] {"['a', 'b']", "[]"}) {
            settings.put("maps", maps);
            SegmentationModel model = DetectingModel.model(outputs, settings);
            assertThatThrownBy(() -> segment(model, WHOLE, apart().plane()))
                    .isInstanceOf(BadConfigurationException.class)
                    .hasMessageContaining("settings.maps: The network gives 1 maps, but ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'boxes': 'boxes', |''|settings.detections.boxes: The key is missing; give one of",
                "'scores': 'scores', |''|settings.detections.scores: The key is missing; give one of",
                "'masks': 'masks', |''|settings.detections.masks: The key is missing; give one of",
                "'box_order': 'yxyx', |''|settings.detections.box_order: The key is missing; give yxyx or xyxy.",
                "'pixel'|null|settings.detections.box_unit: The key is missing; give pixel or share.",
                "'boxes': 'boxes'|'boxes': 'rois'|settings.detections.boxes: There is no output rois in"
                        + " networks.segment.outputs, but [boxes, scores, masks].",
                "'boxes': 'boxes'|'boxes': 'masks'|settings.detections.masks: The output masks is already taken",
                "'yxyx'|'yx'|box_order: Cannot deserialize value of type",
                "'boxes': 'boxes'|'box': 'boxes'|settings.detections: box: Unrecognized field",
            },
            quoteCharacter = '`')
    void badDescriptionsAreNamed(String from, String to, String cause) {
        Map<String, String> settings = DetectingModel.settings();
        settings.computeIfPresent("detections", (key, json) -> {
            assertThat(json).contains(from.strip());
            return json.replace(
                    from.strip().endsWith(",") ? from.strip() + " " : from.strip(), to.equals("''") ? "" : to);
        });
        assertThatThrownBy(() -> DetectingModel.model(DetectingModel.OUTPUTS, settings))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageStartingWith(DetectingModel.WHERE + "/model.json: ")
                .hasMessageContaining(cause);
    }

    @Test
    void detectionsThatAreNotDescribedAreMissed() {
        Map<String, String> settings = DetectingModel.settings();
        settings.remove("detections");
        assertThatThrownBy(() -> DetectingModel.model(DetectingModel.OUTPUTS, settings))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("The key settings.detections is missing.");
    }
}
