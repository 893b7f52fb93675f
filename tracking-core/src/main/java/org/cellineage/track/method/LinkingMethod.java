package org.cellineage.track.method;

import java.io.IOException;
import org.cellineage.format.Storage;

/**
 * A way to link frames that settings can name. Stateless; {@link LinkingMethods} holds all of them.
 *
 * <p>{@link #prepare} runs once, where a run is planned; what it returns is sent to wherever frames are segmented and movies
 * are linked.
 */
public interface LinkingMethod {

    /** The value of {@code linking.method}; never the name of another method. */
    String name();

    /** Whether it reads the model that the options name. */
    boolean readsModel();

    /**
     * Reads what linking needs, such as a model.
     *
     * @throws org.cellineage.problem.BadConfigurationException where a model that the options name is missing or wrong
     */
    PreparedLinking prepare(Storage storage, LinkingOptions options) throws IOException;
}
