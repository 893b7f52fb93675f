package org.cellineage.track;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;

/** Hand-made frames of discs. */
final class Scenes {

    static final int SIZE = 240;

    /** A disc: centre, radius, brightness. */
    record Disc(int y, int x, int radius, int brightness) {}

    private Scenes() {}

    static Disc disc(int y, int x) {
        return new Disc(y, x, 8, 1000);
    }

    /** Labels follow the order of the discs. */
    static SegmentedFrame frame(int number, Disc... discs) {
        int[] labels = new int[SIZE * SIZE];
        short[] pixels = new short[SIZE * SIZE];
        for (int i = 0; i < discs.length; i++) {
            Disc d = discs[i];
            for (int y = Math.max(0, d.y - d.radius); y <= Math.min(SIZE - 1, d.y + d.radius); y++) {
                for (int x = Math.max(0, d.x - d.radius); x <= Math.min(SIZE - 1, d.x + d.radius); x++) {
                    if ((y - d.y) * (y - d.y) + (x - d.x) * (x - d.x) <= d.radius * d.radius) {
                        labels[y * SIZE + x] = i + 1;
                        pixels[y * SIZE + x] = (short) d.brightness;
                    }
                }
            }
        }
        List<Cell> cells =
                CellMeasurer.measure(new LabelImage(SIZE, SIZE, labels), List.of(Plane.of(SIZE, SIZE, pixels)));
        return new SegmentedFrame(number, SIZE, SIZE, cells);
    }

    /** The same cells under other labels, and so in another order. */
    static SegmentedFrame shuffled(SegmentedFrame frame, SplittableRandom random) {
        List<Cell> cells = new ArrayList<>(frame.cells());
        Collections.shuffle(cells, new java.util.Random(random.nextLong()));
        List<Cell> relabelled = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            Cell c = cells.get(i);
            relabelled.add(c.movedTo(i + 1, c.yPx(), c.xPx(), c.box()));
        }
        return new SegmentedFrame(frame.frame(), frame.width(), frame.height(), relabelled);
    }
}
