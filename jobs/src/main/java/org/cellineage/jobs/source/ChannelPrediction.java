package org.cellineage.jobs.source;

import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import org.cellineage.format.Storage;
import org.cellineage.jobs.config.ExecutionConfiguration;
import org.cellineage.jobs.model.TensorFlowSessions;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.predict.ChannelPredictor;
import org.cellineage.predict.PredictedChannel;
import org.cellineage.predict.PredictionModel;
import org.cellineage.predict.PredictionOptions;
import org.cellineage.problem.UserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the run of a movie predicted a channel, to predict it again where it is looked at or measured: predicted images are not
 * stored.
 *
 * @param channel the channel
 * @param options the settings of the run
 */
public record ChannelPrediction(PredictedChannel channel, PredictionOptions options) implements Serializable {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelPrediction.class);

    /**
     * Opens the model; empty if it is not there any more or is another one now, which is logged: the channel then has no
     * images.
     */
    public Optional<ChannelPredictor> open(Storage storage) {
        try {
            PredictionModel model = PredictionModel.of(ModelBundle.of(ModelFiles.named(storage, options.model())));
            if (model.hash().equals(channel.modelHash())) {
                return Optional.of(
                        model.predictor(options, () -> TensorFlowSessions.shared(ExecutionConfiguration.DEFAULTS)));
            }
            LOG.warn(
                    "{}: the model is another one than that which predicted the channel {}, which is therefore not shown",
                    options.model(),
                    channel.name());
        } catch (IOException | UserException e) {
            LOG.warn("{}: the channel {} cannot be predicted again", options.model(), channel.name(), e);
        }
        return Optional.empty();
    }
}
