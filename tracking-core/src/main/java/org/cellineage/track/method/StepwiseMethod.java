package org.cellineage.track.method;

import java.io.IOException;
import org.cellineage.format.Storage;

/** A linking method that links one frame after the other. */
interface StepwiseMethod extends LinkingMethod {

    @Override
    FrameByFrame prepare(Storage storage, LinkingOptions options) throws IOException;
}
