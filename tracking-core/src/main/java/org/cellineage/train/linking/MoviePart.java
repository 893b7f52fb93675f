package org.cellineage.train.linking;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.problem.BadConfigurationException;

/**
 * A part of a movie, so that one movie can serve for learning and another part of it for validation: some of its frames,
 * and the cells between two columns.
 *
 * @param firstFrame first frame that is taken, 0-based
 * @param lastFrame last frame that is taken
 * @param fromColumnPx cells whose centre lies before it are left out
 * @param toColumnPx cells whose centre lies at it or after it are left out
 */
public record MoviePart(int firstFrame, int lastFrame, double fromColumnPx, double toColumnPx) {

    /** All of it. */
    public static final MoviePart WHOLE = new MoviePart(0, Integer.MAX_VALUE, 0, Double.POSITIVE_INFINITY);

    private static final Pattern RANGE = Pattern.compile("([tx])?(\\d{1,9})?-(\\d{1,9})?");

    /**
     * Reads a part as it is written on the command line.
     *
     * @param text ranges separated by commas: {@code t0-8} frames 0 to 8 (the t may be left out), {@code x740-} cells from
     *     column 740 on, {@code x-740} cells before it
     */
    public static MoviePart parse(String text) {
        int first = WHOLE.firstFrame;
        int last = WHOLE.lastFrame;
        double from = WHOLE.fromColumnPx;
        double to = WHOLE.toColumnPx;
        for (String range : text.split(",", -1)) {
            Matcher matcher = RANGE.matcher(range.strip());
            if (!matcher.matches()) {
                throw new BadConfigurationException(
                        "[" + text + "]",
                        "The part of the movie cannot be understood.",
                        "Write [0-8] for frames 0 to 8, [x740-] for cells from column 740 on, or both with a comma.");
            }
            if ("x".equals(matcher.group(1))) {
                from = matcher.group(2) == null ? from : Double.parseDouble(matcher.group(2));
                to = matcher.group(3) == null ? to : Double.parseDouble(matcher.group(3));
            } else {
                first = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
                last = matcher.group(3) == null ? last : Integer.parseInt(matcher.group(3));
            }
        }
        return new MoviePart(first, last, from, to);
    }

    /** Whether a frame belongs to it. */
    boolean holdsFrame(int frame) {
        return frame >= firstFrame && frame <= lastFrame;
    }

    /** Whether a cell there belongs to it. */
    boolean holdsColumn(double xPx) {
        return xPx >= fromColumnPx && xPx < toColumnPx;
    }
}
