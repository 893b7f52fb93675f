package org.cellineage.train.segmentation;

import java.util.Locale;
import org.cellineage.segment.postprocess.NuclearOptions;

/** What a network is trained to segment, and what that determines: its scale, a target and the augmentation. */
public enum CellKind {
    /** Fluorescent nuclei: compact, so that a disc around the centroid marks each. */
    NUCLEUS(24, Centre.CENTROID, Light.FLUORESCENCE, "nuclear", NuclearOptions.DEFAULTS),

    /** Whole cells in phase contrast or bright field: spread, with protrusions, or rods. */
    PHASE(32, Centre.GEODESIC, Light.TRANSMITTED, "phase", NuclearOptions.TRANSMITTED_CELLS),

    /** Whole fluorescent cells. */
    CYTOPLASM(32, Centre.GEODESIC, Light.FLUORESCENCE, "cytoplasm", NuclearOptions.FLUORESCENT_CELLS);

    private final double diameterPx;
    private final Centre centre;
    private final Light light;
    private final String model;
    private final NuclearOptions head;

    /** How the map of closeness to the centre of a cell is defined. */
    enum Centre {
        /** By the straight distance from the centroid. */
        CENTROID,
        /** By the distance from the middle of the body, along paths inside the cell. */
        GEODESIC
    }

    /** How the images are taken, which determines how they may vary. */
    enum Light {
        /** Bright cells on a dark background. */
        FLUORESCENCE,
        /** Cells that are darker or brighter than a grey background, with halos. */
        TRANSMITTED
    }

    CellKind(double diameterPx, Centre centre, Light light, String model, NuclearOptions head) {
        this.diameterPx = diameterPx;
        this.centre = centre;
        this.light = light;
        this.model = model;
        this.head = head;
    }

    /** Diameter of a typical cell at the network's scale, that of a circle of equal area. */
    double diameterPx() {
        return diameterPx;
    }

    Centre centre() {
        return centre;
    }

    Light light() {
        return light;
    }

    /** Settings of the head in a new bundle. */
    NuclearOptions head() {
        return head;
    }

    /** Usual name of a model of this kind. */
    public String model() {
        return model;
    }

    /** As in command lines and model cards. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
