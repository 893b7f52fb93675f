package org.cellineage.track.method;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.learned.CellEncoder;
import org.cellineage.track.DecidedLink;
import org.cellineage.track.FrameTracker;
import org.cellineage.track.TrackingOptions;
import org.tensorflow.proto.ConfigProto;

/** A linking method with everything it needs, which can be sent to where frames are segmented and movies are linked. */
public interface PreparedLinking extends Serializable {

    /** Name of the method, as recorded in the movies table. */
    String name();

    /** SHA-256 of the model; empty if there is none. */
    String modelHash();

    /** Whether the linker needs the features from {@link #encoder}. */
    boolean needsFeatures();

    /**
     * Creates the encoder of image features for linking; empty if not needed. Networks are opened once per process and
     * shared by its threads.
     *
     * @param session configures how a network that is opened uses the machine
     */
    Optional<CellEncoder> encoder(Supplier<ConfigProto> session);

    /**
     * Creates a tracker for one movie.
     *
     * @param session configures how a network that is opened uses the machine
     * @param decided links and divisions that people made or cut, which bind
     * @param given whether the cells were given by the user, so that none of them can be an artefact
     */
    FrameTracker tracker(
            TrackingOptions tracking,
            LinkOptions link,
            Supplier<ConfigProto> session,
            List<DecidedLink> decided,
            boolean given);

    /** Creates a tracker for one movie about which nobody decided anything. */
    default FrameTracker tracker(TrackingOptions tracking, LinkOptions link, Supplier<ConfigProto> session) {
        return tracker(tracking, link, session, List.of(), false);
    }
}
