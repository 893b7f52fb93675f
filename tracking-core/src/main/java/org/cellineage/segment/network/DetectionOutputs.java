package org.cellineage.segment.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellineage.problem.BadConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Which outputs of a network are boxes, scores and masks, and how the boxes are encoded. Indices refer to the outputs
 * in the order of the model description.
 *
 * @param leastScore detections with a score of at most this are not read
 */
record DetectionOutputs(
        int boxes,
        int scores,
        int masks,
        BoxOrder boxOrder,
        BoxUnit boxUnit,
        double leastScore,
        Optional<Classes> classes) {

    /** Creates outputs without classes. */
    DetectionOutputs(int boxes, int scores, int masks, BoxOrder boxOrder, BoxUnit boxUnit, double leastScore) {
        this(boxes, scores, masks, boxOrder, boxUnit, leastScore, Optional.empty());
    }

    /**
     * The output that holds the number of a class for each detection.
     *
     * @param output its index
     * @param names of the classes
     * @param first number of the first class; lower ones, such as that of the background, have no name
     */
    record Classes(int output, List<String> names, int first) {

        Classes {
            names = List.copyOf(names);
        }
    }

    /**
     * The value of the key {@code classes}, which may be left out.
     *
     * @param output one of {@code networks.segment.outputs}
     * @param names of the classes, in the order of their numbers
     * @param first number of the first class; 1 if it is left out
     */
    record NamedClasses(
            String output, List<String> names, @Nullable Integer first) {}

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
    record Named(
            String boxes,
            String scores,
            String masks,
            BoxOrder boxOrder,
            BoxUnit boxUnit,
            @Nullable NamedClasses classes) {

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
            return new DetectionOutputs(
                    boxesAt,
                    scoresAt,
                    masksAt,
                    boxOrder,
                    boxUnit,
                    leastScore,
                    Optional.ofNullable(classes).map(own -> resolve(where, own, outputs, taken)));
        }

        private static Classes resolve(String where, NamedClasses own, List<String> outputs, List<String> taken) {
            int at = find(where, "classes.output", own.output(), outputs, taken);
            require(where, "classes.names", own.names(), "the names of the classes");
            if (own.names().isEmpty()) {
                throw NetworkOutputs.wrong(where, KEY + ".classes.names", "There is no name.");
            }
            return new Classes(at, own.names(), Optional.ofNullable(own.first()).orElse(1));
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

    /** Whether the output is one of these, and therefore not a map. */
    boolean reads(int output) {
        return output == boxes
                || output == scores
                || output == masks
                || classes.filter(own -> own.output() == output).isPresent();
    }
}
