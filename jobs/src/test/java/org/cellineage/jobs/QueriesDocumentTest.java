package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.session.SparkSessions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/QUERIES.md: Spark and DuckDB answer every question alike, and as the page says; what the simulator knows is answered
 * rightly.
 */
class QueriesDocumentTest {

    private static final Path DOCUMENT = AskedPlate.DOCUMENT;
    private static final boolean WRITE = Boolean.getBoolean("cellineage.write.queries");
    private static final Pattern QUESTION =
            Pattern.compile("## (\\d+)\\. ([^\n]+)\n.*?```sql\n(.*?)```\n(\n```text\n(.*?)```\n)?", Pattern.DOTALL);

    record Question(int number, String title, String sql, String answer) {
        @Override
        public String toString() {
            return number + ". " + title;
        }
    }

    @BeforeAll
    static void startSpark() {
        Job.spark("local[2]");
    }

    static Stream<Question> questions() throws IOException {
        List<Question> questions = new ArrayList<>();
        Matcher m = QUESTION.matcher(Files.readString(DOCUMENT));
        while (m.find()) {
            questions.add(new Question(
                    Integer.parseInt(m.group(1)), m.group(2), m.group(3), m.group(5) == null ? "" : m.group(5)));
        }
        assertThat(questions).hasSize(21);
        return questions.stream();
    }

    @ParameterizedTest
    @MethodSource("questions")
    void sparkAndDuckDbAnswerAlikeAndAsThePageSays(Question question) throws IOException, SQLException {
        Job.registerViews(AskedPlate.tracked());
        List<List<Object>> spark = rows(question.sql());
        try (Duck duck = Duck.open(AskedPlate.tracked())) {
            assertAlike(duck.ask(question.sql()), spark);
        }
        assertThat(spark).isNotEmpty();
        Job.Result printed = Job.run("sql", "--lineage", AskedPlate.tracked().toString(), "-e", question.sql());
        if (WRITE) {
            write(question, printed.out());
        } else {
            assertThat(printed.out()).isEqualTo(question.answer());
        }
    }

    private static void write(Question question, String answer) throws IOException {
        String page = Files.readString(DOCUMENT);
        String sql = "```sql\n" + question.sql() + "```\n";
        String old = question.answer().isEmpty() ? "" : "\n```text\n" + question.answer() + "```\n";
        assertThat(page).contains(sql + old);
        Files.writeString(DOCUMENT, page.replace(sql + old, sql + "\n```text\n" + answer + "```\n"));
    }

    private static List<List<Object>> rows(String query) {
        List<List<Object>> rows = new ArrayList<>();
        for (Row row : SparkSessions.open("test").sql(query).collectAsList()) {
            List<Object> values = new ArrayList<>();
            for (int c = 0; c < row.size(); c++) {
                values.add(row.get(c));
            }
            rows.add(values);
        }
        return rows;
    }

    private static void assertAlike(List<List<Object>> duck, List<List<Object>> spark) {
        assertThat(duck).as("%s%n%s", duck, spark).hasSameSizeAs(spark);
        for (int r = 0; r < spark.size(); r++) {
            assertThat(duck.get(r)).hasSameSizeAs(spark.get(r));
            for (int c = 0; c < spark.get(r).size(); c++) {
                Object expected = spark.get(r).get(c);
                Object found = duck.get(r).get(c);
                if (expected instanceof Number a && found instanceof Number b) {
                    assertThat(b.doubleValue())
                            .as("row %d column %d", r, c)
                            .isCloseTo(a.doubleValue(), within(1e-9 * Math.max(1, Math.abs(a.doubleValue()))));
                } else {
                    assertThat(String.valueOf(found)).isEqualTo(String.valueOf(expected));
                }
            }
        }
    }

    /** The simulator's lineages: movie to its lines of man_track.txt. */
    private static Map<String, List<int[]>> truth() throws IOException {
        Map<String, List<int[]>> truth = new TreeMap<>();
        for (String well : List.of("A01", "A02", "A03", "A04")) {
            List<int[]> tracks = new ArrayList<>();
            Path file = AskedPlate.plate().resolve(well + "_s1_GT/TRA/man_track.txt");
            for (String line : Files.readAllLines(file)) {
                tracks.add(
                        Stream.of(line.split(" ")).mapToInt(Integer::parseInt).toArray());
            }
            truth.put("P1/" + well + "/1", tracks);
        }
        return truth;
    }

    private static List<List<Object>> askTruth(int number) throws IOException {
        Job.registerViews(AskedPlate.given());
        return rows(questions()
                .filter(q -> q.number() == number)
                .findFirst()
                .orElseThrow()
                .sql());
    }

    private static Map<Integer, Integer> children(List<int[]> tracks) {
        Map<Integer, Integer> children = new HashMap<>();
        tracks.forEach(track -> children.merge(track[3], 1, Integer::sum));
        return children;
    }

    @Test
    void countsOfWellsAreTheSimulators() throws IOException {
        Map<String, long[]> expected = new TreeMap<>();
        truth().forEach((movie, tracks) -> {
            long[] well = expected.computeIfAbsent(movie.split("/")[1], w -> new long[3]);
            Map<Integer, Integer> children = children(tracks);
            for (int[] track : tracks) {
                well[0] += track[1] == 0 ? 1 : 0;
                well[1] += track[2] == 59 ? 1 : 0;
                well[2] += children.getOrDefault(track[0], 0) == 2 ? 1 : 0;
            }
        });
        List<List<Object>> answer = askTruth(1);
        assertThat(answer).hasSize(4);
        for (List<Object> row : answer) {
            long[] well = expected.get(row.get(0));
            assertThat(row.subList(1, 4)).containsExactly(well[0], well[1], well[2]);
        }
    }

    @Test
    void cycleTimesAreTheSimulators() throws IOException {
        Map<String, List<Integer>> cycles = new TreeMap<>();
        truth().forEach((movie, tracks) -> {
            Map<Integer, Integer> children = children(tracks);
            for (int[] track : tracks) {
                if (track[3] > 0 && children.get(track[3]) == 2 && children.getOrDefault(track[0], 0) == 2) {
                    cycles.computeIfAbsent(movie.split("/")[1], w -> new ArrayList<>())
                            .add(track[2] - track[1] + 1);
                }
            }
        });
        for (List<Object> row : askTruth(2)) {
            List<Integer> known = cycles.remove(row.get(0));
            assertThat(row.get(1)).isEqualTo((long) known.size());
            double mean = known.stream().mapToInt(c -> c).average().orElseThrow();
            assertThat((Double) row.get(2)).isCloseTo(mean / 6, within(0.0051));
        }
        assertThat(cycles).isEmpty();
    }

    @Test
    void growthCurvesAreTheSimulators() throws IOException {
        Map<String, Long> expected = new HashMap<>();
        truth().forEach((movie, tracks) -> {
            for (int frame : new int[] {0, 15, 30, 45, 59}) {
                long there = tracks.stream()
                        .filter(track -> track[1] <= frame && track[2] >= frame)
                        .count();
                expected.merge(movie.split("/")[1] + " " + frame, there, Long::sum);
            }
        });
        List<List<Object>> answer = askTruth(3);
        assertThat(answer).hasSameSizeAs(expected.keySet());
        for (List<Object> row : answer) {
            assertThat(row.get(3)).isEqualTo(expected.get(row.get(0) + " " + row.get(1)));
        }
    }

    @Test
    void foundersAndTheirFamiliesAreTheSimulators() throws IOException {
        Map<String, Integer> descendants = new HashMap<>();
        truth().forEach((movie, tracks) -> {
            Map<Integer, Integer> parent = new HashMap<>();
            tracks.forEach(track -> parent.put(track[0], track[3]));
            for (int[] track : tracks) {
                for (int up = track[3]; up > 0; up = parent.get(up)) {
                    descendants.merge(movie + " " + up, 1, Integer::sum);
                }
            }
        });
        List<List<Object>> answer = askTruth(16);
        assertThat(answer).hasSize(8);
        for (List<Object> row : answer) {
            assertThat(((Long) row.get(2)).intValue()).isEqualTo(descendants.get(row.get(0) + " " + row.get(1)));
        }
        assertThat(((Long) answer.get(0).get(2)).intValue())
                .isEqualTo(descendants.values().stream().mapToInt(d -> d).max().orElseThrow());
    }

    /** The slope of a straight line through the logarithms of the true counts, by the normal equations. */
    @Test
    void doublingTimesAreTheSimulators() throws IOException {
        Map<String, Double> dose = Map.of("A01", 0.0, "A02", 0.33, "A03", 0.67, "A04", 1.0);
        Map<Double, Double> expected = new HashMap<>();
        truth().forEach((movie, tracks) -> {
            double sumF = 0;
            double sumL = 0;
            double sumFf = 0;
            double sumFl = 0;
            for (int f = 0; f < 60; f++) {
                int frame = f;
                double log = Math.log(tracks.stream()
                        .filter(track -> track[1] <= frame && track[2] >= frame)
                        .count());
                sumF += frame;
                sumL += log;
                sumFf += frame * frame;
                sumFl += frame * log;
            }
            double slope = (60 * sumFl - sumF * sumL) / (60 * sumFf - sumF * sumF);
            expected.put(dose.get(movie.split("/")[1]), Math.log(2) / slope / 6);
        });
        List<List<Object>> answer = askTruth(4);
        assertThat(answer).hasSize(4);
        for (List<Object> row : answer) {
            assertThat((Double) row.get(2)).isCloseTo(expected.get((Double) row.get(0)), within(0.0051));
        }
    }

    /** Two lineages are darkened: one loses the reporter at once, the other only in one of its two halves. */
    @Test
    void lineagesThatLostTheReporterAreThoseThatWereDarkened() throws IOException {
        Job.registerViews(AskedPlate.given());
        SparkSession spark = SparkSessions.open("test");
        spark.table("cells").createOrReplaceTempView("bright_cells");
        spark.sql(
                        "select c.movie_id, c.track_id, t.root_track_id, t.lineage_path from cells c join tracks t"
                                + " on t.movie_id = c.movie_id and t.track_id = c.track_id where c.well = 'A01' and c.frame = 59")
                .createOrReplaceTempView("ends");
        int halved = 6;
        int lost = 2;
        assertThat(spark.sql("select distinct root_track_id, substring_index(lineage_path, '.', 2) from ends where"
                                + " root_track_id in (" + halved + ", " + lost + ")")
                        .count())
                .as("both have descendants of both daughters")
                .isEqualTo(4);
        spark.sql("select c.* except (mean_intensity), case when c.frame >= 20 and t.well = 'A01'"
                        + " and (t.root_track_id = " + lost + " or t.lineage_path like '" + halved + ".1%')"
                        + " then map('channel1', c.mean_intensity['channel1'] / 4) else c.mean_intensity end"
                        + " as mean_intensity from bright_cells c join tracks t"
                        + " on t.movie_id = c.movie_id and t.track_id = c.track_id")
                .createOrReplaceTempView("cells");
        List<List<Object>> answer = rows(questions()
                .filter(q -> q.number() == 15)
                .findFirst()
                .orElseThrow()
                .sql());
        assertThat(answer.get(0).subList(0, 2)).isEqualTo(List.of("P1/A01/1", lost));
        assertThat((Double) answer.get(0).get(4)).isBetween(0.2, 0.3);
        assertThat(answer.get(1).subList(0, 2)).isEqualTo(List.of("P1/A01/1", halved));
        assertThat((Double) answer.get(1).get(4)).isBetween(0.3, 0.9);
        Job.registerViews(AskedPlate.given());
    }

    @Test
    void aRisingDoseSlowsTheDivisions() throws IOException {
        List<Double> rates = askTruth(5).stream()
                .map(row -> ((Number) row.get(2)).doubleValue())
                .toList();
        assertThat(rates).hasSize(4);
        assertThat(rates.get(0)).isGreaterThan(rates.get(3) * 1.5);
    }

    /**
     * Which rows of the queue are true errors is told by the truth: cells of both tables are the same, so their places name
     * them. A tenth of the queue must hold half of the errors, whether the linker is weak or not.
     */
    @Test
    void theReviewQueueBeginsWithTheErrors() throws IOException, SQLException {
        assertThat(shareOfErrorsInFirstTenth(AskedPlate.weak(), 40)).isGreaterThan(0.5);
        assertThat(shareOfErrorsInFirstTenth(AskedPlate.tracked(), 10)).isGreaterThan(0.5);
    }

    private static double shareOfErrorsInFirstTenth(Path output, int leastErrors) throws IOException, SQLException {
        String truth = "read_parquet('" + AskedPlate.given() + "/%s/*/*/*/*.parquet', hive_partitioning = true)";
        try (Duck duck = Duck.open(output)) {
            duck.run("create table true_cells as select * from " + String.format(truth, "cells"));
            duck.run("create table true_tracks as select * from " + String.format(truth, "tracks"));
            duck.run("create table named as select o.movie_id, o.track_id, o.frame, t.track_id as truth,"
                    + " lag(t.track_id) over (partition by o.movie_id, o.track_id order by o.frame) as truth_before"
                    + " from cells o join true_cells t on t.movie_id = o.movie_id and t.frame = o.frame"
                    + " and t.y_px = o.y_px and t.x_px = o.x_px");
            assertThat(duck.ask("select (select count(*) from named) - (select count(*) from cells)"))
                    .isEqualTo(List.of(List.of(0L)));
            duck.run("create table daughters as select t.movie_id, t.parent_track_id as mother,"
                    + " bool_and(coalesce(tt.parent_track_id = m.truth, false)) as are_true from tracks t"
                    + " join named n on n.movie_id = t.movie_id and n.track_id = t.track_id and n.frame = t.first_frame"
                    + " join true_tracks tt on tt.movie_id = n.movie_id and tt.track_id = n.truth"
                    + " join tracks mt on mt.movie_id = t.movie_id and mt.track_id = t.parent_track_id"
                    + " join named m on m.movie_id = t.movie_id and m.track_id = mt.track_id and m.frame = mt.last_frame"
                    + " group by t.movie_id, t.parent_track_id");
            duck.run("create table judged as select q.suspicion, q.movie_id, q.kind, q.track_id, q.frame, case q.kind"
                    + " when 'link' then n.truth <> n.truth_before when 'division' then not d.are_true"
                    + " when 'end' then t.last_frame > q.frame or t.fate = 'division'"
                    + " else t.first_frame < q.frame or t.parent_track_id is not null end as wrong from review_queue q"
                    + " left join named n on n.movie_id = q.movie_id and n.track_id = q.track_id and n.frame = q.frame"
                    + " left join true_tracks t on t.movie_id = q.movie_id and t.track_id = n.truth"
                    + " left join daughters d on d.movie_id = q.movie_id and d.mother = q.track_id");
            List<Object> counts = duck.ask("select count(*) filter (wrong is null), count(*) filter (wrong),"
                            + " count(*) filter (wrong and place <= rows / 10) from (select wrong, count(*) over () as rows,"
                            + " row_number() over (order by suspicion desc, movie_id, kind, track_id, frame) as place"
                            + " from judged) r")
                    .get(0);
            assertThat(counts.get(0)).isEqualTo(0L);
            assertThat((Long) counts.get(1)).isGreaterThan(leastErrors);
            return ((Long) counts.get(2)).doubleValue() / (Long) counts.get(1);
        }
    }
}
