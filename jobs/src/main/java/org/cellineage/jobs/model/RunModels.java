package org.cellineage.jobs.model;

import java.io.IOException;
import org.cellineage.format.Storage;
import org.cellineage.jobs.run.RunRequest;

/**
 * The segmentation and linking models of a run.
 *
 * @param segmentation finds cells in frames
 * @param linking links them
 */
public record RunModels(FrameSegmentation segmentation, FrameLinking linking) {

    /**
     * Reads both.
     *
     * @throws org.cellineage.problem.BadConfigurationException if a configured model is missing or invalid
     */
    public static RunModels read(Storage storage, RunRequest request) throws IOException {
        return new RunModels(FrameSegmentation.read(storage, request), FrameLinking.read(storage, request));
    }
}
