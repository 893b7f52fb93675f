package org.cellineage.track.method;

import java.util.List;
import org.cellineage.link.GeometricScorer;
import org.cellineage.track.LearnedLinker;
import org.cellineage.track.ViterbiTracker;

/** All linking methods by name. No other code depends on a particular method. */
public final class LinkingMethods {

    private static final StepwiseMethod LEARNED = new LearnedLinking(LearnedLinker.NAME);

    private static final StepwiseMethod WITHOUT_MODEL = new ScoredLinking(GeometricScorer.NAME, GeometricScorer::new);

    private static final ViterbiMethod GLOBAL = new ViterbiMethod(ViterbiTracker.NAME, List.of(LEARNED, WITHOUT_MODEL));

    private static final List<LinkingMethod> ALL = List.of(LEARNED, WITHOUT_MODEL, GLOBAL);

    private LinkingMethods() {}

    /** The names, in the order in which messages list them. */
    public static List<String> names() {
        return ALL.stream().map(LinkingMethod::name).toList();
    }

    /**
     * The method with this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the existing ones
     */
    public static LinkingMethod named(String name) {
        return ALL.stream()
                .filter(method -> method.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no linker " + name + "; use " + String.join(" or ", names()) + "."));
    }

    /** The method that links a movie as a whole. */
    public static LinkingMethod global() {
        return GLOBAL;
    }

    /** The values of {@code linking.viterbi_costs}. */
    static List<String> costNames() {
        return GLOBAL.costNames();
    }

    /** The method that is used if a model is missing, and with which others are compared. */
    public static LinkingMethod withoutModel() {
        return WITHOUT_MODEL;
    }
}
