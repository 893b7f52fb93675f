package org.cellineage.jobs.run;

import java.util.List;
import java.util.Optional;
import org.cellineage.jobs.config.PipelineConfiguration;

/**
 * The parameters of a run.
 *
 * @param inputs locations of movies
 * @param layout name of a layout, or {@code auto}
 * @param labels given segmentation, to be tracked
 * @param tracks given segmentation with its lineage, to be used unchanged
 * @param selection the movies to process
 * @param configuration all settings
 */
public record RunRequest(
        List<String> inputs,
        String layout,
        Optional<String> labels,
        Optional<String> tracks,
        MovieSelection selection,
        PipelineConfiguration configuration) {

    public RunRequest {
        inputs = List.copyOf(inputs);
    }

    /** Location of given labels, whether they are tracked or not. */
    public Optional<String> givenLabels() {
        return labels.or(() -> tracks);
    }
}
