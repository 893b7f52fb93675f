package org.cellineage.format.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.cellineage.format.name.TimeValue;

/**
 * Converts the times of a movie to frame numbers; the first is frame 0.
 *
 * <p>Numbered time points keep their distances, so a missing number is a missing frame, unless all numbers are equally
 * spaced. Times in milliseconds that lie on a regular grid become frames of this grid, and missing grid points are
 * missing frames; otherwise they are numbered in order.
 */
final class FrameTimes {

    /** Maximum distance of a time from the grid, as a share of the interval. */
    private static final double TOLERANCE = 0.15;

    private final Map<TimeValue, Long> frames;
    private final long frameCount;
    private final double intervalS;
    private final String doubt;

    private FrameTimes(Map<TimeValue, Long> frames, long frameCount, double intervalS, String doubt) {
        this.frames = frames;
        this.frameCount = frameCount;
        this.intervalS = intervalS;
        this.doubt = doubt;
    }

    /** Returns the frames for the times of a movie, at least one, all of the same kind. */
    static FrameTimes of(TreeSet<TimeValue> times) {
        long[] values = times.stream().mapToLong(TimeValue::value).toArray();
        if (times.first().kind().isMillis()) {
            return ofMillis(new ArrayList<>(times), values);
        }
        long step = step(values);
        Map<TimeValue, Long> frames = new HashMap<>();
        times.forEach(time -> frames.put(time, (time.value() - values[0]) / step));
        String doubt = step == 1
                ? ""
                : "The numbers of its time points go in steps of " + step + "; they are taken as frames 0, 1, 2, …";
        return new FrameTimes(
                frames, (values[values.length - 1] - values[0]) / step + 1, interval(times, values[0], step), doubt);
    }

    /** The common step of at least three equally spaced numbers, otherwise 1. */
    private static long step(long[] values) {
        if (values.length < 3) {
            return 1;
        }
        long step = values[1] - values[0];
        for (int i = 2; i < values.length; i++) {
            if (values[i] - values[i - 1] != step) {
                return 1;
            }
        }
        return step;
    }

    /** Seconds per frame from elapsed times given in addition to numbers; NaN if there are none. */
    private static double interval(TreeSet<TimeValue> times, long first, long step) {
        List<TimeValue> told =
                times.stream().filter(t -> t.elapsedMillis().isPresent()).toList();
        double[] intervals = new double[Math.max(0, told.size() - 1)];
        for (int i = 0; i < intervals.length; i++) {
            TimeValue a = told.get(i);
            TimeValue b = told.get(i + 1);
            intervals[i] = (double)
                            (b.elapsedMillis().orElseThrow() - a.elapsedMillis().orElseThrow())
                    / 1000
                    / ((b.value() - a.value()) / step);
        }
        return positive(median(intervals));
    }

    private static FrameTimes ofMillis(List<TimeValue> times, long[] values) {
        double[] gaps = new double[values.length - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = values[i + 1] - values[i];
        }
        double interval = median(gaps);
        Map<TimeValue, Long> frames = new HashMap<>();
        boolean onGrid = true;
        long last = -1;
        for (int i = 0; i < values.length && onGrid; i++) {
            double place = interval > 0 ? (values[i] - values[0]) / interval : 0;
            long frame = Math.round(place);
            onGrid = Math.abs(place - frame) <= TOLERANCE && frame > last;
            frames.put(times.get(i), frame);
            last = frame;
        }
        if (onGrid) {
            return new FrameTimes(frames, last + 1, positive(interval / 1000), "");
        }
        for (int i = 0; i < values.length; i++) {
            frames.put(times.get(i), (long) i);
        }
        return new FrameTimes(
                frames,
                values.length,
                positive(interval / 1000),
                "Its images were not taken at equal intervals; they are taken as frames in their order, and the interval"
                        + " is the median.");
    }

    private static double median(double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) / 2];
    }

    private static double positive(double seconds) {
        return seconds > 0 ? seconds : Double.NaN;
    }

    /** Frame number of a time. */
    long frame(TimeValue time) {
        Long frame = frames.get(time);
        if (frame == null) {
            throw new IllegalArgumentException("not a time of the movie: " + time);
        }
        return frame;
    }

    /** The last frame number + 1; may be huge for implausible numbers. */
    long frameCount() {
        return frameCount;
    }

    /** Seconds between frames, NaN if the names do not give it. */
    double intervalS() {
        return intervalS;
    }

    /** A possible misinterpretation, in one sentence; empty if there is none. */
    String doubt() {
        return doubt;
    }
}
