package org.cellineage.segment.network;

import java.util.List;
import org.cellineage.image.DistanceTransform;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Scaling;
import org.cellineage.segment.FoundCells;
import org.cellineage.segment.postprocess.Detections;
import org.cellineage.segment.postprocess.FrameMaps;
import org.cellineage.segment.postprocess.InstancePostprocessor;
import org.cellineage.segment.postprocess.NuclearPostprocessor;
import org.cellineage.segment.postprocess.Postprocessor;
import org.cellineage.segment.postprocess.SeededCells;
import org.cellineage.segment.postprocess.StarDistPostprocessor;

/**
 * Turns a network's outputs for a frame into labels. The labels cover the whole frame at any resolution; the caller
 * scales them to the frame's own.
 */
interface FrameHead {

    /** Names of the maps it requires. */
    List<String> maps();

    /** Returns the cells of the frame. */
    FoundCells find(FrameOutputs answer, ScaledFrame frame);

    /**
     * Grows whole cells around nuclei. Here: within the cells that the head finds, along the distance to their edges.
     *
     * @param nuclei of the frame's size
     */
    default LabelImage grow(FrameOutputs answer, ScaledFrame frame, LabelImage nuclei) {
        LabelImage found = find(answer, frame)
                .scaled(frame.frameWidth(), frame.frameHeight())
                .sureLabels();
        int[] labels = found.labels();
        int width = found.width();
        boolean[] mask = new boolean[labels.length];
        boolean[] inner = new boolean[labels.length];
        for (int p = 0; p < mask.length; p++) {
            mask[p] = labels[p] > 0;
            boolean isLast = p % width == width - 1;
            inner[p] = mask[p]
                    && (isLast || labels[p + 1] == labels[p])
                    && (p + width >= labels.length || labels[p + width] == labels[p]);
        }
        return SeededCells.grow(DistanceTransform.of(inner, width, found.height()), mask, nuclei);
    }

    /** Wraps a post-processor. */
    static FrameHead of(Postprocessor head) {
        return head instanceof StarDistPostprocessor stars ? new OfStars(stars) : new OfMaps(head);
    }

    /**
     * Labels from dense maps. If the frame was scaled down for the network, the maps are enlarged first, so that
     * outlines follow the frame's pixels.
     */
    record OfMaps(Postprocessor head) implements FrameHead {
        @Override
        public List<String> maps() {
            return head.maps();
        }

        @Override
        public FoundCells find(FrameOutputs answer, ScaledFrame frame) {
            return head.find(enlarged(answer.maps(), maps(), frame));
        }

        /** With the head's own area and landscape, where it has them, so that the nuclei take the place of its markers. */
        @Override
        public LabelImage grow(FrameOutputs answer, ScaledFrame frame, LabelImage nuclei) {
            if (!(head instanceof NuclearPostprocessor own)) {
                return FrameHead.super.grow(answer, frame, nuclei);
            }
            FrameMaps maps = enlarged(answer.maps(), maps(), frame);
            LabelImage seeds = Scaling.scale(nuclei, maps.width(), maps.height());
            LabelImage grown = Scaling.scale(own.grow(maps, seeds), nuclei.width(), nuclei.height());
            // A nucleus may lose pixels on the way there and back.
            int[] whole = grown.labels().clone();
            for (int p = 0; p < whole.length; p++) {
                int label = nuclei.labels()[p];
                whole[p] = label != 0 ? label : whole[p];
            }
            return new LabelImage(nuclei.width(), nuclei.height(), whole);
        }
    }

    /** Labels from star-convex polygons, which are drawn at full resolution without enlarging the maps. */
    record OfStars(StarDistPostprocessor head) implements FrameHead {
        @Override
        public List<String> maps() {
            return head.maps();
        }

        @Override
        public FoundCells find(FrameOutputs answer, ScaledFrame frame) {
            return FoundCells.ofLabels(head.labels(answer.maps(), frame.width(), frame.height()));
        }
    }

    /** Labels from boxes and masks, drawn at the finer of the frame's resolution and the network's. */
    record OfInstances(InstancePostprocessor head) implements FrameHead {
        @Override
        public List<String> maps() {
            return List.of();
        }

        @Override
        public FoundCells find(FrameOutputs answer, ScaledFrame frame) {
            Detections drawn = answer.detections()
                    .scaled((double) frame.finerHeight() / frame.height(), (double) frame.finerWidth() / frame.width());
            return answer.maps().names().contains(InstancePostprocessor.FOREGROUND)
                    ? head.find(drawn, enlarged(answer.maps(), List.of(InstancePostprocessor.FOREGROUND), frame))
                    : head.find(drawn, frame.finerWidth(), frame.finerHeight());
        }
    }

    private static FrameMaps enlarged(FrameMaps maps, List<String> names, ScaledFrame frame) {
        int width = frame.finerWidth();
        int height = frame.finerHeight();
        if (maps.width() == width && maps.height() == height) {
            return maps;
        }
        float[][] values = new float[names.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = Scaling.scale(maps.map(names.get(i)), maps.width(), maps.height(), width, height);
        }
        return new FrameMaps(width, height, names, values);
    }
}
