package org.cellineage.correct;

import java.util.List;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/** The images of a movie, to measure cells whose outlines were changed. */
@FunctionalInterface
public interface FramePixels {

    /**
     * Reads a frame.
     *
     * @return its planes, one per channel
     * @throws BadInputException if it cannot be read
     */
    List<Plane> read(int frame);

    /** A movie whose images cannot be read, for this reason. */
    static FramePixels missing(Problem why) {
        return frame -> {
            throw new BadInputException(why.where(), why.cause(), why.remedy());
        };
    }
}
