package org.cellineage.segment.postprocess;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cellineage.image.ConnectedRegions;
import org.cellineage.image.DistanceTransform;
import org.cellineage.image.LabelImage;
import org.cellineage.segment.FoundCells;
import org.cellineage.segment.FoundClasses;

/**
 * Cells from the boxes and masks of an instance network, after Moen et al. 2019 (RetinaMask): masks are pasted into the
 * frame, those that overlap too many others are dropped, pixels shared by two masks are divided by a random walk, and
 * cells that appear only in the semantic map are added.
 *
 * <p>It differs from the published code where that loses cells: in a cluster of overlapping masks, those with the
 * lowest scores are removed first and the overlaps are recounted; and foreground next to a mask is distinguished from a
 * cell by its thickness. Not a {@link Postprocessor}, because detections are not maps.
 */
public final class InstancePostprocessor {

    /** Name of the semantic map: probability that a pixel belongs to any cell. */
    public static final String FOREGROUND = "foreground";

    private final InstanceOptions options;

    public InstancePostprocessor(InstanceOptions options) {
        this.options = options;
    }

    /** Returns cells from detections alone, numbered from 1 in raster order of their first pixel. */
    public LabelImage labels(Detections detections, int width, int height) {
        return find(detections, width, height).labels();
    }

    /** Returns the same cells with the classes of their detections. */
    public FoundCells find(Detections detections, int width, int height) {
        return classified(detections, laid(detections, width, height), Optional.empty());
    }

    /**
     * Returns cells from detections and those that appear only in the map {@value #FOREGROUND}, numbered together from
     * 1 in raster order of their first pixel; at the size of the map.
     */
    public LabelImage labels(Detections detections, FrameMaps semantic) {
        return find(detections, semantic).labels();
    }

    /** Returns the same cells with the classes of their detections; those of the map alone have none. */
    public FoundCells find(Detections detections, FrameMaps semantic) {
        return classified(
                detections,
                laid(detections, semantic.width(), semantic.height()),
                Optional.of(semantic.map(FOREGROUND)));
    }

    private FoundCells classified(Detections detections, Laid laid, Optional<float[]> foreground) {
        LabelImage before =
                foreground.map(map -> withUndetected(laid.labels(), map)).orElse(laid.labels());
        LabelImage kept = LargeCells.keep(before, options.minAreaPx());
        FoundCells cells = FoundCells.ofLabels(kept);
        if (detections.kinds().length == 0) {
            return cells;
        }
        float[][] probability = new float[kept.maxLabel() + 1][0];
        for (int p = 0; p < kept.labels().length; p++) {
            int label = kept.labels()[p];
            int instance = before.labels()[p];
            if (label != 0
                    && probability[label].length == 0
                    && instance <= laid.detections().size()) {
                probability[label] = probabilities(detections, laid.detections().get(instance - 1));
            }
        }
        return cells.withClasses(new FoundClasses(detections.names(), probability));
    }

    /** The score is the probability of the class that is named; the others share the rest. */
    private static float[] probabilities(Detections detections, int detection) {
        int kind = detections.kinds()[detection];
        int classes = detections.names().size();
        if (kind < 0) {
            return new float[0];
        }
        float own = classes == 1 ? 1 : Math.min(1, detections.scores()[detection]);
        float[] probabilities = new float[classes];
        Arrays.fill(probabilities, (1 - own) / Math.max(1, classes - 1));
        probabilities[kind] = own;
        return probabilities;
    }

    /** Cells that were laid into a frame: label 1 is the first of the detections. */
    private record Laid(LabelImage labels, List<Integer> detections) {}

    private Laid laid(Detections detections, int width, int height) {
        List<Integer> ids = new ArrayList<>();
        List<PixelRuns> masks = new ArrayList<>();
        PixelRuns.Builder builder = new PixelRuns.Builder();
        for (int id : bestFirst(detections)) {
            PixelRuns mask = lay(detections, id, width, height, builder);
            if (mask.area() > 0) {
                ids.add(id);
                masks.add(mask);
            }
        }
        boolean[] stays = MaskOverlaps.uncrowded(masks, options.overlapIou(), options.maxOverlaps(), width, height);
        List<Integer> keptIds = new ArrayList<>();
        List<PixelRuns> kept = new ArrayList<>();
        for (int i = 0; i < stays.length; i++) {
            if (stays[i]) {
                keptIds.add(ids.get(i));
                kept.add(masks.get(i));
            }
        }
        LabelImage labels =
                MaskClaims.settle(kept, (mask, y, x) -> detections.value(keptIds.get(mask), y, x), width, height);
        return new Laid(labels, keptIds);
    }

    /** Detections above the score threshold, highest first; ties keep their order. */
    private List<Integer> bestFirst(Detections detections) {
        List<Integer> ids = new ArrayList<>();
        for (int id = 0; id < detections.count(); id++) {
            if (detections.scores()[id] > options.scoreThreshold() && detections.hasBox(id)) {
                ids.add(id);
            }
        }
        ids.sort((a, b) -> Float.compare(detections.scores()[b], detections.scores()[a]));
        return ids;
    }

    /** The pixels of the frame where a mask is above the threshold. */
    private PixelRuns lay(Detections detections, int id, int width, int height, PixelRuns.Builder builder) {
        float[] boxes = detections.boxes();
        int bottom = pixelFrom(boxes[4 * id + 2], height);
        int left = pixelFrom(boxes[4 * id + 1], width);
        int right = pixelFrom(boxes[4 * id + 3], width);
        for (int y = pixelFrom(boxes[4 * id], height); y < bottom; y++) {
            for (int x = left; x < right; x++) {
                if (detections.value(id, y, x) > options.maskThreshold()) {
                    builder.add(y, x, x + 1);
                }
            }
        }
        return builder.build();
    }

    /** The first pixel of the frame whose centre is at or after {@code at}. */
    private static int pixelFrom(float at, int size) {
        return (int) Math.max(0, Math.min(size, Math.ceil(at - 0.5)));
    }

    /** Adds the foreground regions that no instance covers, except for rims. */
    private LabelImage withUndetected(LabelImage instances, float[] foreground) {
        int width = instances.width();
        int height = instances.height();
        int[] labels = instances.labels().clone();
        boolean[] uncovered = new boolean[labels.length];
        for (int p = 0; p < labels.length; p++) {
            uncovered[p] = labels[p] == 0 && foreground[p] > options.foregroundThreshold();
        }
        int[] regions = ConnectedRegions.of(uncovered, width, height, false).labels();
        float[] depth = DistanceTransform.of(uncovered, width, height);
        boolean[] thick = new boolean[Arrays.stream(regions).max().orElse(0) + 1];
        for (int p = 0; p < regions.length; p++) {
            thick[regions[p]] |= depth[p] >= options.rimRadiusPx();
        }
        int taken = instances.maxLabel();
        for (int p = 0; p < labels.length; p++) {
            if (regions[p] != 0 && thick[regions[p]]) {
                labels[p] = taken + regions[p];
            }
        }
        return new LabelImage(width, height, labels);
    }
}
