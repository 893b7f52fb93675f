package org.cellineage.track.method;

import java.io.Serializable;
import java.util.Optional;
import java.util.function.Supplier;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.learned.CellEncoder;
import org.cellineage.track.FrameLinker;
import org.cellineage.track.TrackingOptions;
import org.tensorflow.proto.ConfigProto;

/** A linking method with all that it needs, ready to be sent to where frames are segmented and movies are linked. */
public interface PreparedLinking extends Serializable {

    /** The method's name: what the movies table says. */
    String name();

    /** SHA-256 of the model; empty where there is none. */
    String modelHash();

    /** Whether the linker needs what {@link #encoder} keeps of a frame's pixels. */
    boolean needsFeatures();

    /**
     * What keeps of a frame's pixels what linking needs; empty where it needs nothing of them. Networks are opened once a
     * process and shared by its threads.
     *
     * @param channel that shows the nuclei, counted from 0
     * @param session how a network that is opened uses the machine
     */
    Optional<CellEncoder> encoder(int channel, Supplier<ConfigProto> session);

    /**
     * A linker for one movie at a time.
     *
     * @param session how a network that is opened uses the machine
     */
    FrameLinker linker(TrackingOptions tracking, LinkOptions link, Supplier<ConfigProto> session);
}
