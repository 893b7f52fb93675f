package org.cellineage.format.spots;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pixels on which spots are drawn: those of the movie they belong to.
 *
 * @param width number of columns
 * @param height number of rows
 * @param pixelSizeUm side of a pixel in micrometres, NaN if unknown
 */
public record SpotGrid(int width, int height, double pixelSizeUm) implements Serializable {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}) (\\d{1,9}) (\\S+)");

    /** The grid as text, which {@link #parse} reads. */
    public String text() {
        return width + " " + height + " " + pixelSizeUm;
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static SpotGrid parse(String text) {
        Matcher m = TEXT.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("no grid of pixels: '" + text + "'");
        }
        return new SpotGrid(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), Double.parseDouble(m.group(3)));
    }
}
