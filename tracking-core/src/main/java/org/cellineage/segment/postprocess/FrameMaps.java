package org.cellineage.segment.postprocess;

import java.util.List;

/**
 * What a network said of a frame, pixel by pixel: named maps of one size, each row-major, index {@code y * width + x}.
 *
 * <p>Values may be anything a network can give, NaN among them. The arrays are held, not copied; nobody may change them
 * afterwards.
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

    /** The map of that name; an {@link IllegalArgumentException} where there is none. */
    public float[] map(String name) {
        int at = names.indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException("no map " + name + " among " + names);
        }
        return values[at];
    }
}
