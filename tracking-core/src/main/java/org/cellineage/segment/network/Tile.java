package org.cellineage.segment.network;

/**
 * A tile of a frame: the window that the network reads, and the core that is kept of it. In pixels at the network's
 * scale, relative to the frame's top left corner.
 *
 * @param frame index of the frame in the batch
 */
record Tile(
        int frame, int top, int left, int height, int width, int keepTop, int keepLeft, int keepHeight, int keepWidth) {

    int pixels() {
        return height * width;
    }
}
