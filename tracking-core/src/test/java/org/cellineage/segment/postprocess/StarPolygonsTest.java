package org.cellineage.segment.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Drawn polygons against the polygon's own geometry: along the ray through a pixel, is it nearer than the edge? */
class StarPolygonsTest {

    private static boolean[] draw(
            StarPolygons polygons, int width, int height, double y, double x, double[] distances) {
        boolean[] drawn = new boolean[width * height];
        PixelRuns runs = polygons.draw(y, x, distances);
        runs.forEach((row, from, to) -> Arrays.fill(drawn, row * width + from, row * width + to, true));
        return drawn;
    }

    /** How far a point lies beyond the edge, over the distance to the edge along its ray: below 1 is inside. */
    private static double reach(double dy, double dx, double[] distances) {
        int n = distances.length;
        double sector = 2 * Math.PI / n;
        double angle = Math.atan2(dy, dx);
        double turned = angle < 0 ? angle + 2 * Math.PI : angle;
        int k = Math.min(n - 1, (int) (turned / sector));
        double a = Math.max(1e-3, distances[k]);
        double b = Math.max(1e-3, distances[(k + 1) % n]);
        double within = turned - k * sector;
        // Where the ray meets the chord from (a, 0) to (b, sector), in polar coordinates.
        double edge = a * b * Math.sin(sector) / (a * Math.sin(within) + b * Math.sin(sector - within));
        return Math.hypot(dy, dx) / edge;
    }

    @Test
    void pixelsInsideAreDrawnAndOthersNot() {
        SplittableRandom random = new SplittableRandom(1);
        int inside = 0;
        for (int trial = 0; trial < 400; trial++) {
            int rays = random.nextInt(3, 40);
            int width = random.nextInt(1, 50);
            int height = random.nextInt(1, 50);
            StarPolygons polygons = new StarPolygons(rays, width, height);
            for (int polygon = 0; polygon < 3; polygon++) {
                double y = random.nextDouble(-3, height + 3);
                double x = random.nextDouble(-3, width + 3);
                double[] distances =
                        random.doubles(rays, -1, trial % 2 == 0 ? 30 : 5).toArray();
                boolean[] drawn = draw(polygons, width, height, y, x, distances);
                for (int p = 0; p < drawn.length; p++) {
                    int row = p / width;
                    double reach = reach(row - y, p % width - x, distances);
                    if (Math.abs(reach - 1) > 1e-9) {
                        assertThat(drawn[p]).isEqualTo(reach < 1);
                        inside += drawn[p] ? 1 : 0;
                    }
                }
            }
        }
        assertThat(inside).isGreaterThan(50_000);
    }

    /** Angles go from the positive x axis towards the positive y axis, which points down. */
    @Test
    void raysBeginAtTheRightAndGoDown() {
        double[] distances = {9, 5, 0, 0};
        boolean[] drawn = draw(new StarPolygons(4, 21, 21), 21, 21, 10, 10, distances);
        assertThat(drawn[10 * 21 + 18]).as("right").isTrue();
        assertThat(drawn[14 * 21 + 10]).as("down").isTrue();
        assertThat(drawn[10 * 21 + 8]).as("left").isFalse();
        assertThat(drawn[8 * 21 + 10]).as("up").isFalse();
    }

    @Test
    void aDiscHasItsArea() {
        double[] distances = new double[64];
        Arrays.fill(distances, 40.3);
        int area = new StarPolygons(64, 200, 200).draw(100.2, 99.7, distances).area();
        double polygon = 32 * 40.3 * 40.3 * Math.sin(2 * Math.PI / 64);
        assertThat((double) area).isCloseTo(polygon, within(0.005 * polygon));
    }

    @Test
    void aPolygonWithoutExtentIsItsOwnPixelAndHugeOnesAreCutAtTheFrame() {
        double[] none = {0, -5, 0, 0, 0};
        for (int p = 0; p < 12; p++) {
            int row = p / 4;
            boolean[] drawn = draw(new StarPolygons(5, 4, 3), 4, 3, row, p % 4, none);
            for (int q = 0; q < 12; q++) {
                assertThat(drawn[q]).isEqualTo(q == p);
            }
        }
        double[] huge = new double[7];
        Arrays.fill(huge, Float.MAX_VALUE);
        assertThat(new StarPolygons(7, 30, 20).draw(10, 3, huge).area()).isEqualTo(600);
        double[] small = {1, 1, 1};
        assertThat(new StarPolygons(3, 30, 20).draw(-50, 3, small).area()).isZero();
        assertThat(new StarPolygons(3, 30, 20).draw(5, 1e9, small).area()).isZero();
    }
}
