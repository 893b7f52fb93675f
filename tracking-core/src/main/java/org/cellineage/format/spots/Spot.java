package org.cellineage.format.spots;

/**
 * A cell in a frame as programs describe it that keep no label images: a centre, with an outline or a radius.
 * Coordinates are those of the frame in pixels: y down, x right, pixel centres at integers.
 *
 * @param id its number in the file, unique there
 * @param frame 0-based frame
 * @param y row of its centre
 * @param x column of its centre
 * @param radius radius of a disc of its size; NaN if it is not known, which needs an outline
 * @param outline corners of its outline, {@code y0, x0, y1, x1, …}, at least three; empty if it has none
 * @param number track to which the file says that it belongs; 0 if it does not say so
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Spot(long id, int frame, double y, double x, double radius, double[] outline, int number) {

    /** Corners of an outline that is not known. */
    public static final double[] NO_OUTLINE = {};

    /** Whether its outline is known. */
    public boolean hasOutline() {
        return outline.length > 0;
    }
}
