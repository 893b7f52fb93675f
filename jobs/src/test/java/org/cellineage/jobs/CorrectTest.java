package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.correct.CellRef;
import org.cellineage.correct.Change;
import org.cellineage.correct.Correction;
import org.cellineage.correct.Edit;
import org.cellineage.correct.LoggedCorrection;
import org.cellineage.correct.Scope;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.Plane;
import org.cellineage.jobs.correct.CorrectionLog;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.session.SparkSessions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What people correct, from the log to the tables, and through later runs. */
@ExtendWith(ListedOnExecutors.class)
class CorrectTest {

    private static final MovieKey MOVIE = new MovieKey("plate", "A01", "1");

    @TempDir
    private static Path temp;

    private static Path plate;
    private static Path template;

    private Path output;
    private CorrectionLog log;

    @BeforeAll
    static void runOnce() {
        Job.spark("local[2]");
        plate = Movies.plate(temp.resolve("ctc/plate"), 2, 1);
        template = temp.resolve("template");
        assertThat(run(template).code()).isZero();
    }

    private static Job.Result run(Path output, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "-i", plate.toString(), "-o", output.toString()));
        arguments.addAll(List.of("--labels", plate.toString(), "--set", "linking.method=geometric"));
        arguments.addAll(List.of("--set", "execution.segment_partitions=1", "--set", "execution.track_partitions=1"));
        arguments.addAll(List.of(more));
        return Job.run(arguments.toArray(new String[0]));
    }

    @BeforeEach
    void copyTemplate() throws IOException {
        output = temp.resolve("lineages" + System.nanoTime());
        try (Stream<Path> all = Files.walk(template)) {
            for (Path file : all.toList()) {
                Files.copy(file, output.resolve(template.relativize(file)));
            }
        }
        log = new CorrectionLog(
                OutputFolder.open(SparkSessions.open("test").sparkContext().hadoopConfiguration(), output.toString()));
    }

    private Job.Result correct(String... more) {
        List<String> arguments = new ArrayList<>(List.of("correct", "--lineage", output.toString()));
        arguments.addAll(List.of(more));
        return Job.run(arguments.toArray(new String[0]));
    }

    private void succeed(String... more) {
        Job.Result result = correct(more);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
    }

    private void append(Change... changes) throws IOException {
        String run = Job.rows(output, "movies", "movie_id", "processed_run_id")
                .get(0)
                .getString(1);
        List<Correction> batch = Stream.of(changes)
                .map(change -> new Correction(MOVIE, "anna", Instant.now(), "test", run, change))
                .toList();
        log.append(MOVIE, log.read(MOVIE).lastBatch(), batch);
    }

    /** A cell of the tables. */
    private record Shown(int track, int frame, CellRef ref, boolean corrected) {}

    /** The cells of the movie by track, each in order. */
    private Map<Integer, List<Shown>> tracks() {
        Map<Integer, List<Shown>> tracks = new TreeMap<>();
        List<Row> rows = new ArrayList<>(Job.rows(
                output,
                "cells",
                "frame",
                "track_id",
                "y_px",
                "x_px",
                "min_y_px",
                "min_x_px",
                "max_y_px",
                "max_x_px",
                "mask",
                "coalesce(corrected, false)",
                "movie_id"));
        rows.sort(Comparator.comparingInt((Row row) -> row.getInt(0)).thenComparingInt(row -> row.getInt(1)));
        for (Row row : rows) {
            if (row.getString(10).equals(MOVIE.id())) {
                CellRef ref = new CellRef(
                        row.getInt(0),
                        row.getInt(1),
                        row.getDouble(2),
                        row.getDouble(3),
                        new BoundingBox(row.getInt(4), row.getInt(5), row.getInt(6), row.getInt(7)),
                        RunLengthMask.ofBytes(row.<byte[]>getAs(8)));
                tracks.computeIfAbsent(ref.track(), track -> new ArrayList<>())
                        .add(new Shown(ref.track(), ref.frame(), ref, row.getBoolean(9)));
            }
        }
        return tracks;
    }

    private static CellRef at(Map<Integer, List<Shown>> tracks, int track, int frame) {
        return tracks.get(track).stream()
                .filter(cell -> cell.frame() == frame)
                .findFirst()
                .orElseThrow()
                .ref();
    }

    /** The track that has this cell now; -1 if none has. */
    private int trackOf(CellRef ref) {
        return tracks().values().stream()
                .flatMap(List::stream)
                .filter(cell -> cell.frame() == ref.frame()
                        && cell.ref().box().equals(ref.box())
                        && cell.ref().mask().equals(ref.mask()))
                .mapToInt(Shown::track)
                .findFirst()
                .orElse(-1);
    }

    /** The ids of the tracks that are seen in all frames from one to another. */
    private static List<Integer> through(Map<Integer, List<Shown>> tracks, int from, int to) {
        return tracks.entrySet().stream()
                .filter(track -> track.getValue().stream()
                                .filter(cell -> cell.frame() >= from && cell.frame() <= to)
                                .count()
                        == to - from + 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    private List<Row> sql(String statement) throws IOException {
        Job.registerViews(output);
        return SparkSessions.open("test").sql(statement).collectAsList();
    }

    private Row movieRow() {
        return Job.rows(output, "movies", "movie_id", "corrected", "corrections_hash", "status", "tracks", "divisions")
                .get(0);
    }

    /** The corrections that the next tests make: a swap, a cut, a division of what was cut, a removed cell. */
    private record Made(CellRef beforeSwap, CellRef afterSwap, CellRef mother, CellRef daughter, CellRef removed) {}

    private Made make() throws IOException {
        Map<Integer, List<Shown>> tracks = tracks();
        List<Integer> through = through(tracks, 0, 3);
        assertThat(through).hasSizeGreaterThanOrEqualTo(3);
        int a = through.get(0);
        int b = through.get(1);
        int c = through.get(2);
        Made made = new Made(at(tracks, a, 0), at(tracks, b, 1), at(tracks, a, 2), at(tracks, c, 3), at(tracks, b, 3));
        append(
                new Edit.Swap(at(tracks, a, 0), at(tracks, a, 1), at(tracks, b, 0), at(tracks, b, 1), Scope.FROM_HERE),
                new Edit.Cut(at(tracks, c, 2), at(tracks, c, 3)));
        append(
                new Edit.AddDivision(at(tracks, a, 2), at(tracks, a, 3), at(tracks, c, 3)),
                new Edit.RemoveCell(at(tracks, b, 3), Scope.THIS_FRAME));
        return made;
    }

    private void requireMade(Made made) throws IOException {
        assertThat(trackOf(made.beforeSwap())).isEqualTo(trackOf(made.afterSwap()));
        assertThat(trackOf(made.removed())).isEqualTo(-1);
        int mother = trackOf(made.mother());
        int daughter = trackOf(made.daughter());
        assertThat(sql("select corrected from divisions where movie_id = '" + MOVIE.id() + "' and mother_track_id = "
                        + mother + " and " + daughter + " in (daughter_1_track_id, daughter_2_track_id)"))
                .singleElement()
                .satisfies(row -> assertThat(row.getBoolean(0)).isTrue());
        assertThat(sql("select generation, origin, corrected from tracks where movie_id = '" + MOVIE.id()
                        + "' and track_id = " + daughter))
                .singleElement()
                .satisfies(row -> assertThat(row.toSeq().mkString(",")).isEqualTo("1,division,true"));
    }

    /** The queue does not list what a person has decided. */
    private void requireNotAskedAgain() throws IOException {
        assertThat(sql("select 1 from review_queue q join cells c on c.movie_id = q.movie_id and c.track_id ="
                        + " q.track_id and c.frame = q.frame where q.kind = 'link' and c.corrected"))
                .isEmpty();
        assertThat(sql("select 1 from review_queue q join divisions d on d.movie_id = q.movie_id"
                        + " and d.mother_track_id = q.track_id where q.kind = 'division' and d.corrected"))
                .isEmpty();
        assertThat(sql("select 1 from review_queue")).isNotEmpty();
    }

    @Test
    void correctionsAreAppliedUndoneAndKept() throws IOException {
        Map<String, List<String>> before = Job.contents(output);
        Made made = make();
        assertThat(correct("--list").out()).contains("waiting  1.1").contains("4 corrections");
        succeed();
        requireMade(made);
        requireNotAskedAgain();
        Row movie = movieRow();
        assertThat(movie.getBoolean(1)).isTrue();
        assertThat(movie.getString(2)).isEqualTo(log.read(MOVIE).hash());
        assertThat(movie.getString(3)).isEqualTo("ok");
        assertThat(sql("select count(*) from tracks where corrected and movie_id <> '" + MOVIE.id() + "'")
                        .get(0)
                        .getLong(0))
                .isZero();
        assertThat(correct("--list").out()).contains("applied  2.2").contains("remove track");
        Map<String, List<String>> after = Job.contents(output);
        for (String table : List.of("movies", "cells", "tracks", "divisions")) {
            assertThat(lines(after, table, "plate/A02/1")).isEqualTo(lines(before, table, "plate/A02/1"));
            assertThat(lines(after, table, MOVIE.id())).isNotEqualTo(lines(before, table, MOVIE.id()));
        }

        // Neither command does anything again.
        assertThat(correct().out()).contains("1 movies are unchanged");
        Job.Result again = run(output);
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("2 movies are unchanged");
        assertThat(Job.contents(output)).isEqualTo(after);

        // Without any of them, it is what the tracker found.
        append(new Change.Undo("1.1"), new Change.Undo("2.1"), new Change.Undo("1.2"));
        succeed("--undo", "2.2", "--movie", MOVIE.id(), "--why", "a mistake");
        assertThat(movieRow().getBoolean(1)).isFalse();
        assertThat(rounded(without(Job.contents(output), "corrections_hash")))
                .isEqualTo(rounded(without(before, "corrections_hash")));
        assertThat(correct("--list").out()).contains("undone   1.1").contains("applied  4.1");
        assertThat(correct("--undo", "1.1", "--movie", MOVIE.id()).err()).contains("undone already");
        succeed("--undo", "3.1", "--movie", MOVIE.id());
        assertThat(trackOf(made.beforeSwap())).isEqualTo(trackOf(made.afterSwap()));

        // A run that tracks the movie again keeps what is in force.
        assertThat(run(output, "--force").code()).isZero();
        assertThat(trackOf(made.beforeSwap())).isEqualTo(trackOf(made.afterSwap()));
        assertThat(Job.failures(output)).isEmpty();
        assertThat(correct().out()).contains("1 movies are unchanged");
    }

    private static List<String> lines(Map<String, List<String>> contents, String table, String movie) {
        return contents.get(table).stream()
                .filter(line -> line.contains("movie_id=" + movie + " "))
                .toList();
    }

    private static Map<String, List<String>> without(Map<String, List<String>> contents, String column) {
        Map<String, List<String>> rest = new LinkedHashMap<>();
        contents.forEach((table, lines) -> rest.put(
                table,
                lines.stream()
                        .map(line -> line.replaceAll(column + "=\\S* ", ""))
                        .sorted()
                        .toList()));
        return rest;
    }

    /** Means of probabilities are those of the tables' rounded ones once a movie is corrected. */
    private static Map<String, List<String>> rounded(Map<String, List<String>> contents) {
        return without(contents, "(?:mean_link_probability|low_margin_link_fraction)");
    }

    @Test
    void laterRunsApplyThemAndListWhatDoesNotFit() throws IOException {
        Made made = make();
        Path labels = plate.resolve("A01_s1_GT/TRA");
        List<Path> images;
        try (Stream<Path> files = Files.list(labels)) {
            images = files.filter(file -> file.toString().endsWith(".tif"))
                    .sorted()
                    .toList();
        }
        byte[] original = Files.readAllBytes(images.get(3));
        try {
            // Not applied yet, and another linker.
            assertThat(run(output, "--set", "tracking.max_gap_frames=0").code()).isZero();
            requireMade(made);
            assertThat(movieRow().getString(2)).isEqualTo(log.read(MOVIE).hash());
            assertThat(run(output, "--set", "tracking.max_gap_frames=0").out()).contains("2 movies are unchanged");

            // The cell of one of them is gone from the segmentation.
            erase(images.get(3), made.daughter());
            Job.Result changed = run(output, "--set", "tracking.max_gap_frames=0");
            assertThat(changed.code()).isEqualTo(4);
            List<Row> failures = Job.failures(output);
            assertThat(failures).hasSize(2).allSatisfy(row -> {
                assertThat(row.getString(0)).isEqualTo(MOVIE.id());
                assertThat(row.getInt(1)).isEqualTo(3);
                assertThat(row.getString(2)).isEqualTo("correct");
                assertThat(row.getString(3))
                        .contains("by anna cannot be applied")
                        .contains("no cell any more");
            });
            assertThat(movieRow().getString(3)).isEqualTo("partial");
            assertThat(trackOf(made.beforeSwap())).isEqualTo(trackOf(made.afterSwap()));
            assertThat(trackOf(made.removed())).isEqualTo(-1);
            assertThat(correct("--list").out())
                    .contains("conflict 2.1")
                    .contains("conflict 1.2")
                    .contains("applied  1.1");
            assertThat(run(output, "--set", "tracking.max_gap_frames=0").out()).contains("2 movies are unchanged");
            // What is undone is no conflict.
            assertThat(correct("--undo", "2.1", "--movie", MOVIE.id()).code()).isEqualTo(4);
            assertThat(Job.failures(output)).hasSize(1);
            succeed("--undo", "1.2", "--movie", MOVIE.id());
            assertThat(Job.failures(output)).isEmpty();
            assertThat(movieRow().getString(3)).isEqualTo("ok");
        } finally {
            Files.write(images.get(3), original);
        }
    }

    private static void erase(Path image, CellRef cell) throws IOException {
        Plane plane;
        try (StoragePlaneReader reader = new StoragePlaneReader(new LocalStorage())) {
            plane = reader.read(PlaneRef.tiff(image.toString(), 0));
        }
        int[] labels = plane.toInts();
        int label = labels[(int) cell.yPx() * plane.width() + (int) cell.xPx()];
        assertThat(label).isPositive();
        short[] rest = new short[labels.length];
        for (int p = 0; p < labels.length; p++) {
            rest[p] = (short) (labels[p] == label ? 0 : labels[p]);
        }
        try (var out = Files.newOutputStream(image)) {
            TiffWriter.write(out, Plane.of(plane.width(), plane.height(), rest));
        }
    }

    @Test
    void outlinesAreMeasuredAgainInTheImages() throws IOException {
        Map<Integer, List<Shown>> tracks = tracks();
        int track = through(tracks, 0, 3).get(0);
        CellRef cell = at(tracks, track, 2);
        append(new Edit.SplitByLine(
                cell,
                new Edit.Point(cell.yPx() + 0.25, cell.xPx() - 50),
                new Edit.Point(cell.yPx() + 0.25, cell.xPx() + 50)));
        succeed();
        List<Row> parts = sql("select area_px, y_px, x_px, map_values(mean_intensity)[0], "
                + "map_values(max_intensity)[0], min_y_px, min_x_px, max_y_px, max_x_px, corrected, mask from cells "
                + "where movie_id = '" + MOVIE.id() + "' and frame = 2 and corrected order by y_px");
        assertThat(parts).hasSize(2);
        assertThat(parts.get(0).getInt(0) + parts.get(1).getInt(0))
                .isEqualTo(RunLengthMask.intersection(cell.mask(), cell.box(), cell.mask(), cell.box()));
        Path image;
        try (Stream<Path> files = Files.list(plate.resolve("A01_s1"))) {
            image = files.sorted().toList().get(2);
        }
        try (StoragePlaneReader reader = new StoragePlaneReader(new LocalStorage())) {
            float[] pixels = reader.read(PlaneRef.tiff(image.toString(), 0)).toFloats();
            for (Row part : parts) {
                double[] figures = new double[3];
                BoundingBox box = new BoundingBox(part.getInt(5), part.getInt(6), part.getInt(7), part.getInt(8));
                RunLengthMask.ofBytes(part.<byte[]>getAs(10)).forEachRun(box, (y, x, count) -> {
                    for (int at = x; at < x + count; at++) {
                        figures[0]++;
                        figures[1] += pixels[y * 96 + at];
                        figures[2] = Math.max(figures[2], pixels[y * 96 + at]);
                    }
                });
                assertThat(part.getInt(0)).isEqualTo((int) figures[0]);
                double mean = figures[1] / figures[0];
                assertThat(part.getDouble(3)).isBetween(mean * (1 - 1e-4), mean * (1 + 1e-4));
                assertThat(part.getDouble(4)).isEqualTo(figures[2]);
            }
        }

        // Images that are gone are a conflict, and all else holds.
        append(new Edit.SplitByLine(
                at(tracks, track, 1),
                new Edit.Point(0, 0),
                new Edit.Point(at(tracks, track, 1).yPx(), at(tracks, track, 1).xPx())));
        Path moved = temp.resolve("moved");
        Files.move(plate.resolve("A01_s1"), moved);
        try {
            assertThat(correct().code()).isEqualTo(4);
            assertThat(Job.failures(output))
                    .isNotEmpty()
                    .allSatisfy(row -> assertThat(row.getString(4)).contains("apply the corrections again"));
        } finally {
            Files.move(moved, plate.resolve("A01_s1"));
        }
        succeed("--force");
        assertThat(Job.failures(output)).isEmpty();
        assertThat(sql("select 1 from cells where corrected")).hasSize(4);
    }

    /** What the run finds is bound by what people decided, until they take it back. */
    @Test
    void aRunIsBoundByCorrectionsAndReleasedWhenTheyAreUndone() throws IOException {
        Map<String, List<String>> before = Job.contents(output);
        Map<Integer, List<Shown>> tracks = tracks();
        List<Integer> through = through(tracks, 0, 3);
        CellRef from = at(tracks, through.get(0), 1);
        CellRef to = at(tracks, through.get(1), 2);
        append(
                new Edit.Cut(from, at(tracks, through.get(0), 2)),
                new Edit.Cut(at(tracks, through.get(1), 1), to),
                new Edit.Link(from, to));
        assertThat(run(output, "--force").code()).isZero();
        assertThat(Job.failures(output)).isEmpty();
        assertThat(trackOf(from)).isEqualTo(trackOf(to));
        assertThat(sql("select 1 from cells where movie_id = '" + MOVIE.id() + "' and frame = 2 and track_id = "
                        + trackOf(to) + " and corrected and link_probability is null"))
                .hasSize(1);
        assertThat(correct().out()).contains("1 movies are unchanged");

        Job.Result undone = correct("--undo", "1.3", "--movie", MOVIE.id());
        assertThat(undone.code()).as(undone.out() + undone.err()).isZero();
        assertThat(undone.out()).contains("run --force --only " + MOVIE.id());
        assertThat(trackOf(from)).isNotEqualTo(trackOf(to));
        succeed("--undo", "1.2", "--movie", MOVIE.id());
        succeed("--undo", "1.1", "--movie", MOVIE.id());
        assertThat(run(output, "--force").code()).isZero();
        for (String table : List.of("cells", "tracks", "divisions")) {
            assertThat(rounded(Job.contents(output)).get(table))
                    .isEqualTo(rounded(before).get(table));
        }
    }

    private double surest() throws IOException {
        return sql("select sum(error_probability) from lineages").get(0).getDouble(0);
    }

    @Test
    void correctionsSayHowSureTheRestIs() throws IOException {
        assertThat(correct("--calibrate").code()).isEqualTo(2);
        Map<Integer, List<Shown>> tracks = tracks();
        List<Integer> through = through(tracks, 0, 3);
        List<Change> wrong = new ArrayList<>();
        for (int track : through) {
            wrong.add(new Edit.Cut(at(tracks, track, 1), at(tracks, track, 2)));
        }
        wrong.add(new Edit.Link(at(tracks, through.get(0), 0), at(tracks, through.get(0), 1)));
        append(wrong.toArray(new Change[0]));
        double before = surest();
        Job.Result first = correct("--calibrate");
        assertThat(first.code()).as(first.out() + first.err()).isZero();
        assertThat(first.out())
                .containsPattern("geometric: of " + (through.size() + 1) + " links and divisions that were judged, "
                        + through.size() + " were wrong; errors are \\d+\\.\\d\\d times as frequent");
        Path file = output.resolve("_corrections/calibration.json");
        String stored = Files.readString(file);
        assertThat(surest()).isGreaterThan(before);
        assertThat(Files.readString(output.resolve("views.sql"))).contains("case m.linking when 'geometric' then ");
        // The tables keep what the run said, and the same answers say the same.
        assertThat(sql("select 1 from movies where corrected")).isEmpty();
        assertThat(correct("--calibrate").code()).isZero();
        assertThat(Files.readString(file)).isEqualTo(stored);

        Files.writeString(file, "{\"linkers\": [{\"linking\": \"geometric\", \"exponent\": -1}]}");
        assertThat(Job.run("sql", "--lineage", output.toString(), "-e", "select 1 from lineages")
                        .err())
                .contains("calibration.json")
                .contains("--calibrate");
    }

    @Test
    void aLineageThatWasEditedElsewhereIsImported() throws IOException {
        Made made = make();
        succeed();
        // Another program's lineage of the movie: the truth.
        Job.Result result = correct(
                "--import", plate.resolve("A01_s1_GT/TRA").toString(), "--movie", MOVIE.id(), "--author", "ben");
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).doesNotContain("0 corrections of");
        assertThat(trackOf(made.removed())).isNotEqualTo(-1);
        Job.Result evaluation =
                Job.run("evaluate", "--truth", plate.toString(), "--lineage", output.toString(), "--json", "-");
        assertThat(evaluation.out()).as(evaluation.err()).contains("plate/A01/1");
        String own = evaluation.out().replaceAll("\\s", "");
        own = own.substring(own.indexOf("plate/A01/1"), own.indexOf("plate/A02/1"));
        assertThat(own).contains("\"SEG\":1.0", "\"DET\":1.0", "\"divF1\":1.0", "\"TF\":1.0");
        // A parent with one daughter in the truth is one track here.
        assertThat(own).contains("\"missingEdges\":[]", "\"redundantEdges\":[]");
        Job.Result again = correct("--import", plate.resolve("A01_s1_GT/TRA").toString(), "--movie", MOVIE.id());
        assertThat(again.out()).contains("0 corrections of movie plate/A01/1").contains("1 movies are unchanged");

        // Through a file of another program and back: nothing differs.
        Path exported = temp.resolve("exported" + System.nanoTime());
        assertThat(Job.run(
                                "export",
                                "--lineage",
                                output.toString(),
                                "--format",
                                "trk,ctc",
                                "--output",
                                exported.toString())
                        .code())
                .isZero();
        Path trk;
        try (Stream<Path> files = Files.walk(exported)) {
            trk = files.filter(file ->
                            file.toString().endsWith(".trk") && file.toString().contains("A01"))
                    .findFirst()
                    .orElseThrow();
        }
        assertThat(correct("--import", trk.toString(), "--movie", MOVIE.id()).out())
                .contains("0 corrections of movie");
    }

    @Test
    void whatCannotBeDoneIsSaid() throws IOException {
        assertThat(correct().out()).contains("0 movies");
        assertThat(correct("--list").out()).contains("0 corrections");
        Job.Result nowhere = correct("--import", plate.toString(), "--movie", "plate/Z01/1");
        assertThat(nowhere.code()).isEqualTo(2);
        assertThat(nowhere.err()).contains("no movie with this name");
        assertThat(correct("--import", plate.toString()).code()).isEqualTo(2);
        assertThat(correct("--undo", "1.1", "--movie", MOVIE.id()).err()).contains("no correction with this number");
        // Two movies: it is found which of them is meant, by its name.
        Job.Result paired = correct("--import", plate.toString(), "--movie", MOVIE.id());
        assertThat(paired.code()).as(paired.err()).isZero();

        // What the runs found is lost: nothing is done to the movie, and the way out works.
        make();
        succeed();
        Map<String, List<String>> before = Job.contents(output);
        try (Stream<Path> files = Files.walk(output.resolve("_uncorrected"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        List<LoggedCorrection> logged = log.read(MOVIE).corrections();
        String last = logged.get(logged.size() - 1).id();
        Job.Result lost = correct("--undo", last, "--movie", MOVIE.id());
        assertThat(lost.code()).isNotZero();
        assertThat(lost.out() + lost.err()).contains("run --force --only plate/A01/1");
        assertThat(Job.contents(output)).isEqualTo(before);
        assertThat(run(output, "--force", "--only", MOVIE.id()).code()).isZero();
        assertThat(correct("--list").out()).contains("undone   " + last);
        assertThat(Arrays.asList(output.resolve("_uncorrected").toFile().list()))
                .isNotEmpty();

        // A log that is damaged stops its own movie only, which keeps its rows.
        Map<String, List<String>> whole = Job.contents(output);
        Files.writeString(output.resolve("_corrections/plate/A01/1/000099.jsonl"), "{\n{\"end\":1}\n");
        Job.Result damaged = run(output);
        assertThat(damaged.code()).isEqualTo(4);
        assertThat(damaged.out()).contains("1 movies are unchanged").contains("The correction is damaged");
        assertThat(Job.contents(output).get("cells")).isEqualTo(whole.get("cells"));
    }
}
