package org.cellineage.format.spots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cellineage.image.LabelImage;

/**
 * Draws the spots of a frame.
 *
 * <p>A spot covers the pixels whose centres are inside its outline (by the rule of even and odd crossings), or inside the
 * disc of its radius if it has no outline. One that covers no centre of a pixel covers the pixel that contains its own
 * centre. A pixel that several spots cover belongs to the one whose centre is nearest; if two are equally near, to the one
 * that was added first.
 */
public final class SpotPainter {

    private final SpotGrid grid;
    /** 1-based number of the spot to which a pixel belongs. */
    private final int[] owners;

    private final List<Spot> spots = new ArrayList<>();

    public SpotPainter(SpotGrid grid) {
        this.grid = grid;
        this.owners = new int[grid.width() * grid.height()];
    }

    /** Draws a spot and returns its number: 1 for the first. */
    public int add(Spot spot) {
        spots.add(spot);
        boolean any = spot.hasOutline() ? fillOutline(spot) : fillDisc(spot);
        if (!any) {
            int y = (int) Math.rint(spot.y());
            int x = (int) Math.rint(spot.x());
            if (y >= 0 && y < grid.height() && x >= 0 && x < grid.width()) {
                fill(y, x, x + 1);
            }
        }
        return spots.size();
    }

    /** Marks pixels that are known to belong to a cell, whatever covers them; returns its number. */
    public int addPixels(Spot spot, PixelRuns runs) {
        spots.add(spot);
        int number = spots.size();
        runs.forEach((y, x, count) -> {
            int from = y * grid.width() + x;
            Arrays.fill(owners, from, from + count, number);
        });
        return number;
    }

    /** Runs of pixels. */
    @FunctionalInterface
    public interface PixelRuns {
        void forEach(Run run);
    }

    /** Receives {@code count} pixels of row {@code y}, starting at column {@code x}. */
    @FunctionalInterface
    public interface Run {
        void pixels(int y, int x, int count);
    }

    /**
     * The image.
     *
     * @param labels label of each number that {@link #add} returned
     */
    public LabelImage image(Map<Integer, Integer> labels) {
        int[] byNumber = new int[spots.size() + 1];
        labels.forEach((number, label) -> byNumber[number] = label);
        int[] pixels = new int[owners.length];
        for (int p = 0; p < pixels.length; p++) {
            pixels[p] = byNumber[owners[p]];
        }
        return new LabelImage(grid.width(), grid.height(), pixels);
    }

    private boolean fillDisc(Spot spot) {
        double r = spot.radius();
        boolean any = false;
        int from = (int) Math.max(0, Math.ceil(spot.y() - r));
        int to = (int) Math.min(grid.height() - 1.0, Math.floor(spot.y() + r));
        for (int y = from; y <= to; y++) {
            double dy = y - spot.y();
            double half = Math.sqrt(Math.max(0, r * r - dy * dy));
            any |= fill(y, (int) Math.ceil(spot.x() - half), (int) Math.floor(spot.x() + half) + 1);
        }
        return any;
    }

    private boolean fillOutline(Spot spot) {
        double[] outline = spot.outline();
        double top = Double.POSITIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < outline.length; i += 2) {
            top = Math.min(top, outline[i]);
            bottom = Math.max(bottom, outline[i]);
        }
        double[] crossings = new double[outline.length / 2];
        boolean any = false;
        int to = (int) Math.min(grid.height() - 1.0, Math.floor(bottom));
        for (int y = (int) Math.max(0, Math.ceil(top)); y <= to; y++) {
            int count = crossings(outline, y, crossings);
            Arrays.sort(crossings, 0, count);
            for (int i = 0; i + 1 < count; i += 2) {
                any |= fill(y, (int) Math.ceil(crossings[i]), (int) Math.ceil(crossings[i + 1]));
            }
        }
        return any;
    }

    /** Columns at which the outline crosses the middle of a row; an edge has its upper end, and not its lower. */
    private static int crossings(double[] outline, int row, double[] into) {
        int count = 0;
        int n = outline.length / 2;
        for (int i = 0; i < n; i++) {
            int next = i + 1 < n ? i + 1 : 0;
            double y0 = outline[2 * i];
            double y1 = outline[2 * next];
            if ((y0 <= row) != (y1 <= row)) {
                double x0 = outline[2 * i + 1];
                double x1 = outline[2 * next + 1];
                into[count++] = x0 + (row - y0) / (y1 - y0) * (x1 - x0);
            }
        }
        return count;
    }

    /** Gives the columns {@code from} to {@code to}, exclusive, of a row to the last spot, where no other is nearer. */
    private boolean fill(int y, int from, int to) {
        int number = spots.size();
        Spot spot = spots.get(number - 1);
        int first = Math.max(0, from);
        int end = Math.min(grid.width(), to);
        for (int x = first; x < end; x++) {
            int p = y * grid.width() + x;
            int owner = owners[p];
            if (owner == 0 || owner == number || distance(spot, y, x) < distance(spots.get(owner - 1), y, x)) {
                owners[p] = number;
            }
        }
        return first < end;
    }

    private static double distance(Spot spot, int y, int x) {
        double dy = y - spot.y();
        double dx = x - spot.x();
        return dy * dy + dx * dx;
    }
}
