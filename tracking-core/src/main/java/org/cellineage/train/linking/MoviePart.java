package org.cellineage.train.linking;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.problem.BadConfigurationException;

/**
 * A part of a movie: a range of frames and of columns. It allows different parts of one movie to be used for training
 * and for validation.
 *
 * @param firstFrame first frame, 0-based
 * @param lastFrame last frame, inclusive
 * @param fromColumnPx cells whose centre is left of this column are excluded
 * @param toColumnPx cells whose centre is at or right of this column are excluded
 */
public record MoviePart(int firstFrame, int lastFrame, double fromColumnPx, double toColumnPx) {

    /** The whole movie. */
    public static final MoviePart WHOLE = new MoviePart(0, Integer.MAX_VALUE, 0, Double.POSITIVE_INFINITY);

    private static final Pattern RANGE = Pattern.compile("([tx])?(\\d{1,9})?-(\\d{1,9})?");

    /**
     * Parses a part as it is written on the command line.
     *
     * @param text ranges separated by commas: {@code t0-8} for frames 0 to 8 (the t is optional), {@code x740-} for
     *     cells from column 740 on, {@code x-740} for cells before it
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

    /** Whether a frame is included. */
    public boolean holdsFrame(int frame) {
        return frame >= firstFrame && frame <= lastFrame;
    }

    /** Whether a cell at this column is included. */
    boolean holdsColumn(double xPx) {
        return xPx >= fromColumnPx && xPx < toColumnPx;
    }
}
