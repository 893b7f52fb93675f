package org.cellineage.correct;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.cell.Precision;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.image.LabelImage;
import org.cellineage.image.MarkerWatershed;
import org.cellineage.problem.BadInputException;

/** Makes cells of other shapes, and measures them in the images. */
final class MaskShapes {

    private final int width;
    private final int height;
    private final FramePixels pixels;

    MaskShapes(Lineage lineage, FramePixels pixels) {
        this.width = lineage.width();
        this.height = lineage.height();
        this.pixels = pixels;
    }

    /** The cell that has the pixels of both. */
    Cell union(int frame, Cell a, Cell b) {
        int[] labels = new int[width * height];
        a.mask().paint(labels, width, a.box(), 1);
        b.mask().paint(labels, width, b.box(), 1);
        return measured(frame, labels).get(0);
    }

    /**
     * The cell with these pixels, less those of others.
     *
     * @throws BadInputException if none is left, or the box is not within the frame
     */
    Cell drawn(Edit edit, BoundingBox box, RunLengthMask mask, List<Cell> others) {
        if (box.minY() < 0 || box.minX() < 0 || box.maxY() > height || box.maxX() > width) {
            throw refused(edit, "It was drawn outside the frame.", "Draw within the frame.");
        }
        int[] labels = new int[width * height];
        mask.paint(labels, width, box, 1);
        others.forEach(other -> other.mask().paint(labels, width, other.box(), 0));
        List<Cell> cells = measured(edit.frame(), labels);
        if (cells.isEmpty()) {
            throw refused(
                    edit,
                    "It has no pixels that do not belong to other cells.",
                    "Draw it beside them, or remove or redraw the other cells first.");
        }
        return cells.get(0);
    }

    /** The parts of a cell on the two sides of a line, the larger first. */
    List<Cell> split(Edit.SplitByLine edit, Cell cell) {
        Edit.Point from = edit.from();
        Edit.Point to = edit.to();
        int[] labels = new int[width * height];
        int[] sizes = new int[2];
        double dy = to.yPx() - from.yPx();
        double dx = to.xPx() - from.xPx();
        cell.mask().forEachRun(cell.box(), (y, x, count) -> {
            for (int at = x; at < x + count; at++) {
                int side = dy * (at - from.xPx()) - dx * (y - from.yPx()) > 0 ? 1 : 0;
                labels[y * width + at] = 1 + side;
                sizes[side]++;
            }
        });
        if (sizes[0] == 0 || sizes[1] == 0) {
            throw refused(edit, "The line does not cross the cell.", "Draw it from one side of the cell to the other.");
        }
        if (sizes[1] > sizes[0]) {
            for (int p = 0; p < labels.length; p++) {
                labels[p] = labels[p] == 0 ? 0 : 3 - labels[p];
            }
        }
        return measured(edit.frame(), labels);
    }

    /** The parts of a cell around seeds, in the order of the seeds. */
    List<Cell> split(Edit.SplitBySeeds edit, Cell cell) {
        int[] inside = new int[width * height];
        cell.mask().paint(inside, width, cell.box(), 1);
        boolean[] mask = new boolean[inside.length];
        for (int p = 0; p < mask.length; p++) {
            mask[p] = inside[p] != 0;
        }
        int[] markers = new int[inside.length];
        for (int i = 0; i < edit.seeds().size(); i++) {
            Edit.Point seed = edit.seeds().get(i);
            int y = (int) Math.rint(seed.yPx());
            int x = (int) Math.rint(seed.xPx());
            boolean within = y >= 0 && x >= 0 && y < height && x < width && mask[y * width + x];
            if (!within || markers[y * width + x] != 0) {
                throw refused(
                        edit,
                        "A seed is outside the cell, or two are the same.",
                        "Set each seed on another place of the cell.");
            }
            markers[y * width + x] = i + 1;
        }
        if (edit.seeds().size() < 2) {
            throw refused(edit, "One seed does not split a cell.", "Set two seeds or more.");
        }
        // On a plain, water spreads at the same speed from all seeds.
        int[] parts = MarkerWatershed.flood(new float[mask.length], new LabelImage(width, height, markers), mask)
                .labels()
                .clone();
        for (int p = 0; p < parts.length; p++) {
            // Pieces of the cell that no seed is on stay with the first.
            parts[p] = mask[p] && parts[p] == 0 ? 1 : parts[p];
        }
        return measured(edit.frame(), parts);
    }

    private List<Cell> measured(int frame, int[] labels) {
        List<Cell> cells = new ArrayList<>();
        for (Cell cell : CellMeasurer.measure(new LabelImage(width, height, labels), pixels.read(frame))) {
            cells.add(Precision.round(cell));
        }
        return cells;
    }

    private static BadInputException refused(Edit edit, String cause, String remedy) {
        return new BadInputException(edit.summary(), cause, remedy);
    }
}
