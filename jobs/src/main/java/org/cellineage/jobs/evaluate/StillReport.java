package org.cellineage.jobs.evaluate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.cellineage.evaluate.DetectionScore;
import org.cellineage.evaluate.InstanceScore;
import org.cellineage.evaluate.SegmentationScore;

/**
 * Scores of still images as text and as JSON.
 *
 * @param images by name
 * @param pooled all images together
 * @param detection detection of the cells of all images
 */
public record StillReport(List<StillEvaluation.Still> images, SegmentationScore pooled, DetectionScore detection) {

    public StillReport {
        images = List.copyOf(images);
    }

    /** Adds up the scores. */
    public static StillReport of(List<StillEvaluation.Still> images) {
        SegmentationScore pooled = SegmentationScore.NONE;
        DetectionScore detection = DetectionScore.NONE;
        for (StillEvaluation.Still image : images) {
            pooled = pooled.plus(image.score());
            detection = detection.plus(image.detection());
        }
        return new StillReport(images, pooled, detection);
    }

    /**
     * A text table: one row for all images together, the scores at each IoU, and the detection scores.
     *
     * @param perImage whether each image has a row too
     */
    public String table(boolean perImage) {
        String all = String.format(Locale.ROOT, "pooled (%,d)", images.size());
        int names = perImage
                ? images.stream().mapToInt(i -> i.image().length()).max().orElse(0)
                : 0;
        String name = "%-" + Math.max(all.length(), names) + "s";
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                name + " %8s %8s %8s %7s %7s %7s %7s %7s %7s %7s %7s%n",
                "image",
                "truth",
                "result",
                "count",
                "merges",
                "splits",
                "SEG",
                "F1 .5",
                "AP .5",
                "AP .75",
                "AP .9",
                "mean AP"));
        if (perImage) {
            images.forEach(image ->
                    text.append(String.format(Locale.ROOT, name, image.image())).append(row(image.score())));
        }
        text.append(String.format(Locale.ROOT, name, all)).append(row(pooled));
        text.append(String.format(
                Locale.ROOT,
                "%n%4s %8s %8s %8s %10s %7s %7s %7s%n",
                "IoU",
                "TP",
                "FP",
                "FN",
                "precision",
                "recall",
                "F1",
                "AP"));
        for (InstanceScore score : pooled.instances()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%4.2f %8d %8d %8d %10s %7s %7s %7s%n",
                    score.minIou(),
                    score.truePositives(),
                    score.falsePositives(),
                    score.falseNegatives(),
                    figure(score.precision()),
                    figure(score.recall()),
                    figure(score.f1()),
                    figure(score.ap())));
        }
        return text.append(DetectionReport.table("masks", detection)).toString();
    }

    private static String row(SegmentationScore score) {
        double percent = 100 * score.relativeCountError();
        return String.format(
                Locale.ROOT,
                " %8d %8d %8s %7d %7d %7s %7s %7s %7s %7s %7s%n",
                score.truthCells(),
                score.resultCells(),
                Double.isNaN(percent) ? "-" : String.format(Locale.ROOT, "%+.1f%%", percent),
                score.merges(),
                score.splits(),
                figure(score.seg()),
                figure(score.at(0.5).f1()),
                figure(score.at(0.5).ap()),
                figure(score.at(0.75).ap()),
                figure(score.at(0.9).ap()),
                figure(score.meanAp()));
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }

    /** All counts and scores, pooled and per image; an undefined score is null. */
    public ObjectNode json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (StillEvaluation.Still image : images) {
            ObjectNode node = list.addObject();
            node.put("image", image.image());
            put(image.score(), node);
        }
        put(pooled, root.putObject("pooled"));
        root.set("found", DetectionReport.json(detection));
        root.set("images", list);
        return root;
    }

    private static void put(SegmentationScore score, ObjectNode node) {
        node.put("images", score.images());
        node.put("truth_cells", score.truthCells());
        node.put("result_cells", score.resultCells());
        node.put("count_error", score.countError());
        put("relative_count_error", score.relativeCountError(), node);
        node.put("merges", score.merges());
        node.put("splits", score.splits());
        put("seg", score.seg(), node);
        put("mean_ap", score.meanAp(), node);
        ArrayNode instances = node.putArray("by_iou");
        for (InstanceScore instance : score.instances()) {
            ObjectNode at = instances.addObject();
            at.put("min_iou", instance.minIou());
            at.put("true_positives", instance.truePositives());
            at.put("false_positives", instance.falsePositives());
            at.put("false_negatives", instance.falseNegatives());
            put("precision", instance.precision(), at);
            put("recall", instance.recall(), at);
            put("f1", instance.f1(), at);
            put("ap", instance.ap(), at);
        }
    }

    private static void put(String name, double figure, ObjectNode node) {
        if (Double.isNaN(figure)) {
            node.putNull(name);
        } else {
            node.put(name, figure);
        }
    }
}
