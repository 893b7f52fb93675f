package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.cellineage.image.Plane;
import org.cellineage.jobs.tables.TableSchemas;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What laboratories do to a run: lamps that fail, registered movies, names of any kind, plate maps that come later. */
@ExtendWith(ListedOnExecutors.class)
class OperationsTest {

    private static final int SIDE = 128;
    private static final int CELLS = 9;

    @TempDir
    private Path temp;

    @BeforeAll
    static void startSpark() {
        Job.spark("local[2]");
    }

    /** Nine discs that drift by a third of a pixel a frame. */
    private static float[] discs(int frame) {
        float[] values = new float[SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double dy = y % 42 - 21 - frame / 3.0;
                double dx = x % 42 - 21;
                boolean inside = y < 126 && x < 126;
                double signal = inside ? 2000 / (1 + Math.exp(Math.sqrt(dy * dy + dx * dx) - 7)) : 0;
                values[y * SIDE + x] = (float) (200 + signal + (y * 7 + x * 13 + frame * 5) % 11);
            }
        }
        return values;
    }

    private static Plane plane(float[] values) {
        short[] samples = new short[values.length];
        for (int p = 0; p < samples.length; p++) {
            samples[p] = (short) values[p];
        }
        return Plane.of(SIDE, SIDE, samples);
    }

    private static Plane level(int level) {
        float[] values = new float[SIDE * SIDE];
        Arrays.fill(values, level);
        return plane(values);
    }

    private static Job.Result run(Path input, Path output, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "-i", input.toString(), "-o", output.toString()));
        arguments.addAll(Job.WITHOUT_NETWORKS);
        arguments.addAll(List.of(more));
        return Job.run(arguments.toArray(new String[0]));
    }

    @Test
    void tracksOutliveALampThatFailsAndTheFramesAreMarked() {
        Path plate = temp.resolve("P7");
        List<Plane> dark = new ArrayList<>();
        List<Plane> plain = new ArrayList<>();
        for (int t = 0; t < 16; t++) {
            dark.add(t >= 6 && t < 11 ? level(200) : plane(discs(t)));
            plain.add(plane(discs(t)));
        }
        Movies.stack(plate.resolve("B02_s1.tif"), dark);
        Movies.stack(plate.resolve("B03_s1.tif"), plain);
        Path output = temp.resolve("out");
        Job.Result run = run(plate, output);
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(Job.rows(output, TableSchemas.MOVIES_TABLE, "well", "status", "tracks", "outage_frames"))
                .map(Row::toString)
                .containsExactly("[B02,ok,9,ArraySeq(6, 7, 8, 9, 10)]", "[B03,ok,9,ArraySeq()]");
        assertThat(Job.rows(output, TableSchemas.TRACKS_TABLE, "well", "frames_seen", "gap_frames", "fate"))
                .filteredOn(row -> row.getString(0).equals("B02"))
                .hasSize(CELLS)
                .allMatch(row -> row.getInt(1) == 11 && row.getInt(2) == 5);
    }

    @Test
    void noTableHoldsANumberThatIsNone() {
        Path plate = temp.resolve("P8");
        Path labels = temp.resolve("labels/P8");
        List<Plane> images = new ArrayList<>();
        List<Plane> masks = new ArrayList<>();
        for (int t = 0; t < 5; t++) {
            float[] values = discs(t);
            for (int p = 0; p < values.length; p++) {
                boolean outside = p / SIDE < 12 * t || p % SIDE < 10 * t;
                values[p] = outside ? Float.NaN : p == 60 * SIDE + 60 ? Float.POSITIVE_INFINITY : values[p];
            }
            images.add(Plane.of(SIDE, SIDE, values));
            short[] mask = new short[SIDE * SIDE];
            for (int p = 0; p < mask.length; p++) {
                int y = p / SIDE;
                int x = p % SIDE;
                boolean inCell = y < 126 && x < 126 && y % 42 > 12 && y % 42 < 30 && x % 42 > 12 && x % 42 < 30;
                mask[p] = (short) (inCell ? 1 + y / 42 * 3 + x / 42 : 0);
            }
            masks.add(Plane.of(SIDE, SIDE, mask));
        }
        Movies.stack(plate.resolve("B02_s1.tif"), images);
        Movies.stack(labels.resolve("B02_s1.tif"), masks);
        for (String linker : Set.of("geometric", "learned")) {
            Path output = temp.resolve(linker);
            Job.Result run = run(plate, output, "--labels", labels.toString(), "--set", "linking.method=" + linker);
            assertThat(run.code()).as(run.out() + run.err()).isZero();
            int unknown = 0;
            for (String table : TableSchemas.all().keySet()) {
                for (Row row : Job.rows(output, table)) {
                    for (int c = 0; c < row.size(); c++) {
                        unknown += finite(table + "." + row.schema().fieldNames()[c], row.get(c));
                    }
                }
            }
            // A cell lies wholly outside what was imaged.
            assertThat(unknown).isPositive();
            assertThat(Job.rows(output, TableSchemas.TRACKS_TABLE)).hasSize(CELLS);
        }
        Path found = temp.resolve("found");
        assertThat(run(plate, found).code()).isZero();
        for (Row row : Job.rows(found, TableSchemas.CELLS_TABLE, "frame", "mean_intensity")) {
            finite("mean_intensity", row.get(1));
        }
    }

    /** How many values of a map are null; fails where a number is none. */
    private static int finite(String where, Object value) {
        if (value instanceof Double number) {
            assertThat(number).as(where).isFinite();
        }
        int unknown = 0;
        if (value instanceof scala.collection.Map<?, ?> map) {
            for (Object one : scala.jdk.javaapi.CollectionConverters.asJava(map).values()) {
                unknown += one == null ? 1 : finite(where, one);
            }
        }
        return unknown;
    }

    @Test
    void foldersMayHaveAnyName() throws IOException {
        Path plate = temp.resolve("in [raw] {a} #1 50% µ");
        Movies.stack(plate.resolve("B02_s1.tif"), List.of(plane(discs(0)), plane(discs(1))));
        Path map = Files.writeString(temp.resolve("map [v2].csv"), "Well ID;Dose\nB2;0,5\n");
        Path output = temp.resolve("out [v2] {b,c} #2 100% ä*?");
        Job.Result run = run(plate, output, "--plate-map", map.toString());
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run(plate, output).code()).isZero();
        assertThat(run(plate, output, "--force").code()).isZero();
        assertThat(Job.rows(output, TableSchemas.TRACKS_TABLE)).hasSize(CELLS);
        Job.Result asked = Job.run(
                "sql",
                "--lineage",
                output.toString(),
                "--format",
                "csv",
                "-e",
                "select c.dose, m.tracks from movies m join conditions c on c.plate = m.plate and c.well = m.well");
        assertThat(asked.out()).as(asked.err()).isEqualTo("dose,tracks\n0.5,9\n");
        Job.Result track = Job.run("track", "-o", output.toString(), "--set", "linking.method=geometric");
        assertThat(track.code()).as(track.err()).isZero();
    }

    /** Images that count from 1 and masks that count from 1, 0 or 100, of a cell that moves 10 px a frame. */
    @ParameterizedTest
    @CsvSource({"1, 0", "0, 1", "100, 1"})
    void masksUnderOtherNumbersLieOnTheirFramesAndThatIsInTheTables(int first, int told) {
        Path images = temp.resolve("from" + first + "/images");
        Path masks = temp.resolve("from" + first + "/masks");
        for (int t = 0; t < 6; t++) {
            short[] mask = new short[SIDE * SIDE];
            for (int p = 0; p < mask.length; p++) {
                int dy = p / SIDE - 40;
                int dx = p % SIDE - 20 - 10 * t;
                mask[p] = (short) (dy * dy + dx * dx < 40 ? 1 : 0);
            }
            Movies.stack(images.resolve("img_000" + (t + 1) + ".tif"), List.of(plane(discs(t))));
            Movies.stack(masks.resolve(String.format("mask%03d.tif", first + t)), List.of(Plane.of(SIDE, SIDE, mask)));
        }
        Path output = temp.resolve("from" + first + "/out");
        Job.Result run = run(images, output, "--labels", masks.toString());
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(told == 0 ? 0 : 4);
        assertThat(Job.rows(output, TableSchemas.CELLS_TABLE, "frame", "x_px"))
                .hasSize(6)
                .allSatisfy(row -> assertThat(row.getDouble(1)).isEqualTo(20 + 10.0 * row.getInt(0)));
        assertThat(Job.failures(output)).hasSize(told).allSatisfy(row -> {
            assertThat(row.isNullAt(1)).isTrue();
            assertThat(row.getString(3)).contains("Numbers differ by a constant");
        });
    }

    @Test
    void aPlateMapThatComesLaterHoldsForAPlateThatDidNotChange() throws IOException {
        Path plate = temp.resolve("P9");
        Movies.stack(plate.resolve("B02_s1.tif"), List.of(plane(discs(0)), plane(discs(1))));
        Path output = temp.resolve("later");
        assertThat(run(plate, output).code()).isZero();
        Path map = Files.writeString(temp.resolve("map.csv"), "well,compound\nb2,taxol\n");
        Job.Result again = run(plate, output, "--plate-map", map.toString());
        assertThat(again.code()).as(again.err()).isZero();
        Job.Result asked =
                Job.run("sql", "--lineage", output.toString(), "--format", "csv", "-e", "select * from conditions");
        assertThat(asked.out()).isEqualTo("plate,well,compound,dose,control\nP9,B02,taxol,,\n");
    }
}
