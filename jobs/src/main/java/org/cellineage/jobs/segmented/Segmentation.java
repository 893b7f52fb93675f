package org.cellineage.jobs.segmented;

import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.model.RunModels;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.jobs.run.Version;
import org.cellineage.predict.PredictionOptions;

/**
 * How frames are segmented: everything but the images that the segmented frames depend on.
 *
 * @param method the segmenter, or {@code given}
 * @param labels source of given labels, empty if there are none
 * @param settings effective settings of the segmentation and of the measurements, as two lines of JSON; then a line if a
 *     channel is predicted, one with the hash of the model that classifies the cells, and one with that of the flat fields,
 *     where there are any
 * @param modelHash hash of the segmenter's network, empty if it has none
 * @param linkModelHash hash of the network that encoded the cells for linking, empty if none did
 * @param softwareVersion version of Cellineage
 */
public record Segmentation(
        String method, String labels, String settings, String modelHash, String linkModelHash, String softwareVersion) {

    static final String GIVEN = "given";

    /** Whether the cells were given. */
    public boolean isGiven() {
        return method.equals(GIVEN);
    }

    /** The segmentation of a run. */
    public static Segmentation of(RunRequest request, RunModels models) {
        return new Segmentation(
                request.givenLabels().isPresent()
                        ? GIVEN
                        : request.configuration().segmentation().method(),
                request.givenLabels().orElse(""),
                ConfigurationLoader.effectiveJson(request.configuration().segmentation()) + "\n"
                        + ConfigurationLoader.effectiveJson(
                                request.configuration().measurement().withoutPlaces())
                        + prediction(request.configuration().prediction())
                        + hash(models.segmentation().classModelHash())
                        + hash(models.segmentation().flatFields().hash()),
                models.segmentation().modelHash(),
                models.linking().modelHash(),
                Version.text());
    }

    /** Nothing if no channel is predicted: settings without a model have no effect. */
    private static String prediction(PredictionOptions options) {
        return options.isOn() ? "\n" + ConfigurationLoader.effectiveJson(options) : "";
    }

    private static String hash(String hash) {
        return hash.isEmpty() ? "" : "\n" + hash;
    }

    /**
     * Two movies with the same hash have the same cells in their segmented frames; the features for linking may differ,
     * see {@link #serves}.
     */
    public String hash(MovieInfo movie) {
        return ConfigurationLoader.sha256(String.join(
                "\n", movie.key().id(), movie.inputHash(), method, labels, settings, modelHash, softwareVersion));
    }

    /**
     * Whether frames segmented in this way have what a linker with this model needs; a linker without a model needs
     * nothing.
     */
    public boolean serves(String modelHashOfLinker) {
        return modelHashOfLinker.isEmpty() || modelHashOfLinker.equals(linkModelHash);
    }

    /**
     * SHA-256 of all settings that the tables depend on.
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
                        ConfigurationLoader.effectiveJson(configuration.tracking()))
                + smoothing(configuration));
    }

    /** Classes that nobody finds are not smoothed either. */
    private static String smoothing(PipelineConfiguration configuration) {
        return configuration.classification().isOn()
                ? "\n" + ConfigurationLoader.effectiveJson(configuration.classification())
                : "";
    }
}
