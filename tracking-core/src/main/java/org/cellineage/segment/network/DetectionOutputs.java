package org.cellineage.segment.network;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.problem.BadConfigurationException;

/**
 * Which outputs of a network are boxes, scores and masks, and how the boxes are encoded. Indices refer to the outputs
 * in the order of the model description.
 *
 * @param leastScore detections with a score of at most this are not read
 */
record DetectionOutputs(int boxes, int scores, int masks, BoxOrder boxOrder, BoxUnit boxUnit, double leastScore) {

    /** Key in the model description. */
    static final String KEY = "settings.detections";

    /** Order of the coordinates of a box. */
    enum BoxOrder {
        /** y1, x1, y2, x2. */
        YXYX,
        /** x1, y1, x2, y2. */
        XYXY
    }

    /** Unit of the coordinates of a box. */
    enum BoxUnit {
        /** Pixels of the network's input. */
        PIXEL,
        /** Fractions of the height and width of the network's input, from 0 to 1. */
        SHARE
    }

    /** The value of {@value #KEY}: outputs by their names in {@code networks.segment.outputs}. */
    record Named(String boxes, String scores, String masks, BoxOrder boxOrder, BoxUnit boxUnit) {

        /**
         * Resolves the names to output indices.
         *
         * @param where file of the description, for messages
         * @param outputs names of the network's outputs
         * @throws BadConfigurationException if a key is missing, or names an unknown output or one that is already used
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
            // Jackson leaves a component null if the description omits its key.
            if (value == null) {
                throw NetworkOutputs.wrong(where, KEY + "." + key, "The key is missing; give " + choice + ".");
            }
        }
    }

    /** Whether the output is one of the three, and therefore not a map. */
    boolean reads(int output) {
        return output == boxes || output == scores || output == masks;
    }
}
