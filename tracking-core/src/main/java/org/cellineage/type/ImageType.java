package org.cellineage.type;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a channel of a movie shows. The order is that of the type network's outputs. */
public enum ImageType {
    /** Fluorescent nuclei. */
    NUCLEUS,
    /** Fluorescence of whole cells, such as of a reporter or a dye in the cytoplasm. */
    CYTOPLASM,
    /** Phase contrast. */
    PHASE,
    /** Bright field. */
    BRIGHTFIELD,
    /** None of these: an empty field, or an image of something else. */
    NONE;

    /** All types, in the order of the network's outputs. */
    public static final List<ImageType> ALL = List.of(values());

    /** The type with this name, as {@link #toString} gives it; upper case is allowed. */
    public static Optional<ImageType> named(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return ALL.stream().filter(type -> type.toString().equals(wanted)).findFirst();
    }

    /** The name in settings, tables and model descriptions. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
