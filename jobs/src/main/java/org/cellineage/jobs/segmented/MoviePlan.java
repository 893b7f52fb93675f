package org.cellineage.jobs.segmented;

import java.io.Serializable;
import java.util.List;
import org.cellineage.predict.PredictedChannel;
import org.cellineage.segment.FramePlan;
import org.cellineage.type.ChannelType;

/**
 * Values that must be the same for all frames of a movie: determined by a probe before its frames are segmented, passed
 * to the task of every frame, and recorded in the movies table.
 *
 * @param channels what the channels show, the predicted one included; empty if that was neither found nor given
 * @param cells where the cells are found
 * @param bodies where whole cells are grown around nuclei: one channel, or none
 * @param predicted the channel that is predicted from others and follows those of the files: one, or none
 */
public record MoviePlan(
        List<ChannelType> channels, PlannedChannel cells, List<PlannedChannel> bodies, List<PredictedChannel> predicted)
        implements Serializable {

    /** The plan of a movie for which nothing had to be, or could be, determined. */
    public static final MoviePlan UNKNOWN =
            new MoviePlan(List.of(), new PlannedChannel(0, "", "", NucleusDiameter.UNKNOWN), List.of());

    public MoviePlan {
        channels = List.copyOf(channels);
        bodies = List.copyOf(bodies);
        predicted = List.copyOf(predicted);
    }

    /** A plan without a predicted channel. */
    public MoviePlan(List<ChannelType> channels, PlannedChannel cells, List<PlannedChannel> bodies) {
        this(channels, cells, bodies, List.of());
    }

    /** The plan of a movie whose cells are nuclei of a known size in the first channel. */
    public static MoviePlan ofDiameter(NucleusDiameter diameter) {
        return new MoviePlan(List.of(), UNKNOWN.cells().with(diameter), List.of());
    }

    /** How its frames are segmented. */
    public FramePlan frames() {
        return new FramePlan(
                cells.segmented(),
                bodies.stream().map(PlannedChannel::segmented).toList());
    }

    /** Typical diameter of its cells in pixels; NaN if unknown. */
    public NucleusDiameter diameter() {
        return cells.diameter();
    }
}
