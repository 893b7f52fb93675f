package org.cellineage.segment.method;

import java.util.List;

/** All segmentation methods by name. No other code depends on a particular method. */
public final class SegmentationMethods {

    private static final SegmentationMethod WITHOUT_MODEL = new ClassicalSegmentation();

    private static final List<SegmentationMethod> ALL = List.of(new NetworkSegmentation(), WITHOUT_MODEL);

    private SegmentationMethods() {}

    /** The names, in the order in which messages list them. */
    public static List<String> names() {
        return ALL.stream().map(SegmentationMethod::name).toList();
    }

    /**
     * The method with this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the existing ones
     */
    public static SegmentationMethod named(String name) {
        return ALL.stream()
                .filter(method -> method.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no segmenter " + name + "; use " + String.join(" or ", names()) + "."));
    }

    /** The method that needs no model. */
    public static SegmentationMethod withoutModel() {
        return WITHOUT_MODEL;
    }
}
