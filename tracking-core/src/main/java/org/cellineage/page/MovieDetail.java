package org.cellineage.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How much of a movie a page shows.
 *
 * @param longSide longer side of a picture in pixels
 * @param step every how many frames one is shown, at least 1
 */
public record MovieDetail(int longSide, int step) {

    private static final int[] SIDES = {1024, 768, 512, 384, 256, 192, 128};

    /** A movie of fewer pictures is not one to play. */
    private static final int LEAST_FRAMES = 8;

    /** Above 1: size is given up before time, because a division that is not shown cannot be judged. */
    private static final double TIME_WEIGHT = 1.25;

    /**
     * The choices for a movie, the most detailed first: the full size and all frames, then smaller pictures and fewer
     * frames in turn.
     */
    public static List<MovieDetail> choices(int width, int height, int frames) {
        int full = Math.max(width, height);
        List<MovieDetail> choices = new ArrayList<>();
        for (int step = 1; step == 1 || frames / step >= LEAST_FRAMES; step *= 2) {
            choices.add(new MovieDetail(full, step));
            for (int side : SIDES) {
                if (side < full) {
                    choices.add(new MovieDetail(side, step));
                }
            }
        }
        choices.sort(Comparator.comparingDouble(MovieDetail::value)
                .reversed()
                .thenComparingInt(MovieDetail::step)
                .thenComparingInt(detail -> -detail.longSide));
        return choices;
    }

    private double value() {
        return Math.log(longSide) - TIME_WEIGHT * Math.log(step);
    }

    /** How many pixels of the frame are one displayed pixel, at least 1. */
    public double shrunk(int width, int height) {
        return Math.max(1, (double) Math.max(width, height) / longSide);
    }

    /** Width or height of a picture, from that of the frame. */
    public int shown(int size, double shrunk) {
        return Math.max(1, (int) Math.round(size / shrunk));
    }

    /** Number of frames shown. */
    public int frames(int frames) {
        return (frames + step - 1) / step;
    }
}
