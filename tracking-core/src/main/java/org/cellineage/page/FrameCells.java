package org.cellineage.page;

import java.util.List;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.MaskOutline;
import org.cellineage.cell.MaskPixels;

/**
 * The cells of a frame as text for pages, with their outlines and measures.
 *
 * <p>The numbers of each cell, packed by {@link PackedNumbers}: its track less the one before; row and column of its
 * centroid; one {@linkplain ValueRange#step step} per measure; the number of its outlines; and for each outline the
 * number of its corners, the first corner relative to the centroid, and every other relative to the one before. Rows and
 * columns are counted in units that {@link #unit} gives. {@code pages/cells.js} reads them.
 */
public final class FrameCells {

    /**
     * A cell of the frame.
     *
     * @param track its track
     * @param y centroid row in pixels
     * @param x centroid column in pixels
     * @param mask run lengths, as in {@link org.cellineage.cell.RunLengthMask}
     * @param measures values in the order of the ranges; NaN if unknown
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record CellOnPage(int track, double y, double x, BoundingBox box, byte[] mask, double[] measures) {}

    /** Corners may be this far from the traced outline, in displayed pixels. */
    private static final double TOLERANCE = 0.75;

    /** Units of a displayed pixel; the corners of pixels are at half-integers. */
    private static final double UNITS = 2;

    private FrameCells() {}

    /**
     * Unit of coordinates in pixels of the frame.
     *
     * @param shrunk how many pixels of the frame are one displayed pixel, at least 1
     */
    public static double unit(double shrunk) {
        return Math.max(1, shrunk) / UNITS;
    }

    /**
     * Packs the cells.
     *
     * @param cells by ascending track
     * @param ranges one per measure
     * @param shrunk how many pixels of the frame are one displayed pixel, at least 1
     */
    public static String pack(List<CellOnPage> cells, List<ValueRange> ranges, double shrunk) {
        double unit = unit(shrunk);
        PackedNumbers numbers = new PackedNumbers();
        int before = 0;
        for (CellOnPage cell : cells) {
            int y = (int) Math.round(cell.y() / unit);
            int x = (int) Math.round(cell.x() / unit);
            numbers.add(cell.track() - before).add(y).add(x);
            before = cell.track();
            for (int m = 0; m < ranges.size(); m++) {
                numbers.add(ranges.get(m).step(cell.measures()[m]));
            }
            List<MaskOutline.Part> parts =
                    MaskPixels.decode(cell.mask(), cell.box()).outline();
            numbers.add(parts.size());
            for (MaskOutline.Part part : parts) {
                SimplePolygon outline = SimplePolygon.of(part.shell(), TOLERANCE * Math.max(1, shrunk));
                numbers.add(outline.y().length);
                int fromY = y;
                int fromX = x;
                for (int corner = 0; corner < outline.y().length; corner++) {
                    int cornerY = (int) Math.round(outline.y()[corner] / unit);
                    int cornerX = (int) Math.round(outline.x()[corner] / unit);
                    numbers.add(cornerY - fromY).add(cornerX - fromX);
                    fromY = cornerY;
                    fromX = cornerX;
                }
            }
        }
        return numbers.toString();
    }
}
