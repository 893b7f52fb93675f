package org.cellineage.simulate;

import java.util.List;
import java.util.Optional;
import org.cellineage.image.Plane;

/** Renders images of the cells of a {@link Sheet}. */
interface Scene {

    /**
     * Draws the cells.
     *
     * @param rows row of each cell's centre in the field
     * @param columns column of each cell's centre in the field
     * @return for each pixel, 1 + the index of the cell it shows, or 0; row-major
     */
    int[] draw(List<Nucleus> cells, double[] rows, double[] columns);

    /** Renders the channels of what was drawn. */
    List<Plane> expose(int frame);

    /** The compartments of what was drawn, if cells have any. */
    default Optional<SimulatedFrame.Compartments> compartments(List<Nucleus> cells) {
        return Optional.empty();
    }
}
