package org.cellineage.segment.postprocess;

import java.util.List;

/**
 * A network's pixelwise outputs for a frame: named maps of equal size, each row-major, index {@code y * width + x}.
 *
 * <p>Values may be anything that a network can return, including NaN. Arrays are not copied and must not be modified.
 */
@SuppressWarnings("ArrayRecordComponent")
public record FrameMaps(int width, int height, List<String> names, float[][] values) {

    public FrameMaps {
        names = List.copyOf(names);
        if (names.size() != values.length) {
            throw new IllegalArgumentException(names.size() + " names for " + values.length + " maps");
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i].length != (long) width * height) {
                throw new IllegalArgumentException("map " + names.get(i) + " has " + values[i].length
                        + " values, but the frame has " + width + " x " + height);
            }
        }
    }

    /**
     * Returns the map with this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public float[] map(String name) {
        int at = names.indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException("no map " + name + " among " + names);
        }
        return values[at];
    }
}
