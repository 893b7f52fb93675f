package org.cellineage.track;

import org.cellineage.cell.Cell;

/** Accumulates the statistics of a live track in constant memory. */
final class TrackBuilder {

    private final int id;
    private final Ancestry ancestry;
    private final Origin origin;
    private final int firstFrame;
    private final double firstY;
    private final double firstX;
    private int lastFrame;
    private double lastY;
    private double lastX;
    private int framesSeen = 1;
    private double path;
    private double areaSum;
    private double probabilitySum;
    private int links;
    private final ErrorProbability error = new ErrorProbability();

    TrackBuilder(int id, Ancestry ancestry, Origin origin, int frame, Cell cell) {
        this.id = id;
        this.ancestry = ancestry;
        this.origin = origin;
        this.firstFrame = frame;
        this.firstY = cell.yPx();
        this.firstX = cell.xPx();
        this.lastFrame = frame;
        this.lastY = firstY;
        this.lastX = firstX;
        this.areaSum = cell.areaPx();
    }

    int id() {
        return id;
    }

    Ancestry ancestry() {
        return ancestry;
    }

    Origin origin() {
        return origin;
    }

    int framesSeen() {
        return framesSeen;
    }

    int firstFrame() {
        return firstFrame;
    }

    int lastFrame() {
        return lastFrame;
    }

    double lastY() {
        return lastY;
    }

    double lastX() {
        return lastX;
    }

    /** Adds a cell without a scored link. */
    void add(int frame, Cell cell) {
        path += Math.hypot(cell.yPx() - lastY, cell.xPx() - lastX);
        lastFrame = frame;
        lastY = cell.yPx();
        lastX = cell.xPx();
        framesSeen++;
        areaSum += cell.areaPx();
    }

    /** Adds a cell; its link has no score if the probability is NaN. */
    void add(int frame, Cell cell, double linkProbability) {
        add(frame, cell);
        if (!Double.isNaN(linkProbability)) {
            probabilitySum += linkProbability;
            links++;
            error.add(linkProbability);
        }
    }

    Track build(Fate fate, double divisionProbability) {
        return build(ancestry, origin, fate, divisionProbability);
    }

    /** Builds the track if its ancestry and origin become known only now. */
    Track build(Ancestry found, Origin how, Fate fate, double divisionProbability) {
        return new Track(
                id,
                found.parent(),
                found.root(),
                found.generation(),
                found.path(),
                firstFrame,
                lastFrame,
                framesSeen,
                how,
                fate,
                divisionProbability,
                firstY,
                firstX,
                lastY,
                lastX,
                path,
                areaSum / framesSeen,
                links == 0 ? Double.NaN : probabilitySum / links,
                error.with(divisionProbability));
    }
}
