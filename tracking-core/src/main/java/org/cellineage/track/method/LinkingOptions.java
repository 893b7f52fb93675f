package org.cellineage.track.method;

import org.cellineage.config.Doc;
import org.cellineage.track.LearnedLinker;

/** How links and divisions are decided. */
public record LinkingOptions(
        @Doc("Linker: learned or geometric, which link frame by frame, or viterbi, which links the movie as a whole.")
        String method,

        @Doc("Model of the learned linker: cell-link, which comes with Cellineage, or the folder or URI of a"
                + " bundle.")
        String model,

        @Doc("Probability above which the learned linker links instead of ending one track and starting another;"
                + " null: the model's own.")
        double sameThreshold,

        @Doc("Probability above which the learned linker accepts a division; null: the model's own.")
        double divisionThreshold,

        @Doc("Scores that the viterbi linker uses: learned, of the model, or geometric.")
        String viterbiCosts)
        implements java.io.Serializable {

    /** The bundled model. */
    public static final String DEFAULT_MODEL = "cell-link";

    /** The bundled network. */
    public static final LinkingOptions DEFAULTS =
            new LinkingOptions(LearnedLinker.NAME, DEFAULT_MODEL, Double.NaN, Double.NaN, LearnedLinker.NAME);

    public LinkingOptions {
        if (!LinkingMethods.names().contains(method)) {
            throw new IllegalArgumentException(
                    "method must be " + String.join(" or ", LinkingMethods.names()) + ", but is " + method);
        }
        if (model.isBlank()) {
            throw new IllegalArgumentException("model must be a name or a folder, but is empty");
        }
        if (!LinkingMethods.costNames().contains(viterbiCosts)) {
            throw new IllegalArgumentException("viterbi_costs must be "
                    + String.join(" or ", LinkingMethods.costNames()) + ", but is " + viterbiCosts);
        }
        requireProbability("same_threshold", sameThreshold);
        requireProbability("division_threshold", divisionThreshold);
    }

    /** The default method with this model and the model's own thresholds. */
    public static LinkingOptions ofModel(String model) {
        return new LinkingOptions(DEFAULTS.method(), model, Double.NaN, Double.NaN, DEFAULTS.viterbiCosts());
    }

    /** Returns the options with another method. */
    public LinkingOptions withMethod(String other) {
        return new LinkingOptions(other, model, sameThreshold, divisionThreshold, viterbiCosts);
    }

    /** Returns the options with the method that links a movie as a whole, with these scores. */
    public LinkingOptions withViterbi(String costs) {
        return new LinkingOptions(LinkingMethods.global().name(), model, sameThreshold, divisionThreshold, costs);
    }

    /** Whether the model is the default one. */
    public boolean isDefaultModel() {
        return model.equals(DEFAULT_MODEL);
    }

    private static void requireProbability(String key, double value) {
        if (value <= 0 || value >= 1) {
            throw new IllegalArgumentException(key + " must be between 0 and 1, but is " + value);
        }
    }
}
