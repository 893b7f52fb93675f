package org.cellineage.segment.method;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.cellineage.segment.FramePipeline;
import org.cellineage.segment.FramePlan;
import org.cellineage.segment.network.DiameterSearch;
import org.cellineage.type.ChannelType;
import org.cellineage.type.TypeSearch;
import org.tensorflow.proto.ConfigProto;

/**
 * A segmentation method with everything it needs, which can be sent to where frames are segmented.
 *
 * <p>What is the same for all frames of a movie is decided first: what its channels show, if {@link #typeSearch} says so;
 * from it the {@link #plan}; and for each model of the plan the diameter, if {@link #diameterSearch} says so.
 */
public interface PreparedSegmentation extends Serializable {

    /** SHA-256 of all models that may be used; empty if there are none. */
    String modelHash();

    /** SHA-256 of a model that a plan names; empty if it has none. */
    String modelHash(String model);

    /** How it is found what the channels of a movie show, if the plan depends on it. */
    Optional<TypeSearch> typeSearch();

    /**
     * What the channels of a movie show according to the settings; empty if these do not say it.
     *
     * @param channels number of its channels
     */
    List<ChannelType> givenTypes(int channels);

    /**
     * How a movie is segmented; diameters are still unknown.
     *
     * @param where the movie, for messages
     * @param names of its channels
     * @param channels what they show, found or given; ignored if the plan does not depend on it
     * @throws org.cellineage.problem.BadInputException if that does not decide it
     */
    FramePlan plan(String where, List<String> names, List<ChannelType> channels);

    /** How the typical diameter of what a model finds is found, if it needs one and can find it. */
    Optional<DiameterSearch> diameterSearch(String model);

    /**
     * Starts to segment tasks one after another. Networks are opened once per process and shared by its threads.
     *
     * @param session configures how a network that is opened uses the machine
     */
    <T, R> FramePipeline<T, R> start(Iterator<T> tasks, FramePipeline.Work<T, R> work, Supplier<ConfigProto> session);
}
