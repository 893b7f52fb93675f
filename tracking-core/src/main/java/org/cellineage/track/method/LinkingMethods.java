package org.cellineage.track.method;

import java.util.List;
import org.cellineage.link.GeometricScorer;
import org.cellineage.track.LearnedLinker;

/** All linking methods by name. No other code depends on a particular method. */
public final class LinkingMethods {

    private static final LinkingMethod WITHOUT_MODEL = new ScoredLinking(GeometricScorer.NAME, GeometricScorer::new);

    private static final List<LinkingMethod> ALL = List.of(new LearnedLinking(LearnedLinker.NAME), WITHOUT_MODEL);

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

    /** The method that is used if a model is missing, and with which others are compared. */
    public static LinkingMethod withoutModel() {
        return WITHOUT_MODEL;
    }
}
