package org.cellineage.segment.network;

import java.util.List;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Scaling;
import org.cellineage.segment.postprocess.Detections;
import org.cellineage.segment.postprocess.FrameMaps;
import org.cellineage.segment.postprocess.InstancePostprocessor;
import org.cellineage.segment.postprocess.Postprocessor;
import org.cellineage.segment.postprocess.StarDistPostprocessor;

/**
 * Turns what a network said of a frame into labels of any size that shows the whole frame; they are scaled to the frame's
 * own afterwards.
 */
interface FrameHead {

    /** Names of the maps it must have. */
    List<String> maps();

    /** Labels of a frame, cells numbered from 1 in raster order of their first pixel. */
    LabelImage labels(FrameAnswer answer, ScaledFrame frame);

    /** The frame head for a head. */
    static FrameHead of(Postprocessor head) {
        return head instanceof StarDistPostprocessor stars ? new OfStars(stars) : new OfMaps(head);
    }

    /**
     * Labels out of maps with a value for every pixel. Maps are enlarged where the frame was made smaller for the network,
     * so that outlines follow its pixels.
     */
    record OfMaps(Postprocessor head) implements FrameHead {
        @Override
        public List<String> maps() {
            return head.maps();
        }

        @Override
        public LabelImage labels(FrameAnswer answer, ScaledFrame frame) {
            return head.labels(enlarged(answer.maps(), maps(), frame));
        }
    }

    /** Labels out of polygons, which need no enlarged maps. */
    record OfStars(StarDistPostprocessor head) implements FrameHead {
        @Override
        public List<String> maps() {
            return head.maps();
        }

        @Override
        public LabelImage labels(FrameAnswer answer, ScaledFrame frame) {
            return head.labels(answer.maps(), frame.width(), frame.height());
        }
    }

    /** Labels out of boxes and masks, which are drawn into the finer of the frame and what the network read of it. */
    record OfInstances(InstancePostprocessor head) implements FrameHead {
        @Override
        public List<String> maps() {
            return List.of();
        }

        @Override
        public LabelImage labels(FrameAnswer answer, ScaledFrame frame) {
            Detections drawn = answer.detections()
                    .scaled((double) frame.finerHeight() / frame.height(), (double) frame.finerWidth() / frame.width());
            return answer.maps().names().contains(InstancePostprocessor.FOREGROUND)
                    ? head.labels(drawn, enlarged(answer.maps(), List.of(InstancePostprocessor.FOREGROUND), frame))
                    : head.labels(drawn, frame.finerWidth(), frame.finerHeight());
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
