package org.cellineage.jobs.segment;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.cellineage.format.PlaneReader;
import org.cellineage.image.Plane;
import org.cellineage.predict.ChannelPredictor;
import org.cellineage.predict.PredictedChannel;
import org.jspecify.annotations.Nullable;

/**
 * The channels of frames: those of their files, and behind them the channel that the movie's plan predicts from them. The
 * network is opened when the first frame needs it.
 *
 * <p>Used by one thread at a time.
 */
final class TaskPlanes {

    private final Supplier<ChannelPredictor> open;
    private @Nullable ChannelPredictor predictor;

    TaskPlanes(Supplier<ChannelPredictor> open) {
        this.open = open;
    }

    /** Number of channels of a frame. */
    static int count(FrameTask task) {
        return task.channels().size() + task.plan().predicted().size();
    }

    /**
     * Reads or predicts a channel.
     *
     * @param channel below {@link #count}
     */
    Plane read(FrameTask task, int channel, PlaneReader planes) throws IOException {
        if (channel < task.channels().size()) {
            return planes.read(task.channels().get(channel));
        }
        PredictedChannel predicted =
                task.plan().predicted().get(channel - task.channels().size());
        return predicted.predict(predictor(), task.channels(), planes);
    }

    /** Adds the predicted channel of a frame, if there is one, to those that were read from its files. */
    void predict(FrameTask task, List<Plane> channels) {
        for (PredictedChannel predicted : task.plan().predicted()) {
            channels.add(predictor()
                    .predict(predicted.from().stream().map(channels::get).toList()));
        }
    }

    private ChannelPredictor predictor() {
        ChannelPredictor known = predictor;
        if (known == null) {
            known = open.get();
            predictor = known;
        }
        return known;
    }
}
