package org.cellineage.cell;

import java.io.Serializable;

/**
 * The smallest axis-aligned rectangle around a cell, in pixels: rows {@code minY} to {@code maxY} and columns
 * {@code minX} to {@code maxX}, maxima exclusive.
 */
public record BoundingBox(int minY, int minX, int maxY, int maxX) implements Serializable {

    public BoundingBox {
        if (minY >= maxY || minX >= maxX) {
            throw new IllegalArgumentException("empty box: " + minY + "," + minX + " to " + maxY + "," + maxX);
        }
    }

    public int width() {
        return maxX - minX;
    }

    public int height() {
        return maxY - minY;
    }

    /** Returns the box translated downwards and to the right. */
    public BoundingBox movedBy(int down, int right) {
        return new BoundingBox(minY + down, minX + right, maxY + down, maxX + right);
    }

    /** Whether the two boxes share a pixel. */
    public boolean overlaps(BoundingBox other) {
        return minY < other.maxY && other.minY < maxY && minX < other.maxX && other.minX < maxX;
    }
}
