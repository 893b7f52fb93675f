package org.cellineage.track;

import java.util.ArrayList;
import java.util.List;

/** Accumulates a {@link MovieSummary}. */
final class SummaryBuilder {

    private int frames;
    private long cells;
    private int tracks;
    private int divisions;
    private long links;
    private long scoredLinks;
    private double probabilitySum;
    private long lowMargin;
    private long driftFrames;
    private double driftLength;
    private double driftY;
    private double driftX;
    private final List<Integer> outageFrames = new ArrayList<>();

    void frame() {
        frames++;
    }

    void cell() {
        cells++;
    }

    /** Records a frame in which the whole field was out. */
    void outage(int frame) {
        frames++;
        outageFrames.add(frame);
    }

    int frames() {
        return frames;
    }

    void track() {
        tracks++;
    }

    void division() {
        divisions++;
    }

    /** Records a link that was given, not scored. */
    void givenLink() {
        links++;
    }

    void link(double probability, double margin) {
        links++;
        scoredLinks++;
        probabilitySum += probability;
        if (margin < MovieSummary.LOW_MARGIN) {
            lowMargin++;
        }
    }

    /** Records the displacement of the field since the previous frame, which was {@code frames} earlier. */
    void drift(double y, double x, int frames) {
        driftFrames += frames;
        driftLength += Math.sqrt(y * y + x * x);
        driftY += y;
        driftX += x;
    }

    MovieSummary build() {
        return new MovieSummary(
                frames,
                cells,
                tracks,
                divisions,
                links,
                scoredLinks == 0 ? Double.NaN : probabilitySum / scoredLinks,
                scoredLinks == 0 ? Double.NaN : (double) lowMargin / scoredLinks,
                driftFrames == 0 ? Double.NaN : driftLength / driftFrames,
                driftFrames == 0 ? Double.NaN : driftY,
                driftFrames == 0 ? Double.NaN : driftX,
                outageFrames);
    }
}
