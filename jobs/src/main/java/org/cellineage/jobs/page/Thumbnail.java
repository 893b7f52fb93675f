package org.cellineage.jobs.page;

import java.util.List;
import java.util.Optional;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.image.Scaling;
import org.cellineage.jobs.published.TableCell;
import org.cellineage.jobs.published.TableMovie;
import org.cellineage.picture.Overlay;
import org.cellineage.picture.Png;

/** A small picture of a movie: its middle frame with the outlines of its cells. */
public final class Thumbnail {

    private static final int SIDE = 160;

    private Thumbnail() {}

    /** The frame that is shown. */
    public static int frame(TableMovie movie) {
        return movie.frameCount() / 2;
    }

    /**
     * Draws the frame as PNG.
     *
     * @param plane its first channel; black if there is none
     * @param cells its cells
     */
    public static byte[] png(TableMovie movie, Optional<Plane> plane, List<TableCell> cells) {
        double shrunk = Math.max(1, (double) Math.max(movie.width(), movie.height()) / SIDE);
        int width = (int) Math.max(1, Math.round(movie.width() / shrunk));
        int height = (int) Math.max(1, Math.round(movie.height() / shrunk));
        int[] labels = new int[movie.width() * movie.height()];
        cells.forEach(
                cell -> RunLengthMask.ofBytes(cell.mask()).paint(labels, movie.width(), cell.box(), cell.trackId()));
        float[] pixels = plane.map(some -> Scaling.scale(some.toFloats(), some.width(), some.height(), width, height))
                .orElseGet(() -> new float[width * height]);
        LabelImage small = Scaling.scale(new LabelImage(movie.width(), movie.height(), labels), width, height);
        return Png.rgb(Overlay.draw(Plane.of(width, height, pixels), small));
    }
}
