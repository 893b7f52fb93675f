package org.cellineage.train.image;

import java.util.List;
import org.cellineage.image.Registration;

/**
 * A movie that has both the channels that a model reads and the one that it predicts.
 *
 * @param name for messages and the card
 * @param shift of the channel to predict against the first that is read, which was taken back
 * @param learned frames to train on
 * @param heldOut frames that are not trained on
 */
record PairMovie(String name, Registration.Shift shift, List<PairFrame> learned, List<PairFrame> heldOut) {

    PairMovie {
        learned = List.copyOf(learned);
        heldOut = List.copyOf(heldOut);
    }
}
