package org.cellineage.segment.network;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.train.FrozenModel;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.nn.TopK;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * A SavedModel that detects, and whose answer is known: a pixel of value r / 20, for r of 2 to 17, is a cell.
 *
 * <p>Its box reaches r rows up and down from the pixel's corner and r + 2 columns left and right; its score is 1/2 + r /
 * 40; its mask is 1 but for the lower right quarter. Pixels of value 0.95 are foreground without a detection. It finds up
 * to {@value #MOST} cells an image, and fills up with scores of 0. Outputs with one fault each have its name.
 */
final class DetectingModel {

    static final int MOST = 200;
    static final String WHERE = "models/detecting";

    /** Tensors of images and detections, as most networks give them. */
    static final List<String> OUTPUTS = List.of("boxes", "scores", "masks");

    static final ConfigProto SESSION = ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(1)
            .setInterOpParallelismThreads(1)
            .build();

    private static final int SIDE = 28;

    private static final byte[] SAVED_MODEL = FrozenModel.of(DetectingModel::build, "image", "foreground");

    private DetectingModel() {}

    private static void build(Ops tf) {
        Operand<TFloat32> image =
                tf.withName("image").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, 1)));
        Operand<TInt32> shape = tf.shape(image);
        Operand<TInt32> height = part(tf, shape, 1);
        Operand<TInt32> width = part(tf, shape, 2);
        Operand<TFloat32> flat =
                tf.reshape(image, tf.concat(List.of(part(tf, shape, 0), ints(tf, -1)), tf.constant(0)));
        Operand<TFloat32> beacon = tf.dtypes.cast(
                tf.math.logicalAnd(tf.math.greater(flat, tf.constant(0.075f)), tf.math.less(flat, tf.constant(0.9f))),
                TFloat32.class);
        Operand<TFloat32> all =
                tf.math.mul(beacon, tf.math.add(tf.constant(0.5f), tf.math.mul(flat, tf.constant(0.5f))));
        TopK<TFloat32, TInt32> top = tf.nn.topK(all, tf.constant(MOST), TInt32.class);
        Operand<TFloat32> scores = tf.withName("scores").identity(top.values());
        Operand<TInt32> atY = tf.math.div(top.indices(), width);
        Operand<TFloat32> y = tf.dtypes.cast(atY, TFloat32.class);
        Operand<TFloat32> x = tf.dtypes.cast(tf.math.sub(top.indices(), tf.math.mul(atY, width)), TFloat32.class);
        Operand<TFloat32> r = tf.math.rint(tf.math.sub(tf.math.mul(scores, tf.constant(40f)), tf.constant(20f)));
        Operand<TFloat32> wide = tf.math.add(r, tf.constant(2f));
        Operand<TFloat32> y1 = tf.math.sub(y, r);
        Operand<TFloat32> x1 = tf.math.sub(x, wide);
        Operand<TFloat32> y2 = tf.math.add(y, r);
        Operand<TFloat32> x2 = tf.math.add(x, wide);
        Operand<TFloat32> boxes = tf.withName("boxes").stack(List.of(y1, x1, y2, x2), Stack.axis(2L));
        tf.withName("boxes_x_first").stack(List.of(x1, y1, x2, y2), Stack.axis(2L));
        Operand<TFloat32> sides =
                tf.dtypes.cast(tf.concat(List.of(height, width, height, width), tf.constant(0)), TFloat32.class);
        tf.withName("boxes_share").math.div(boxes, sides);
        float[] quarter = new float[SIDE * SIDE];
        for (int i = 0; i < quarter.length; i++) {
            quarter[i] = i / SIDE < SIDE / 2 || i % SIDE < SIDE / 2 ? 1 : 0;
        }
        Operand<TFloat32> mask = tf.constant(Shape.of(1, 1, SIDE, SIDE), DataBuffers.of(quarter, true, false));
        Operand<TFloat32> ones = tf.math.add(tf.math.mul(scores, tf.constant(0f)), tf.constant(1f));
        Operand<TFloat32> masks = tf.withName("masks")
                .math
                .mul(tf.expandDims(tf.expandDims(ones, tf.constant(-1)), tf.constant(-1)), mask);
        tf.withName("masks_of_one_class").expandDims(masks, tf.constant(-1));
        Operand<TFloat32> grey = tf.dtypes.cast(
                tf.math.logicalAnd(tf.math.greater(image, tf.constant(0.92f)), tf.math.less(image, tf.constant(0.98f))),
                TFloat32.class);
        tf.withName("foreground").identity(grey);
        // Only the detections that there are, of one image, without an axis of images.
        Operand<TBool> real = first(tf, tf.math.greater(scores, tf.constant(0f)));
        tf.withName("boxes_found").identity(tf.booleanMask(first(tf, boxes), real));
        tf.withName("scores_found").identity(tf.booleanMask(first(tf, scores), real));
        tf.withName("masks_found").identity(tf.booleanMask(first(tf, masks), real));
        faults(tf, boxes, scores, masks);
    }

    private static void faults(Ops tf, Operand<TFloat32> boxes, Operand<TFloat32> scores, Operand<TFloat32> masks) {
        Operand<TFloat32> nan = tf.constant(Float.NaN);
        tf.withName("boxes_nan").math.mul(boxes, nan);
        tf.withName("scores_nan").math.mul(scores, nan);
        tf.withName("masks_nan").math.mul(masks, nan);
        tf.withName("boxes_infinite").math.add(boxes, tf.constant(Float.POSITIVE_INFINITY));
        tf.withName("boxes_of_three").identity(slice(tf, boxes, new int[] {0, 0, 0}, new int[] {-1, -1, 3}));
        tf.withName("scores_fewer").identity(slice(tf, scores, new int[] {0, 0}, new int[] {-1, MOST - 1}));
        tf.withName("scores_percent").math.mul(scores, tf.constant(100f));
        tf.withName("scores_of_classes").expandDims(scores, tf.constant(-1));
        tf.withName("masks_fewer").identity(slice(tf, masks, new int[] {0, 0, 0, 0}, new int[] {-1, MOST - 1, -1, -1}));
        tf.withName("masks_oblong")
                .identity(slice(tf, masks, new int[] {0, 0, 0, 0}, new int[] {-1, -1, SIDE - 1, -1}));
        tf.withName("masks_logits").math.mul(tf.math.sub(masks, tf.constant(0.5f)), tf.constant(8f));
        tf.withName("masks_flat").reshape(masks, ints(tf, -1, MOST, SIDE * SIDE));
    }

    private static Operand<TInt32> part(Ops tf, Operand<TInt32> shape, int at) {
        return slice(tf, shape, new int[] {at}, new int[] {1});
    }

    private static <T extends TType> Operand<T> first(Ops tf, Operand<T> x) {
        return tf.gather(x, tf.constant(0), tf.constant(0));
    }

    private static <T extends TType> Operand<T> slice(Ops tf, Operand<T> x, int[] from, int[] count) {
        return tf.slice(x, tf.constant(from), tf.constant(count));
    }

    private static Operand<TInt32> ints(Ops tf, int... values) {
        return tf.constant(values);
    }

    /** Settings that fit {@link #OUTPUTS}; single quotes stand for double ones. */
    static Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put(
                "input",
                "{'channels': ['brightness'], 'dark_percentile': 0, 'bright_percentile': 100, 'nucleus_diameter_px': 0,"
                        + " 'side_multiple': 4, 'margin_px': 32}");
        settings.put(
                "head",
                "{'kind': 'instance', 'options': {'score_threshold': 0.5, 'mask_threshold': 0.5, 'overlap_iou': 0.25,"
                        + " 'max_overlaps': 1, 'foreground_threshold': 0.5, 'rim_radius_px': 3, 'min_area_px': 10}}");
        settings.put(
                "detections",
                "{'boxes': 'boxes', 'scores': 'scores', 'masks': 'masks', 'box_order': 'yxyx', 'box_unit': 'pixel'}");
        return settings;
    }

    /** The model with these outputs and settings. */
    static SegmentationModel model(List<String> outputs, Map<String, String> settings) {
        StringBuilder json = new StringBuilder("{'format': 1, 'task': 'segmentation', 'name': 'mine', 'version': '1',"
                + " 'networks': {'segment': {'input': 'image', 'outputs': [");
        json.append(
                String.join(", ", outputs.stream().map(name -> "'" + name + "'").toList()));
        json.append("]}}, 'settings': {");
        json.append(String.join(
                ", ",
                settings.entrySet().stream()
                        .map(entry -> "'" + entry.getKey() + "': " + entry.getValue())
                        .toList()));
        json.append("}}");
        TreeMap<String, byte[]> files = new TreeMap<>();
        files.put("saved_model.pb", SAVED_MODEL);
        files.put(ModelFiles.DESCRIPTION, json.toString().replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        return SegmentationModel.of(ModelBundle.of(new ModelFiles(WHERE, files)));
    }

    /** The model with other outputs in place of {@link #OUTPUTS}. */
    static SegmentationModel withOutputs(String boxes, String scores, String masks) {
        Map<String, String> settings = settings();
        settings.put(
                "detections",
                "{'boxes': '" + boxes + "', 'scores': '" + scores + "', 'masks': '" + masks
                        + "', 'box_order': '" + (boxes.equals("boxes_x_first") ? "xyxy" : "yxyx") + "', 'box_unit': '"
                        + (boxes.equals("boxes_share") ? "share" : "pixel") + "'}");
        return model(Arrays.asList(masks, boxes, scores), settings);
    }
}
