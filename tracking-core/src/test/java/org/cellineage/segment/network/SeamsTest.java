package org.cellineage.segment.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.model.Tensor;
import org.cellineage.segment.network.DetectionOutputs.BoxOrder;
import org.cellineage.segment.network.DetectionOutputs.BoxUnit;
import org.cellineage.segment.postprocess.Detections;
import org.junit.jupiter.api.Test;

/** Cells on the seams of tiles, which every tile sees a little differently. */
class SeamsTest {

    private static final int SIDE = 300;
    private static final int CORE = 100;
    private static final int MARGIN = 40;

    private static final DetectionReader READER =
            new DetectionReader("mine", new DetectionOutputs(0, 1, 2, BoxOrder.YXYX, BoxUnit.PIXEL, 0.5));

    private record Cell(double y, double x, double radius, float score) {}

    private static List<Tile> tiles() {
        List<Tile> tiles = new ArrayList<>();
        for (int top = 0; top < SIDE; top += CORE) {
            for (int left = 0; left < SIDE; left += CORE) {
                int size = CORE + 2 * MARGIN;
                tiles.add(new Tile(0, top - MARGIN, left - MARGIN, size, size, top, left, CORE, CORE));
            }
        }
        return tiles;
    }

    /** What the tile sees of the cells, each box and score off by up to {@code blur}, in any order. */
    private static List<Tensor> see(Tile tile, List<Cell> cells, double blur, SplittableRandom random) {
        List<Cell> seen = new ArrayList<>();
        for (Cell cell : cells) {
            Cell blurred = new Cell(
                    cell.y() - tile.top() + random.nextDouble(-blur, blur),
                    cell.x() - tile.left() + random.nextDouble(-blur, blur),
                    cell.radius() + random.nextDouble(-blur, blur) / 4,
                    (float) (cell.score() + random.nextDouble(-blur, blur) / 100));
            if (blurred.y() > 0 && blurred.y() < tile.height() && blurred.x() > 0 && blurred.x() < tile.width()) {
                seen.add(random.nextInt(seen.size() + 1), blurred);
            }
        }
        int n = seen.size();
        float[] boxes = new float[4 * n];
        float[] scores = new float[n];
        float[] masks = new float[n];
        Arrays.fill(masks, 1);
        for (int i = 0; i < n; i++) {
            Cell cell = seen.get(i);
            boxes[4 * i] = (float) (cell.y() - cell.radius());
            boxes[4 * i + 1] = (float) (cell.x() - cell.radius());
            boxes[4 * i + 2] = (float) (cell.y() + cell.radius());
            boxes[4 * i + 3] = (float) (cell.x() + cell.radius());
            scores[i] = cell.score();
        }
        return List.of(
                new Tensor(new long[] {1, n, 4}, boxes),
                new Tensor(new long[] {1, n}, scores),
                new Tensor(new long[] {1, n, 1, 1}, masks));
    }

    private static Detections merged(List<Cell> cells, double blur, SplittableRandom random) {
        ScaledFrame frame = new ScaledFrame(SIDE, SIDE, 1, SIDE, SIDE, new float[SIDE * SIDE]);
        List<List<Detection>> found = List.of(new ArrayList<>());
        List<Tile> tiles = tiles();
        for (int i = 0; i < tiles.size(); i++) {
            List<Tensor> outputs = see(tiles.get(i), cells, blur, random);
            READER.read(outputs, List.of(tiles.get(i)), List.of(frame), found);
        }
        return READER.merge(found.get(0));
    }

    /** Cells 14 pixels apart, many of them on seams and where four tiles meet. */
    @Test
    void everyCellStaysOnce() {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 60; trial++) {
            double shiftY = random.nextDouble(14);
            double shiftX = random.nextDouble(14);
            List<Cell> cells = new ArrayList<>();
            for (double y = 6 + shiftY; y < SIDE - 6; y += 14) {
                for (double x = 6 + shiftX; x < SIDE - 6; x += 14) {
                    cells.add(new Cell(y, x, random.nextDouble(6, 9), (float) random.nextDouble(0.6, 0.95)));
                }
            }
            Detections merged = merged(cells, 0.9, random);
            assertThat(merged.count()).isEqualTo(cells.size());
            boolean[] met = new boolean[cells.size()];
            for (int i = 0; i < merged.count(); i++) {
                double y = (merged.boxes()[4 * i] + merged.boxes()[4 * i + 2]) / 2;
                double x = (merged.boxes()[4 * i + 1] + merged.boxes()[4 * i + 3]) / 2;
                for (int c = 0; c < met.length; c++) {
                    if (Math.hypot(cells.get(c).y() - y, cells.get(c).x() - x) < 3) {
                        assertThat(met[c]).isFalse();
                        met[c] = true;
                    }
                }
            }
            assertThat(met).doesNotContain(false);
        }
    }

    /** Where all tiles see the same, even cells that nearly coincide stay as they are, best first. */
    @Test
    void withoutBlurTilesChangeNothing() {
        SplittableRandom random = new SplittableRandom(2);
        for (int trial = 0; trial < 60; trial++) {
            List<Cell> cells = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                // Sixteenths, so that no rounding differs between tiles.
                double y = random.nextInt(16 * SIDE) / 16.0;
                double x = 100 + random.nextInt(-80, 80) / 16.0;
                cells.add(new Cell(y, x, random.nextInt(80, 160) / 16.0, 0.6f + 0.004f * (i % 50)));
            }
            Detections merged = merged(cells, Double.MIN_VALUE, random);
            cells.sort((a, b) -> a.score() != b.score()
                    ? Float.compare(b.score(), a.score())
                    : Double.compare(a.y() - a.radius(), b.y() - b.radius()));
            assertThat(merged.count()).isEqualTo(cells.size());
            for (int i = 0; i < cells.size(); i++) {
                assertThat(merged.boxes()[4 * i])
                        .isEqualTo((float) (cells.get(i).y() - cells.get(i).radius()));
                assertThat(merged.scores()[i]).isEqualTo(cells.get(i).score());
            }
        }
    }

    @Test
    void whatOnlyTheNeighbourSeesIsNothing() {
        Tile left = tiles().get(0);
        ScaledFrame frame = new ScaledFrame(SIDE, SIDE, 1, SIDE, SIDE, new float[SIDE * SIDE]);
        List<List<Detection>> found = List.of(new ArrayList<>());
        SplittableRandom random = new SplittableRandom(3);
        List<Cell> beyond = List.of(new Cell(50, 103, 8, 0.9f), new Cell(50, 80, 8, 0.8f));
        READER.read(see(left, beyond, Double.MIN_VALUE, random), List.of(left), List.of(frame), found);
        assertThat(READER.merge(found.get(0)).scores()).containsExactly(0.8f);
    }

    /** Beyond the frame's edge there are mirror images only. */
    @Test
    void mirrorImagesAreNoCells() {
        Tile corner = tiles().get(0);
        ScaledFrame frame = new ScaledFrame(SIDE, SIDE, 1, SIDE, SIDE, new float[SIDE * SIDE]);
        List<List<Detection>> found = List.of(new ArrayList<>());
        List<Cell> cells = List.of(
                new Cell(-5, 50, 8, 0.9f),
                new Cell(5, 50, 8, 0.8f),
                new Cell(50, -0.5, 8, 0.7f),
                new Cell(20, -9, 8, 0.6f));
        SplittableRandom random = new SplittableRandom(4);
        READER.read(see(corner, cells, Double.MIN_VALUE, random), List.of(corner), List.of(frame), found);
        assertThat(READER.merge(found.get(0)).scores()).containsExactly(0.8f, 0.7f);
    }
}
