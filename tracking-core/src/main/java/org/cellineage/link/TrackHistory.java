package org.cellineage.link;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.cellineage.cell.Cell;

/**
 * The state of a live track for linking: its last {@value #LENGTH} observations, its velocity, and how far its
 * neighbourhood has moved since its last observation.
 *
 * <p>Uses constant memory. The velocity is relative to the flow of the neighbourhood, in pixels per frame: the mean of
 * the previous velocity and the latest step, so that it follows steady motion within a few frames but not a single
 * jump.
 */
public final class TrackHistory {

    /** Number of observations kept, the history length of Moen et al. 2019. */
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

    /** Number of frames in which the track has been observed. */
    public int timesSeen() {
        return seen;
    }

    /** The latest observation. */
    public Observation last() {
        return observations.getLast();
    }

    /** The cell of the latest observation. */
    public Cell cell() {
        return last().cell();
    }

    /** The kept observations, oldest first. */
    public Iterator<Observation> observations() {
        return observations.iterator();
    }

    /** Adds an observation in a later frame. */
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
     * Records that the track was not observed in a frame.
     *
     * @param flowY downward motion of its neighbourhood since its last observation, in pixels
     * @param flowX motion to the right, in pixels
     */
    public void carry(double flowY, double flowX) {
        carriedY = flowY;
        carriedX = flowX;
    }

    /** Downward motion of the neighbourhood from the last observation to the previous frame, in pixels. */
    public double carriedY() {
        return carriedY;
    }

    /** Motion of the neighbourhood to the right, in pixels. */
    public double carriedX() {
        return carriedX;
    }

    /** Downward velocity relative to the flow, in pixels per frame. */
    public double velocityY() {
        return velocityY;
    }

    /** Velocity to the right relative to the flow, in pixels per frame. */
    public double velocityX() {
        return velocityX;
    }
}
