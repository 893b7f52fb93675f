package org.cellineage.link.learned;

import java.util.List;
import org.cellineage.cell.Cell;
import org.cellineage.cell.Thumbnail;
import org.cellineage.image.Plane;
import org.cellineage.image.Scaling;

/**
 * The image inputs of the networks for one frame: a close view of each cell, a thumbnail from which wide views of a
 * neighbourhood are cut, and the cells' feature vectors. Training and inference use the same code.
 *
 * <p>Intensities are 0 at the frame's background and 1 at a typical cell; windows are measured in cell diameters, so a
 * cell looks the same at every magnification.
 */
public final class FrameViews {

    /** Side of a close view in its own pixels; it covers two diameters. */
    public static final int CLOSE_SIDE = 16;

    /** Side of a wide view in its own pixels; it covers 6.4 diameters. */
    public static final int WIDE_SIDE = 16;

    private static final double CLOSE_PIXELS_PER_UNIT = 8;
    private static final double WIDE_PIXELS_PER_UNIT = 2.5;

    private final List<Cell> cells;
    private final FrameScale scale;
    private final SampledPlane close;
    private final Thumbnail thumbnail;
    private final SampledPlane wide;

    private FrameViews(List<Cell> cells, FrameScale scale, SampledPlane close, Thumbnail thumbnail) {
        this.cells = cells;
        this.scale = scale;
        this.close = close;
        this.thumbnail = thumbnail;
        this.wide = SampledPlane.of(thumbnail);
    }

    /**
     * Prepares the views of a frame.
     *
     * @param plane the channel that shows the nuclei
     * @param cells cells of the frame, at least one
     */
    public static FrameViews of(Plane plane, List<Cell> cells) {
        GreyValues grey = GreyValues.of(plane);
        FrameScale scale = FrameScale.of(cells, grey.dark(), grey.bright() - grey.dark());
        float[] values = grey.scaled(value -> {
            float normal = (float) ((value - scale.background()) / scale.brightness());
            return Math.max(Thumbnail.DARKEST, Math.min(Thumbnail.BRIGHTEST, normal));
        });
        SampledPlane close = sampled(values, plane, CLOSE_PIXELS_PER_UNIT / scale.unitPx());
        SampledPlane wide = sampled(values, plane, WIDE_PIXELS_PER_UNIT / scale.unitPx());
        Thumbnail thumbnail =
                Thumbnail.of(wide.values(), wide.width(), wide.height(), plane.width(), plane.height(), scale.unitPx());
        return new FrameViews(cells, scale, close, thumbnail);
    }

    private static SampledPlane sampled(float[] values, Plane plane, double wanted) {
        double shrink = Math.min(1, wanted);
        int width = Math.max(1, (int) Math.round(plane.width() * shrink));
        int height = Math.max(1, (int) Math.round(plane.height() * shrink));
        return new SampledPlane(
                width,
                height,
                (double) plane.height() / height,
                (double) plane.width() / width,
                0,
                Scaling.scale(values, plane.width(), plane.height(), width, height));
    }

    /** Number of cells. */
    public int cells() {
        return cells.size();
    }

    /** Units of the frame. */
    public FrameScale scale() {
        return scale;
    }

    /** The thumbnail stored with the cells. */
    public Thumbnail thumbnail() {
        return thumbnail;
    }

    /** Writes a cell's {@link CellVector}. */
    public void vector(int cell, float[] to, int at) {
        CellVector.fill(cells.get(cell), cell, scale, thumbnail.frameWidth(), thumbnail.frameHeight(), to, at);
    }

    /** Writes the unrotated close view of a cell: {@value #CLOSE_SIDE} × {@value #CLOSE_SIDE} values, row-major. */
    public void close(int cell, float[] to, int at) {
        close(cell, 0, false, 1, to, at);
    }

    /**
     * Writes the close view of a cell.
     *
     * @param zoom magnification of the cell
     */
    public void close(int cell, double angleRad, boolean mirrored, double zoom, float[] to, int at) {
        double pitch = scale.unitPx() / CLOSE_PIXELS_PER_UNIT / zoom;
        Cell seen = cells.get(cell);
        close.cut(seen.yPx(), seen.xPx(), CLOSE_SIDE, new SampledPlane.Placement(pitch, angleRad, mirrored), to, at);
    }

    /**
     * Writes the unrotated wide view around a position of a frame: {@value #WIDE_SIDE} × {@value #WIDE_SIDE} values,
     * row-major.
     */
    static void wide(SampledPlane thumbnail, double unitPx, double y, double x, float[] to, int at) {
        double pitch = unitPx / WIDE_PIXELS_PER_UNIT;
        thumbnail.cut(y, x, WIDE_SIDE, SampledPlane.Placement.upright(pitch), to, at);
    }

    /** Writes the unrotated wide view around a cell. */
    public void wide(int cell, float[] to, int at) {
        wide(cells.get(cell).yPx(), cells.get(cell).xPx(), 0, false, 1, to, at);
    }

    /** Writes the wide view around a position of the frame. */
    public void wide(double y, double x, double angleRad, boolean mirrored, double zoom, float[] to, int at) {
        double pitch = scale.unitPx() / WIDE_PIXELS_PER_UNIT / zoom;
        wide.cut(y, x, WIDE_SIDE, new SampledPlane.Placement(pitch, angleRad, mirrored), to, at);
    }
}
