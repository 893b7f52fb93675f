package org.cellineage.segment.network;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.problem.BadConfigurationException;

/**
 * Which of a network's outputs are boxes, scores and masks, and how its boxes are written; indices count the outputs in
 * the order of the description.
 *
 * @param leastScore detections with a score not above it are not read
 */
record DetectionOutputs(int boxes, int scores, int masks, BoxOrder boxOrder, BoxUnit boxUnit, double leastScore) {

    /** The key of the description. */
    static final String KEY = "settings.detections";

    /** Which corner of a box comes first, and how it is written. */
    enum BoxOrder {
        /** y1, x1, y2, x2. */
        YXYX,
        /** x1, y1, x2, y2. */
        XYXY
    }

    /** What a box is measured in. */
    enum BoxUnit {
        /** Pixels of what the network read. */
        PIXEL,
        /** Height and width of what the network read, 0 to 1. */
        SHARE
    }

    /**
     * What {@value #KEY} holds: outputs by their name in {@code networks.segment.outputs}.
     */
    record Named(String boxes, String scores, String masks, BoxOrder boxOrder, BoxUnit boxUnit) {

        /**
         * Finds the outputs.
         *
         * @param where the description's file, for messages
         * @param outputs names of the network's outputs
         * @throws BadConfigurationException where a key is missing, or names no output or the output of another
         */
        DetectionOutputs resolve(String where, List<String> outputs, double leastScore) {
            List<String> taken = new ArrayList<>();
            int boxesAt = find(where, "boxes", boxes, outputs, taken);
            int scoresAt = find(where, "scores", scores, outputs, taken);
            int masksAt = find(where, "masks", masks, outputs, taken);
            require(where, "box_order", boxOrder, "yxyx or xyxy");
            require(where, "box_unit", boxUnit, "pixel or share");
            return new DetectionOutputs(boxesAt, scoresAt, masksAt, boxOrder, boxUnit, leastScore);
        }

        private static int find(String where, String key, String name, List<String> outputs, List<String> taken) {
            require(where, key, name, "one of networks.segment.outputs");
            int at = outputs.indexOf(name);
            if (at < 0) {
                throw NetworkOutputs.wrong(
                        where,
                        KEY + "." + key,
                        "There is no output " + name + " in networks.segment.outputs, but " + outputs + ".");
            }
            if (taken.contains(name)) {
                throw NetworkOutputs.wrong(
                        where, KEY + "." + key, "The output " + name + " is already taken for something else.");
            }
            taken.add(name);
            return at;
        }

        private static void require(String where, String key, Object value, String choice) {
            // Jackson leaves out what the description leaves out.
            if (value == null) {
                throw NetworkOutputs.wrong(where, KEY + "." + key, "The key is missing; give " + choice + ".");
            }
        }
    }

    /** Whether an output is one of the three, and no map. */
    boolean reads(int output) {
        return output == boxes || output == scores || output == masks;
    }
}
