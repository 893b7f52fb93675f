package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.correct.CellRef;
import org.cellineage.correct.Correction;
import org.cellineage.correct.Edit;
import org.cellineage.correct.Scope;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.correct.CorrectionLog;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.tables.TableSchemas;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command on tables in Iceberg, against the same command on tables in Parquet. */
class IcebergCommandsTest {

    private static final MovieKey MOVIE = new MovieKey("plate", "A01", "1");
    private static final Pattern QUESTION = Pattern.compile("## (\\d+)\\. [^\n]+\n.*?```sql\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private static Path temp;

    private static Path plate;
    private static Path parquet;
    private static Path iceberg;

    @BeforeAll
    static void runBoth() {
        Job.spark("local[2]");
        plate = Movies.plate(temp.resolve("ctc/plate"), 2, 1);
        parquet = temp.resolve("parquet");
        iceberg = temp.resolve("iceberg");
        succeed(run(parquet));
        succeed(run(iceberg, "--store", "iceberg"));
    }

    private static Job.Result run(Path output, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "-i", plate.toString(), "-o", output.toString()));
        arguments.addAll(List.of("--labels", plate.toString(), "--set", "linking.method=geometric"));
        arguments.addAll(List.of("--set", "execution.segment_partitions=1", "--set", "execution.track_partitions=1"));
        arguments.addAll(List.of(more));
        return Job.run(arguments.toArray(new String[0]));
    }

    private static String succeed(Job.Result result) {
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        return result.out();
    }

    /** Everything the tables say, less the hash of corrections, which name the run that was corrected. */
    private static Map<String, List<String>> contents(Path output) {
        Map<String, List<String>> contents = Job.contents(output);
        contents.replaceAll((table, rows) -> rows.stream()
                .map(row -> row.replaceAll("corrections_hash=\\w{64} ", ""))
                .toList());
        return contents;
    }

    private static String of(Path output, String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--lineage", output.toString()));
        return succeed(Job.run(arguments.toArray(new String[0])));
    }

    private static String only(Path output, String query) {
        return of(output, "sql", "--format", "csv", "-e", query);
    }

    private static String runId(Path output) {
        return only(output, "select max(run_id) from movies")
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();
    }

    private static void removeACell(Path output) throws IOException {
        Row cell = Job.rows(
                        output,
                        "cells",
                        "track_id",
                        "y_px",
                        "x_px",
                        "min_y_px",
                        "min_x_px",
                        "max_y_px",
                        "max_x_px",
                        "mask",
                        "frame",
                        "movie_id")
                .stream()
                .filter(row -> row.getInt(8) == 3 && row.getString(9).equals(MOVIE.id()))
                .findFirst()
                .orElseThrow();
        CellRef ref = new CellRef(
                3,
                cell.getInt(0),
                cell.getDouble(1),
                cell.getDouble(2),
                new BoundingBox(cell.getInt(3), cell.getInt(4), cell.getInt(5), cell.getInt(6)),
                RunLengthMask.ofBytes(cell.<byte[]>getAs(7)));
        CorrectionLog log = new CorrectionLog(
                OutputFolder.open(SparkSessions.open("test").sparkContext().hadoopConfiguration(), output.toString()));
        log.append(
                MOVIE,
                log.read(MOVIE).lastBatch(),
                List.of(new Correction(
                        MOVIE,
                        "anna",
                        Instant.parse("2026-01-01T00:00:00Z"),
                        "test",
                        runId(output),
                        new Edit.RemoveCell(ref, Scope.THIS_FRAME))));
    }

    @Test
    void everyCommandSaysTheSame() throws Exception {
        assertThat(contents(iceberg)).isEqualTo(contents(parquet));
        assertThat(iceberg.resolve("_store")).hasContent("iceberg");
        String first = runId(iceberg);
        LineageStore store = Job.store(iceberg);
        for (String table : TableSchemas.all().keySet()) {
            assertThat(store.table(table).schema())
                    .isEqualTo(Job.store(parquet).table(table).schema());
        }

        // Whoever corrects, and runs again, need not say where the tables are.
        for (Path output : List.of(parquet, iceberg)) {
            removeACell(output);
            assertThat(of(output, "correct", "--list")).contains("1 corrections");
            of(output, "correct");
        }
        assertThat(contents(iceberg)).isEqualTo(contents(parquet));
        assertThat(only(iceberg, "select count(*) from movies where corrected")).contains("1");
        for (Path output : List.of(parquet, iceberg)) {
            assertThat(succeed(run(output))).contains("unchanged");
            succeed(run(output, "--only", "plate/A02", "--force"));
        }
        assertThat(contents(iceberg)).isEqualTo(contents(parquet));

        // The tables of the first run are without the correction.
        String cells = "select count(*) from cells";
        String earlier = of(iceberg, "sql", "--run", first, "--format", "csv", "-e", cells);
        assertThat(earlier).isNotEqualTo(only(iceberg, cells));
        assertThat(Job.run("sql", "--lineage", parquet.toString(), "--run", first, "-e", cells)
                        .err())
                .contains("keeps only what is published now");

        for (String format : List.of("ctc", "trk")) {
            for (Path output : List.of(parquet, iceberg)) {
                of(output, "export", "--format", format, "-o", output + "-" + format);
            }
        }
        assertThat(iceberg.resolveSibling("iceberg-ctc")).isDirectoryRecursivelyContaining("glob:**/*.txt");
        String truth = plate.getParent() + "/plate";
        assertThat(of(iceberg, "evaluate", "--truth", truth)).isEqualTo(of(parquet, "evaluate", "--truth", truth));
        of(iceberg, "report", "-o", temp.resolve("pages").toString());
        assertThat(temp.resolve("pages/index.html")).isRegularFile();

        assertThat(of(parquet, "expire")).contains("keeps only what is published now");
        assertThat(of(iceberg, "expire")).startsWith("0 earlier states");
        assertThat(of(iceberg, "expire", "--older-than", "0h")).doesNotStartWith("0 earlier states");
        assertThat(contents(iceberg)).isEqualTo(contents(parquet));
        assertThat(Job.run("sql", "--lineage", iceberg.toString(), "--run", first, "-e", cells)
                        .err())
                .contains(first)
                .contains("The latest runs are");
        assertThat(Job.run("expire", "--lineage", iceberg.toString(), "--older-than", "soon")
                        .code())
                .isEqualTo(2);
        allQuestions();
    }

    /** The views for DuckDB name the files of both stores; all questions have the same answers. */
    private static void allQuestions() throws Exception {
        try (Duck one = Duck.open(parquet);
                Duck other = Duck.open(iceberg)) {
            Matcher question = QUESTION.matcher(Files.readString(AskedPlate.DOCUMENT));
            int asked = 0;
            while (question.find()) {
                assertThat(other.ask(question.group(2)).toString())
                        .as("question %s", question.group(1))
                        .isEqualTo(one.ask(question.group(2)).toString());
                asked++;
            }
            assertThat(asked).isEqualTo(21);
        }
    }
}
