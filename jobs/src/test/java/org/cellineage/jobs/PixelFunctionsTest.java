package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.cellineage.jobs.session.SparkSessions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cells cut from the images that a run read. */
class PixelFunctionsTest {

    private static final String CALL =
            "cell_png(%s, layout, c.movie_id, frame, 'channel0', min_y_px, min_x_px, max_y_px," + " max_x_px)";

    @BeforeAll
    static void startSpark() {
        Job.spark("local[2]");
    }

    private static Dataset<Row> ask(String query) throws IOException {
        Job.registerViews(AskedPlate.tracked());
        return SparkSessions.open("test").sql(query);
    }

    @Test
    void aCellsPictureHasItsBoxAndIsBrightWhereTheCellIs() throws IOException {
        List<Row> cells = ask("select " + String.format(CALL, "input") + ", max_y_px - min_y_px, max_x_px - min_x_px,"
                        + " mask_pixels(mask, 0, 0, max_y_px - min_y_px, max_x_px - min_x_px) from cells c"
                        + " join movies m on m.movie_id = c.movie_id where frame in (0, 40) and area_px > 60"
                        + " and not touches_border and not exists (select 1 from cells o where o.movie_id = c.movie_id"
                        + " and o.frame = c.frame and o.track_id <> c.track_id and o.min_y_px < c.max_y_px"
                        + " and c.min_y_px < o.max_y_px and o.min_x_px < c.max_x_px and c.min_x_px < o.max_x_px) order by c.movie_id, frame, track_id")
                .collectAsList();
        assertThat(cells).hasSizeGreaterThan(20);
        for (Row cell : cells) {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(cell.getAs(0)));
            assertThat(picture.getHeight()).isEqualTo(cell.getInt(1));
            assertThat(picture.getWidth()).isEqualTo(cell.getInt(2));
            double all = 0;
            for (int grey : picture.getRaster().getSamples(0, 0, cell.getInt(2), cell.getInt(1), 0, (int[]) null)) {
                all += grey;
            }
            double inside = 0;
            List<Row> pixels = cell.getList(3);
            for (Row pixel : pixels) {
                inside += picture.getRaster().getSample(pixel.getInt(1), pixel.getInt(0), 0);
            }
            int outsidePixels = cell.getInt(1) * cell.getInt(2) - pixels.size();
            assertThat(inside / pixels.size()).isGreaterThan((all - inside) / outsidePixels + 20);
        }
    }

    @Test
    void imagesThatAreGoneAreNamedOrNull() throws IOException {
        String from = " from (select * from cells limit 3) c join movies m on m.movie_id = c.movie_id";
        String moved = "concat(input, '/moved')";
        assertThat(ask("select count(*), count(try_" + String.format(CALL, moved) + "), count(try_"
                                + String.format(CALL, "input") + ")" + from)
                        .first())
                .satisfies(row -> assertThat(List.of(row.getLong(0), row.getLong(1), row.getLong(2)))
                        .isEqualTo(List.of(3L, 0L, 3L)));
        Dataset<Row> named = ask("select " + String.format(CALL, moved) + from);
        assertThatThrownBy(named::collectAsList).hasStackTraceContaining("/moved");
    }
}
