package org.cellineage.jobs.config;

import org.cellineage.config.Doc;
import org.cellineage.link.GeometricScorer;
import org.cellineage.track.LearnedLinker;

/** What decides on links and divisions. */
public record LinkingConfiguration(
        @Doc("Linker: learned or geometric.") String method,

        @Doc(
                "Model of the learned linker: nuclear-link, which comes with Cellineage, or the folder or URI of a bundle.")
        String model,

        @Doc(
                "Probability above which the learned linker links instead of ending one track and starting another; null: the model's own.")
        double sameThreshold,

        @Doc("Probability above which the learned linker accepts a division; null: the model's own.")
        double divisionThreshold)
        implements java.io.Serializable {

    /** The model that comes with the software. */
    public static final String DEFAULT_MODEL = "nuclear-link";

    /** The bundled network. */
    public static final LinkingConfiguration DEFAULTS =
            new LinkingConfiguration(LearnedLinker.NAME, DEFAULT_MODEL, Double.NaN, Double.NaN);

    public LinkingConfiguration {
        if (!method.equals(LearnedLinker.NAME) && !method.equals(GeometricScorer.NAME)) {
            throw new IllegalArgumentException("method must be learned or geometric, but is " + method);
        }
        if (model.isBlank()) {
            throw new IllegalArgumentException("model must be a name or a folder, but is empty");
        }
        requireProbability("same_threshold", sameThreshold);
        requireProbability("division_threshold", divisionThreshold);
    }

    /** Whether a network links. */
    public boolean isLearned() {
        return method.equals(LearnedLinker.NAME);
    }

    /** Whether the model is the one that is taken where none is named. */
    public boolean isDefaultModel() {
        return model.equals(DEFAULTS.model());
    }

    private static void requireProbability(String key, double value) {
        if (value <= 0 || value >= 1) {
            throw new IllegalArgumentException(key + " must be between 0 and 1, but is " + value);
        }
    }
}
