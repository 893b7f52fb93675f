package org.cellineage.track.method;

import java.io.IOException;
import org.cellineage.format.Storage;

/**
 * A linking method that can be named in the settings. Stateless; {@link LinkingMethods} lists all of them.
 *
 * <p>{@link #prepare} runs once, where a run is planned; its result is sent to where frames are segmented and movies
 * are linked.
 */
public interface LinkingMethod {

    /** The value of {@code linking.method}; must be unique. */
    String name();

    /** Whether it uses the model that the options name. */
    boolean readsModel(LinkingOptions options);

    /**
     * Reads what linking needs, such as a model.
     *
     * @throws org.cellineage.problem.BadConfigurationException if a configured model is missing or invalid
     */
    PreparedLinking prepare(Storage storage, LinkingOptions options) throws IOException;
}
