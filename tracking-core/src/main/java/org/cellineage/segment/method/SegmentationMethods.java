package org.cellineage.segment.method;

import java.util.List;

/** All segmentation methods by name. Nothing else names one, or asks which one it has. */
public final class SegmentationMethods {

    private static final List<SegmentationMethod> ALL = List.of(new NetworkSegmentation(), new ClassicalSegmentation());

    private SegmentationMethods() {}

    /** The names, in the order in which messages list them. */
    public static List<String> names() {
        return ALL.stream().map(SegmentationMethod::name).toList();
    }

    /**
     * The method of a name.
     *
     * @throws IllegalArgumentException where there is none; it lists those that there are
     */
    public static SegmentationMethod named(String name) {
        return ALL.stream()
                .filter(method -> method.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no segmenter " + name + "; use " + String.join(" or ", names()) + "."));
    }
}
