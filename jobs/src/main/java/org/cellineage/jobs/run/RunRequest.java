package org.cellineage.jobs.run;

import java.util.List;
import java.util.Optional;
import org.cellineage.jobs.config.PipelineConfiguration;

/**
 * What a run is asked for.
 *
 * @param inputs locations of movies
 * @param layout a layout's name or {@code auto}
 * @param labels given segmentation, to be tracked
 * @param tracks given segmentation with its lineage, to be taken as it is
 * @param selection which of the movies
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

    /** Where given labels come from, tracked or not. */
    public Optional<String> givenLabels() {
        return labels.or(() -> tracks);
    }
}
