package org.cellineage.segment.network;

/**
 * A piece of a frame: the window that a network reads, and the core of it that is kept; in pixels at the network's
 * scale, counted from the frame's corner.
 *
 * @param frame which one of those that are looked at together
 */
record Tile(
        int frame, int top, int left, int height, int width, int keepTop, int keepLeft, int keepHeight, int keepWidth) {

    int pixels() {
        return height * width;
    }
}
