package org.cellineage.format.spots;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Path2D;
import java.util.Map;
import java.util.Random;
import org.cellineage.image.LabelImage;
import org.junit.jupiter.api.Test;

/** Outlines against the polygons of the Java library. */
class SpotPainterTest {

    private static final SpotGrid GRID = new SpotGrid(50, 40, Double.NaN);

    @Test
    void pixelsWhoseCentresAreInsideAreCovered() {
        Random random = new Random(3);
        for (int n = 0; n < 200; n++) {
            int corners = 3 + random.nextInt(12);
            double[] outline = new double[2 * corners];
            Path2D.Double path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
            for (int i = 0; i < corners; i++) {
                outline[2 * i] = -10 + 60 * random.nextDouble();
                outline[2 * i + 1] = -10 + 70 * random.nextDouble();
                if (i == 0) {
                    path.moveTo(outline[1], outline[0]);
                } else {
                    path.lineTo(outline[2 * i + 1], outline[2 * i]);
                }
            }
            path.closePath();
            SpotPainter painter = new SpotPainter(GRID);
            int number = painter.add(new Spot(1, 0, 20, 25, Double.NaN, outline, 0));
            LabelImage image = painter.image(Map.of(number, 9));
            for (int p = 0; p < image.labels().length; p++) {
                double y = p / 50;
                double x = p % 50;
                assertThat(image.labels()[p] == 9).as(n + ": " + x + "," + y).isEqualTo(path.contains(x, y));
            }
        }
    }

    @Test
    void pixelsThatAreKnownStayWhateverElseCoversThem() {
        SpotPainter painter = new SpotPainter(GRID);
        int disc = painter.add(new Spot(1, 0, 10, 10, 6, Spot.NO_OUTLINE, 0));
        int known = painter.addPixels(new Spot(2, 0, 30, 30, 1, Spot.NO_OUTLINE, 0), run -> run.pixels(10, 9, 3));
        LabelImage image = painter.image(Map.of(disc, 1, known, 2));
        assertThat(image.labels()[10 * 50 + 8]).isEqualTo(1);
        assertThat(image.labels()[10 * 50 + 9]).isEqualTo(2);
        assertThat(image.labels()[10 * 50 + 11]).isEqualTo(2);
        assertThat(image.labels()[10 * 50 + 12]).isEqualTo(1);
    }
}
