package org.cellineage.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.types.StructType;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.Cellineage;
import org.cellineage.jobs.correct.PublishedRows;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.portal.data.Lineages;
import org.cellineage.portal.http.Rereading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are answered while a plate is published anew. */
class RereadingTest {

    private static final MovieKey MOVIE = new MovieKey(ServedPlate.PLATE, "A01", "1");

    @TempDir
    private Path temp;

    /** Processes the plate again, which removes the tables that were there. */
    private static void publishAnew(Path folder, Path tables) {
        StringWriter said = new StringWriter();
        String plate = folder.resolve("in").resolve(ServedPlate.PLATE).toString();
        String[] run = {
            "run",
            "-i",
            plate,
            "--labels",
            plate,
            "-o",
            tables.toString(),
            "--force",
            "--set",
            "linking.method=geometric"
        };
        int code = Cellineage.run(run, new PrintWriter(said, true), new PrintWriter(said, true));
        assertThat(code).as(said.toString()).isZero();
    }

    /** The frames of a movie's cells; the first time, the plate is published anew before its files are opened. */
    private static Callable<Set<Integer>> reader(ServedPlate plate, Lineages lineages, int[] begun) {
        return () -> {
            PublishedRows rows = new PublishedRows(ServedPlate.spark(), lineages.store());
            var cells = rows.rows(TableSchemas.CELLS_TABLE, MOVIE);
            if (begun[0]++ == 0) {
                publishAnew(plate.folder, plate.tables);
            }
            Set<Integer> frames = new HashSet<>();
            StructType column = new StructType().add(TableSchemas.CELLS.apply("frame"));
            cells.forEach(column, row -> frames.add(row.getInt(0)));
            return frames;
        };
    }

    @Test
    void aPlateThatIsPublishedAnewWhileItIsReadIsReadAgain() throws Exception {
        ServedPlate plate = ServedPlate.in(temp, "parquet");
        try {
            Lineages lineages = new Lineages(ServedPlate.spark(), plate.tables.toString());
            String before = lineages.movie(MOVIE).trackedBy();
            assertThatThrownBy(() -> reader(plate, lineages, new int[1]).call())
                    .as("without reading again")
                    .hasStackTraceContaining(FileNotFoundException.class.getSimpleName());
            int[] begun = new int[1];
            Set<Integer> frames = Rereading.once(reader(plate, lineages, begun));
            assertThat(begun[0]).isEqualTo(2);
            assertThat(frames).hasSize(ServedPlate.FRAMES);
            assertThat(lineages.movie(MOVIE).trackedBy()).isNotEqualTo(before);
        } finally {
            plate.close();
        }
    }

    @Test
    void whatIsStillGoneIsToldAndOtherFailuresAreNotTriedAgain() {
        int[] begun = new int[1];
        assertThatThrownBy(() -> Rereading.once(() -> {
                    begun[0]++;
                    throw new IllegalStateException(new FileNotFoundException("gone " + begun[0]));
                }))
                .hasRootCauseMessage("gone 2");
        begun[0] = 0;
        assertThatThrownBy(() -> Rereading.once(() -> {
                    begun[0]++;
                    throw new IOException("no space left");
                }))
                .hasMessage("no space left");
        assertThat(begun[0]).isEqualTo(1);
    }
}
