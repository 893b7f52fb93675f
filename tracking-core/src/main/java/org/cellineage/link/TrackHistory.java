package org.cellineage.link;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.cellineage.cell.Cell;

/**
 * What linking remembers of a live track: its last {@value #LENGTH} observations, its velocity, and how far its
 * neighbourhood has carried it since it was last seen.
 *
 * <p>Memory does not grow with the track. The velocity is its own, relative to the flow of its neighbourhood: the mean of
 * the old one and the latest step, in pixels a frame, so that a few frames of steady motion are followed and a single
 * jump is not.
 */
public final class TrackHistory {

    /** Observations kept, the history length of Moen et al. 2019. */
    public static final int LENGTH = 7;

    private final int track;
    private final ArrayDeque<Observation> observations = new ArrayDeque<>(LENGTH);
    private double velocityY;
    private double velocityX;
    private double carriedY;
    private double carriedX;
    private int seen;

    public TrackHistory(int track, Observation first) {
        this.track = track;
        observations.add(first);
        seen = 1;
    }

    /** Track id. */
    public int track() {
        return track;
    }

    /** Frames in which the track was seen so far. */
    public int timesSeen() {
        return seen;
    }

    /** The latest observation. */
    public Observation last() {
        return observations.getLast();
    }

    /** The latest cell. */
    public Cell cell() {
        return last().cell();
    }

    /** The kept observations, oldest first. */
    public Iterator<Observation> observations() {
        return observations.iterator();
    }

    /** Adds a later observation. */
    public void add(Observation next) {
        Observation last = last();
        int step = next.frame() - last.frame();
        double stepY = (next.cell().yPx() - last.cell().yPx() - next.flowY()) / step;
        double stepX = (next.cell().xPx() - last.cell().xPx() - next.flowX()) / step;
        velocityY = seen == 1 ? stepY : (velocityY + stepY) / 2;
        velocityX = seen == 1 ? stepX : (velocityX + stepX) / 2;
        if (observations.size() == LENGTH) {
            observations.removeFirst();
        }
        observations.addLast(next);
        seen++;
        carriedY = 0;
        carriedX = 0;
    }

    /**
     * Notes that the track was not seen in a frame.
     *
     * @param flowY how far its neighbourhood has moved down since it was last seen, pixels
     * @param flowX the same to the right
     */
    public void carry(double flowY, double flowX) {
        carriedY = flowY;
        carriedX = flowX;
    }

    /** How far its neighbourhood has moved down since it was last seen, as of the frame before, pixels. */
    public double carriedY() {
        return carriedY;
    }

    /** The same to the right. */
    public double carriedX() {
        return carriedX;
    }

    /** Velocity down relative to the flow, pixels a frame. */
    public double velocityY() {
        return velocityY;
    }

    /** Velocity to the right relative to the flow, pixels a frame. */
    public double velocityX() {
        return velocityX;
    }
}
