package org.cellineage.format.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.cellineage.format.name.TimeValue;

/**
 * Which frame each time of a movie is. The first is frame 0.
 *
 * <p>Numbered time points keep their distances: a number that lacks is a frame that lacks, unless all numbers are equally
 * far apart. Times in milliseconds are frames of a grid where they lie on one, and places on it that lack are frames that
 * lack; else they are frames in their order.
 */
final class FrameTimes {

    /** How far from the grid a time may lie, as a share of the interval. */
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

    /** The frames of a movie's times, at least one, all of one kind. */
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

    /** Numbers that are all equally far apart, at least three, count the steps; others count as they are. */
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

    /** Seconds a frame from the times that stand beside numbers; NaN where none do. */
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

    /** The frame of a time. */
    long frame(TimeValue time) {
        Long frame = frames.get(time);
        if (frame == null) {
            throw new IllegalArgumentException("no time of the movie: " + time);
        }
        return frame;
    }

    /** The last frame's number + 1; may be huge where numbers are wild. */
    long frameCount() {
        return frameCount;
    }

    /** Seconds between frames, NaN where names do not tell. */
    double intervalS() {
        return intervalS;
    }

    /** What could be meant otherwise, a sentence; empty where nothing. */
    String doubt() {
        return doubt;
    }
}
