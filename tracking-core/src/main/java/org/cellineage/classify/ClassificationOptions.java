package org.cellineage.classify;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.config.Doc;

/** How classes of cells, such as mitotic or dead, are found. */
public record ClassificationOptions(
        @Doc("Model: none, the name of one that comes with Cellineage, or the folder or URI of a bundle of the task"
                + " class.")
        String model,

        @Doc("Number of frames after a cell whose evidence counts when its class is smoothed over its track; 0: classes"
                + " are not smoothed.")
        int smoothingFrames,

        @Doc(
                "Probabilities of a change from one frame to the next, as in interphase>mitotic=0.02,mitotic>dead=0.01; other"
                        + " changes then have none. Empty: as the model learned them.")
        String transitions,

        @Doc("Whether the column embedding of the cells keeps how the model sees each of them.")
        boolean keepEmbeddings)
        implements Serializable {

    /** Stands for no model. */
    public static final String NONE = "none";

    public static final ClassificationOptions DEFAULTS = new ClassificationOptions(NONE, 12, "", false);

    private static final int MOST_FRAMES = 1000;

    public ClassificationOptions {
        if (model.isBlank()) {
            throw new IllegalArgumentException("model must be none, a name or a folder, but is empty");
        }
        if (smoothingFrames < 0 || smoothingFrames > MOST_FRAMES) {
            throw new IllegalArgumentException(
                    "smoothing_frames must be between 0 and " + MOST_FRAMES + ", but is " + smoothingFrames);
        }
        changes(transitions);
        if (keepEmbeddings && model.equals(NONE)) {
            throw new IllegalArgumentException(
                    "keep_embeddings keeps how a model sees cells, so model must not be none");
        }
    }

    /** Whether a model classifies cells. */
    public boolean isOn() {
        return !model.equals(NONE);
    }

    private record ClassChange(String from, String to, double probability) {}

    private static List<ClassChange> changes(String text) {
        List<ClassChange> changes = new ArrayList<>();
        if (text.isBlank()) {
            return changes;
        }
        for (String part : text.split(",")) {
            String[] sides = part.trim().split("[>=]");
            if (sides.length != 3 || !sides[2].trim().matches("[0-9]*\\.?[0-9]+")) {
                throw new IllegalArgumentException(
                        "transitions must look like interphase>mitotic=0.02, but '" + part.trim() + "' does not");
            }
            double probability = Double.parseDouble(sides[2].trim());
            if (probability > 1) {
                throw new IllegalArgumentException("a probability of transitions is " + probability + ", above 1");
            }
            changes.add(new ClassChange(sides[0].trim(), sides[1].trim(), probability));
        }
        return changes;
    }

    /**
     * How classes follow one another.
     *
     * @param classes their names
     * @param learned as a model learned it
     * @throws IllegalArgumentException if the settings name another class, or the changes from a class add up to more
     *     than 1
     */
    public ClassTransitions lineage(List<String> classes, ClassTransitions learned) {
        List<ClassChange> changes = changes(transitions);
        if (changes.isEmpty()) {
            return learned;
        }
        double[][] frame = new double[classes.size()][classes.size()];
        for (ClassChange change : changes) {
            frame[index(classes, change.from())][index(classes, change.to())] = change.probability();
        }
        for (int from = 0; from < frame.length; from++) {
            double others = 0;
            for (int to = 0; to < frame.length; to++) {
                others += to == from ? 0 : frame[from][to];
            }
            if (others > 1) {
                throw new IllegalArgumentException(
                        "the transitions from " + classes.get(from) + " add up to " + others + ", above 1");
            }
            frame[from][from] = 1 - others;
        }
        ClassTransitions divided =
                learned.stages() == classes.size() ? learned : ClassTransitions.persistent(classes.size());
        return new ClassTransitions(frame, divided.atDivision(), learned.frequencies());
    }

    private static int index(List<String> classes, String name) {
        int index = classes.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "transitions names the class " + name + ", but the model knows " + classes);
        }
        return index;
    }
}
