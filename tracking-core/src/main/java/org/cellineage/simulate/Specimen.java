package org.cellineage.simulate;

import java.util.List;
import java.util.Optional;
import org.cellineage.image.Plane;

/** Living cells in front of a microscope: how they move, divide and look. Called in the order of the methods, per frame. */
interface Specimen {

    /** Advances by one frame and moves the field of view. Not called before the first frame. */
    void advance(double movedY, double movedX);

    /** The cells now, inside and around the field. */
    List<? extends TrackedCell> cells();

    /** Draws the cells. Returns for each pixel 1 + the index of the cell it shows, or 0; row-major. */
    int[] draw();

    /** The channels of what was drawn. */
    List<Plane> expose(int frame);

    /** The compartments of what was drawn, if the specimen has any; tracks are assigned by now. */
    default Optional<SimulatedFrame.Compartments> compartments() {
        return Optional.empty();
    }
}
