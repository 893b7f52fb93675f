package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.tables.TableSchemas;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sql}, and plate maps at {@code run} and at {@code sql}. */
class SqlCommandTest {

    @TempDir
    private Path temp;

    @TempDir
    private static Path shared;

    private static Path tables;

    @BeforeAll
    static void makeTables() {
        Job.spark("local[2]");
        Path plate = Movies.plate(shared.resolve("P7"), 2, 1);
        tables = shared.resolve("out");
        assertThat(Job.run("run", "-i", plate.toString(), "--labels", plate.toString(), "-o", tables.toString())
                        .code())
                .isZero();
    }

    private static Job.Result sql(String... arguments) {
        List<String> words = new ArrayList<>(List.of("sql", "--lineage", tables.toString()));
        words.addAll(List.of(arguments));
        return Job.run(words.toArray(String[]::new));
    }

    private static Job.Result typed(String text, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        try {
            return sql(arguments);
        } finally {
            System.setIn(before);
        }
    }

    private static final String ODD = "select 1 as n, 'a,\"b\"\nc' as `te.xt`, null as nothing, array(1, 2) as list,"
            + " map('k', 1.5D) as m, X'0AFF' as bytes, true as yes union all select 2, '', 'x', null, null, null, null"
            + " order by n";

    @Test
    void csvIsQuotedAndComplete() {
        assertThat(sql("--format", "csv", "-e", ODD).out())
                .isEqualTo("n,te.xt,nothing,list,m,bytes,yes\n"
                        + "1,\"a,\"\"b\"\"\nc\",,\"[1,2]\",\"{\"\"k\"\":1.5}\",0aff,true\n" + "2,,x,,,,\n");
        assertThat(sql("--format", "csv", "-e", "select id from range(1000)")
                        .out()
                        .lines())
                .hasSize(1001);
    }

    @Test
    void jsonIsAnObjectALine() {
        assertThat(sql("--format", "json", "-e", ODD).out())
                .isEqualTo("{\"n\":1,\"te.xt\":\"a,\\\"b\\\"\\nc\",\"nothing\":null,\"list\":[1,2],\"m\":{\"k\":1.5},"
                        + "\"bytes\":\"Cv8=\",\"yes\":true}\n"
                        + "{\"n\":2,\"te.xt\":\"\",\"nothing\":\"x\",\"list\":null,\"m\":null,\"bytes\":null,"
                        + "\"yes\":null}\n");
    }

    @Test
    void aTableShowsTheFirstRows() {
        assertThat(sql("--rows", "2", "-e", "select id, array(id) as a from range(3) order by id")
                        .out())
                .isEqualTo("id  a\n0   [0]\n1   [1]\n(more rows; see --rows)\n");
        // Twice the same name is no mistake.
        assertThat(sql("-e", "select 1 as a, 2 as a").out()).isEqualTo("a  a\n1  2\n");
    }

    @Test
    void aFileHoldsManyStatements() throws IOException {
        Path file = Files.writeString(
                temp.resolve("q.sql"),
                "-- first\ncreate or replace temporary view few as select 1 as one;\nselect one from few;\n"
                        + "select count(*) as n from movies -- no semicolon");
        assertThat(sql("-f", file.toString(), "--format", "csv").out()).isEqualTo("one\n1\nn\n2\n");
        Job.Result missing = sql("-f", temp.resolve("none.sql").toString());
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("The file does not exist");
    }

    @Test
    void statementsMayBeTyped() {
        assertThat(typed("select 1\n as one; select\n2 as two;\nexit;\nselect 3;", "--format", "csv")
                        .out())
                .isEqualTo("one\n1\ntwo\n2\n");
        assertThat(typed("help;").out()).contains("describe function extended");
        assertThat(typed("show views;", "--format", "csv").out())
                .contains("cells", "tracks", "lineages", "traces", "wells", "review_queue", "conditions");
        assertThat(typed("describe function extended lineage_sister;", "--rows", "99")
                        .out())
                .contains("Usage: lineage_sister(path)");
    }

    @Test
    void mistakesAreTheUsersToMendAndEndWhatIsNotTyped() {
        Job.Result unknown = typed("select wel from movies; select 1;");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("wel").contains("select wel from movies");
        assertThat(unknown.out()).isEmpty();
        assertThat(sql("-e", "selec 1").code()).isEqualTo(2);
        // Found only when rows are read.
        Job.Result path = sql("-e", "select lineage_root(movie_id) from movies");
        assertThat(path.code()).isEqualTo(2);
        assertThat(path.err()).contains("is not a lineage path");
        assertThat(sql("-e", "select cast(movie_id as int) from movies").code()).isEqualTo(2);
        assertThat(sql("-e", "select 1", "-f", "x.sql").code()).isEqualTo(1);
    }

    @Test
    void aPlateMapGivenToRunStaysWithTheTables() throws IOException, SQLException {
        Path plate = Movies.plate(temp.resolve("P7"), 2, 1);
        Path map = Files.writeString(
                temp.resolve("map.csv"),
                "Well,Compound,Dose (uM),note\na1,\"DMSO, 1 %\",0,it's\nA2,drug,1.5,\nB1,x,7,y\n");
        Path output = temp.resolve("out");
        Job.Result run = Job.run(
                "run",
                "-i",
                plate.toString(),
                "--labels",
                plate.toString(),
                "-o",
                output.toString(),
                "--plate-map",
                map.toString());
        assertThat(run.code()).as(run.err()).isZero();
        String query = "select m.well, c.compound, c.dose_um, c.note from movies m join conditions c"
                + " on c.plate = m.plate and c.well = m.well order by m.well";
        Job.registerViews(output);
        List<Row> rows = SparkSessions.open("test").sql(query).collectAsList();
        assertThat(rows).map(Row::toString).containsExactly("[A01,DMSO, 1 %,0.0,it's]", "[A02,drug,1.5,null]");
        try (Duck duck = Duck.open(output)) {
            assertThat(duck.ask(query))
                    .map(Object::toString)
                    .containsExactly("[A01, DMSO, 1 %, 0.0, it's]", "[A02, drug, 1.5, null]");
            assertThat(duck.ask("select well from conditions order by well")).hasSize(3);
        }
        // Another map for one question does not change what is kept.
        Path other = Files.writeString(temp.resolve("other.csv"), "well,compound\nA01,water\n");
        Job.Result asked = Job.run(
                "sql",
                "--lineage",
                output.toString(),
                "--plate-map",
                other.toString(),
                "--format",
                "csv",
                "-e",
                "select plate, well, compound, dose from conditions");
        assertThat(asked.out()).isEqualTo("plate,well,compound,dose\nP7,A01,water,\n");
        assertThat(Job.run("sql", "--lineage", output.toString(), "-e", query).out())
                .contains("DMSO");
    }

    @Test
    void aPlateMapMayBeParquetAndOfSeveralPlates() {
        Path map = temp.resolve("map.parquet");
        SparkSessions.open("test")
                .sql("select * from values ('P7', 'A02', 2, 'drug'), ('P8', 'A02', 3, 'other')"
                        + " as t(plate, well, dose, compound)")
                .coalesce(1)
                .write()
                .parquet(map.toString());
        assertThat(sql("--plate-map", map.toString(), "--format", "csv", "-e", "select * from conditions")
                        .out())
                .isEqualTo("plate,well,compound,dose,control\nP7,A02,drug,2.0,\n");
    }

    @Test
    void badPlateMapsAreRefusedBeforeTheRun() throws IOException {
        for (String[] bad : new String[][] {
            {"compound,dose\nx,1\n", "no column 'well'"},
            {"well,dose\nA01,1\na1,2\n", "twice"},
            {"well,dose\n,1\n", "no well"},
            {"well,Dose uM,dose_um\nA01,1,2\n", "named 'dose_um'"}
        }) {
            Path map = Files.writeString(temp.resolve("bad.csv"), bad[0]);
            Path output = temp.resolve("never");
            Job.Result run =
                    Job.run("run", "-i", temp.toString(), "-o", output.toString(), "--plate-map", map.toString());
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains(bad[1]).contains("bad.csv");
            assertThat(output).doesNotExist();
        }
        assertThat(sql("--plate-map", temp.resolve("none.csv").toString(), "-e", "select 1")
                        .err())
                .contains("plate map does not exist");
        Path damaged = Files.writeString(temp.resolve("damaged.parquet"), "well,dose\n");
        Job.Result result = sql("--plate-map", damaged.toString(), "-e", "select 1");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("It cannot be read").contains("damaged.parquet");
    }

    @Test
    void withoutAPlateMapThereAreNoConditions() throws IOException {
        assertThat(sql("--format", "csv", "-e", "select * from conditions").out())
                .isEqualTo("plate,well,compound,dose,control\n");
        assertThat(TableSchemas.all()).doesNotContainKey("conditions");
    }
}
