package org.cellineage.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.page.FrameCells.CellOnPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCellsTest {

    private static final int SIZE = 80;

    /** What a page reads. */
    private record Read(int track, double y, double x, List<Integer> steps, Path2D outline, int corners) {}

    private static List<Read> read(String text, int measures, double unit) {
        PackedNumbers.Reader in = new PackedNumbers.Reader(text);
        List<Read> cells = new ArrayList<>();
        int track = 0;
        while (in.hasNext()) {
            track += in.next();
            int y = in.next();
            int x = in.next();
            List<Integer> steps = new ArrayList<>();
            for (int m = 0; m < measures; m++) {
                steps.add(in.next());
            }
            Path2D outline = new Path2D.Double(Path2D.WIND_EVEN_ODD);
            int all = 0;
            for (int rings = in.next(); rings > 0; rings--) {
                int atY = y;
                int atX = x;
                int corners = in.next();
                all += corners;
                for (int corner = 0; corner < corners; corner++) {
                    atY += in.next();
                    atX += in.next();
                    if (corner == 0) {
                        outline.moveTo(atX * unit, atY * unit);
                    } else {
                        outline.lineTo(atX * unit, atY * unit);
                    }
                }
                outline.closePath();
            }
            cells.add(new Read(track, y * unit, x * unit, steps, outline, all));
        }
        return cells;
    }

    private static CellOnPage cell(int track, int[] labels, double... measures) {
        int minY = SIZE;
        int minX = SIZE;
        int maxY = 0;
        int maxX = 0;
        long sumY = 0;
        long sumX = 0;
        int count = 0;
        for (int p = 0; p < labels.length; p++) {
            if (labels[p] == track) {
                minY = Math.min(minY, p / SIZE);
                maxY = Math.max(maxY, p / SIZE + 1);
                minX = Math.min(minX, p % SIZE);
                maxX = Math.max(maxX, p % SIZE + 1);
                sumY += p / SIZE;
                sumX += p % SIZE;
                count++;
            }
        }
        BoundingBox box = new BoundingBox(minY, minX, maxY, maxX);
        byte[] mask = RunLengthMask.encode(labels, SIZE, box, track).toBytes();
        return new CellOnPage(track, (double) sumY / count, (double) sumX / count, box, mask, measures);
    }

    private static void disc(int[] labels, int label, double y, double x, double radius) {
        for (int p = 0; p < labels.length; p++) {
            if (Math.hypot(p / SIZE - y, p % SIZE - x) <= radius) {
                labels[p] = label;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 2, 4})
    void outlinesEncloseThePixels(double shrunk) {
        Random random = new Random(7);
        int[] labels = new int[SIZE * SIZE];
        disc(labels, 3, 20, 22, 9 + random.nextDouble());
        disc(labels, 4, 50, 60, 14);
        disc(labels, 9, 52, 45, 12);
        List<CellOnPage> cells = List.of(cell(3, labels), cell(4, labels), cell(9, labels));
        double unit = FrameCells.unit(shrunk);
        List<Read> read = read(FrameCells.pack(cells, List.of(), shrunk), 0, unit);
        assertThat(read).extracting(Read::track).containsExactly(3, 4, 9);
        for (int i = 0; i < read.size(); i++) {
            Read one = read.get(i);
            CellOnPage of = cells.get(i);
            assertThat(one.y()).isCloseTo(of.y(), within(unit));
            assertThat(one.x()).isCloseTo(of.x(), within(unit));
            double far = Math.max(1, shrunk) * 1.3 + 0.8;
            for (int p = 0; p < labels.length; p++) {
                boolean inside = labels[p] == of.track();
                if (isFarFromEdge(labels, p, of.track(), far)) {
                    assertThat(one.outline().contains(p % SIZE, p / SIZE))
                            .as("pixel %d of cell %d", p, of.track())
                            .isEqualTo(inside);
                }
            }
            // The traced outline of such a disc has more than 60 corners.
            assertThat(one.corners()).isBetween(4, 30);
        }
    }

    private static boolean isFarFromEdge(int[] labels, int p, int label, double far) {
        for (int q = 0; q < labels.length; q++) {
            if ((labels[q] == label) != (labels[p] == label)
                    && Math.hypot(q / SIZE - p / SIZE, q % SIZE - p % SIZE) <= far) {
                return false;
            }
        }
        return true;
    }

    @Test
    void everyPartOfACellHasAnOutline() {
        int[] labels = new int[SIZE * SIZE];
        labels[0] = 5;
        disc(labels, 5, 40, 40, 6);
        Read one = read(FrameCells.pack(List.of(cell(5, labels)), List.of(), 1), 0, 0.5)
                .get(0);
        assertThat(one.outline().contains(0, 0)).isTrue();
        assertThat(one.outline().contains(40, 40)).isTrue();
        assertThat(one.outline().contains(20, 20)).isFalse();
    }

    @Test
    void measuresAreStepsOfTheirRange() {
        ValueRange area = ValueRange.EMPTY.with(50).with(Double.NaN).with(250);
        ValueRange same = ValueRange.EMPTY.with(7);
        int[] labels = new int[SIZE * SIZE];
        disc(labels, 1, 20, 20, 5);
        disc(labels, 2, 60, 20, 5);
        List<CellOnPage> cells = List.of(cell(1, labels, 250, 7), cell(2, labels, 100, Double.NaN));
        List<Read> read = read(FrameCells.pack(cells, List.of(area, same), 1), 2, 0.5);
        assertThat(read.get(0).steps()).containsExactly(ValueRange.STEPS, 0);
        assertThat(read.get(1).steps()).containsExactly(Math.round(ValueRange.STEPS / 4f), -1);
        assertThat(ValueRange.EMPTY.isKnown()).isFalse();
    }

    @Test
    void aFrameWithoutCellsIsEmpty() {
        assertThat(FrameCells.pack(List.of(), List.of(), 1)).isEmpty();
    }
}
