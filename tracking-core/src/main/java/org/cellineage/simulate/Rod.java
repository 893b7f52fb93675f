package org.cellineage.simulate;

/** A rod-shaped bacterium: a segment with round caps. */
final class Rod extends TrackedCell {
    double y;
    double x;
    double angle;
    /** Distance between the centres of the caps. */
    double length;
    /** Relative brightness of a fluorescent protein. */
    final double brightness;
    /** Growth per frame, as a share of the length with caps. */
    final double rate;
    /** Length with caps at which it divides. */
    final double lastLength;

    Rod(double brightness, double rate, double lastLength) {
        this.brightness = brightness;
        this.rate = rate;
        this.lastLength = lastLength;
    }

    /** Depth of the waist in the middle, 0 to 1: grows shortly before the division. */
    double waist(double width) {
        double grown = (length + width) / lastLength;
        return Math.max(0, Math.min(1, (grown - 0.88) / 0.12));
    }

    /** Offset of the axis at a position along it. */
    double alongY(double t) {
        return y + t * length / 2 * Math.sin(angle);
    }

    /** Offset of the axis at a position along it, -1 to 1. */
    double alongX(double t) {
        return x + t * length / 2 * Math.cos(angle);
    }
}
