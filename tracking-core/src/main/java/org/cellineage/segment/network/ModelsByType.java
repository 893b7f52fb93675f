package org.cellineage.segment.network;

import java.io.Serializable;
import java.util.List;
import java.util.TreeSet;
import org.cellineage.config.Doc;
import org.cellineage.type.ImageType;

/** The segmentation model for each type of image: a name that comes with Cellineage, or the folder or URI of a bundle. */
public record ModelsByType(
        @Doc("Model for fluorescent nuclei.") String nucleus,

        @Doc("Model for whole cells in fluorescence.") String cytoplasm,

        @Doc("Model for whole cells in phase contrast.") String phase,

        @Doc("Model for whole cells in bright field.") String brightfield)
        implements Serializable {

    public static final ModelsByType DEFAULTS = new ModelsByType("nuclear", "cytoplasm", "phase", "phase");

    public ModelsByType {
        for (String model : List.of(nucleus, cytoplasm, phase, brightfield)) {
            if (model.isBlank()) {
                throw new IllegalArgumentException("models must not be empty");
            }
        }
    }

    /**
     * The model for a type.
     *
     * @throws IllegalArgumentException for {@link ImageType#NONE}
     */
    public String of(ImageType type) {
        return switch (type) {
            case NUCLEUS -> nucleus;
            case CYTOPLASM -> cytoplasm;
            case PHASE -> phase;
            case BRIGHTFIELD -> brightfield;
            case NONE -> throw new IllegalArgumentException("nothing to segment");
        };
    }

    /** All of them, each once, sorted. */
    public List<String> all() {
        return List.copyOf(new TreeSet<>(List.of(nucleus, cytoplasm, phase, brightfield)));
    }
}
