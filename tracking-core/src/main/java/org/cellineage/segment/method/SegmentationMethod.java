package org.cellineage.segment.method;

import java.io.IOException;
import org.cellineage.format.Storage;

/**
 * A segmentation method that can be named in the settings. Stateless; {@link SegmentationMethods} lists all of them.
 *
 * <p>{@link #prepare} runs once, where a run is planned; its result is sent to where frames are segmented.
 */
public interface SegmentationMethod {

    /** The value of {@code segmentation.method}; must be unique. */
    String name();

    /** Index of the channel in which cells are found where nothing else decides, from 0. */
    int channel(SegmentationOptions options);

    /** Its speed, for the estimate of {@code cellineage check}. */
    Throughput throughput();

    /**
     * Reads what segmentation needs, such as a model.
     *
     * @throws org.cellineage.problem.BadConfigurationException if a configured model is missing or invalid
     */
    PreparedSegmentation prepare(Storage storage, SegmentationOptions options) throws IOException;

    /**
     * Speed of the whole job on one core, including linking, from docs/BENCHMARKS.md.
     *
     * @param megapixelsPerSecond megapixels of frames, each counted once
     * @param assumption condition of this figure, as in "without a GPU"; empty if there is none
     */
    record Throughput(double megapixelsPerSecond, String assumption) {}
}
