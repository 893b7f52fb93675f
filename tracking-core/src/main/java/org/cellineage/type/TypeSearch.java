package org.cellineage.type;

import java.io.Serializable;
import java.util.function.Supplier;
import org.tensorflow.proto.ConfigProto;

/**
 * How it is found what the channels of a movie show, in a form that can be sent to where frames are read.
 *
 * @param model tells types apart
 * @param options determine how many frames it sees
 */
public record TypeSearch(TypeModel model, TypeOptions options) implements Serializable {

    /** Opens the finder; its network is opened once per process. */
    public TypeFinder open(Supplier<ConfigProto> session) {
        return model.finder(session);
    }
}
