package org.cellineage.train.segmentation;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.train.drawn.DrawnImage;
import org.cellineage.train.drawn.FluorescentCells;

/** Drawn images to train on, always the same ones. */
final class DrawnSet {

    /** So many differ enough, and are drawn in seconds. */
    static final int IMAGES = 600;

    private DrawnSet() {}

    /**
     * Draws them.
     *
     * @param share share of the crops, relative to the other sets
     * @param count number of images
     * @throws IllegalArgumentException for cells in transmitted light, which are not drawn
     */
    static TrainingSet of(CellKind kind, double share, int count) {
        List<LabelledImage> images = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            DrawnImage drawn = switch (kind) {
                case NUCLEUS -> i % 2 == 0 ? FluorescentCells.nuclei(i) : FluorescentCells.patchyNuclei(i);
                case CYTOPLASM -> FluorescentCells.wholeCells(i);
                case PHASE -> throw new IllegalArgumentException("cells in transmitted light are not drawn");
            };
            images.add(new LabelledImage("drawn/" + i, drawn.plane(), drawn.labels(), false, kind));
        }
        return new TrainingSet("drawn", share, images, List.of());
    }
}
