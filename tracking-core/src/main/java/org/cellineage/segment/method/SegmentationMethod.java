package org.cellineage.segment.method;

import java.io.IOException;
import org.cellineage.format.Storage;

/**
 * A way to segment frames that settings can name. Stateless; {@link SegmentationMethods} holds all of them.
 *
 * <p>{@link #prepare} runs once, where a run is planned; what it returns is sent to wherever frames are segmented.
 */
public interface SegmentationMethod {

    /** The value of {@code segmentation.method}; never the name of another method. */
    String name();

    /** Channel that shows the nuclei, counted from 0. */
    int channel(SegmentationOptions options);

    /** How fast it is, for the estimate of {@code cellineage check}. */
    Throughput throughput();

    /**
     * Reads what segmentation needs, such as a model.
     *
     * @throws org.cellineage.problem.BadConfigurationException where a model that the options name is missing or wrong
     */
    PreparedSegmentation prepare(Storage storage, SegmentationOptions options) throws IOException;

    /**
     * Speed of the whole job on one core, linking included, as docs/BENCHMARKS.md gives it.
     *
     * @param megapixelsPerSecond of frames, each counted once
     * @param assumption under which this holds, as in "without a GPU"; empty where there is none
     */
    record Throughput(double megapixelsPerSecond, String assumption) {}
}
