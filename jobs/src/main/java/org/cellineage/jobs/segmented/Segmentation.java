package org.cellineage.jobs.segmented;

import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.model.RunModels;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.jobs.run.Version;

/**
 * How frames become cells: everything, beside the images, that the segmented frames depend on.
 *
 * @param method the segmenter, or {@code given}
 * @param labels where given labels come from, empty where there are none
 * @param settings effective settings of the segmentation, as JSON
 * @param modelHash of the segmenter's network, empty where it has none
 * @param linkModelHash of the network that looked at the cells for linking, empty where none did
 * @param softwareVersion of Cellineage
 */
public record Segmentation(
        String method, String labels, String settings, String modelHash, String linkModelHash, String softwareVersion) {

    static final String GIVEN = "given";

    /** Of a run. */
    public static Segmentation of(RunRequest request, RunModels models) {
        return new Segmentation(
                request.givenLabels().isPresent()
                        ? GIVEN
                        : request.configuration().segmentation().method(),
                request.givenLabels().orElse(""),
                ConfigurationLoader.effectiveJson(request.configuration().segmentation()),
                models.segmentation().modelHash(),
                models.linking().modelHash(),
                Version.text());
    }

    /**
     * Two movies with one hash have the same cells in their segmented frames; what was kept for linking may differ, see
     * {@link #serves}.
     */
    public String hash(MovieInfo movie) {
        return ConfigurationLoader.sha256(String.join(
                "\n", movie.key().id(), movie.inputHash(), method, labels, settings, modelHash, softwareVersion));
    }

    /** Whether frames that were segmented so have all that a linker with that model needs; without a model, any have. */
    public boolean serves(String modelHashOfLinker) {
        return modelHashOfLinker.isEmpty() || modelHashOfLinker.equals(linkModelHash);
    }

    /**
     * Of all settings that the tables depend on, SHA-256.
     *
     * @param linking the link scorer, or {@code given}
     */
    public String configHash(String linking, PipelineConfiguration configuration) {
        return ConfigurationLoader.sha256(String.join(
                "\n",
                method,
                labels,
                settings,
                linking,
                ConfigurationLoader.effectiveJson(configuration.linking()),
                ConfigurationLoader.effectiveJson(configuration.link()),
                ConfigurationLoader.effectiveJson(configuration.tracking())));
    }
}
