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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/QUERIES.md: Spark and DuckDB answer every question alike, and as the page says; what the simulator knows is answered
 * rightly.
 */
class QueriesDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/QUERIES.md");
    private static final boolean WRITE = Boolean.getBoolean("cellineage.write.queries");
    private static final Pattern QUESTION =
            Pattern.compile("## (\\d+)\\. ([^\n]+)\n.*?```sql\n(.*?)```\n(\n```text\n(.*?)```\n)?", Pattern.DOTALL);

    @TempDir
    private static Path temp;

    /** Tracks by Cellineage on given cells. */
    private static Path tracked;

    /** The simulator's own tracks. */
    private static Path given;

    record Question(int number, String title, String sql, String answer) {
        @Override
        public String toString() {
            return number + ". " + title;
        }
    }

    @BeforeAll
    static void makeThePlate() throws IOException {
        Job.spark("local[2]");
        // The commands of the page itself.
        String page = Files.readString(DOCUMENT);
        Matcher block = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(block.find()).isTrue();
        String asked = temp.resolve("asked").toString();
        for (String command : block.group(1).replace("\\\n", " ").split("\n")) {
            String[] words = command.replace("docs/queries", "../docs/queries")
                    .replaceAll("\\basked\\b", Matcher.quoteReplacement(asked))
                    .trim()
                    .split("\\s+");
            assertThat(words[0]).isEqualTo("scripts/cellineage");
            if (!words[1].equals("sql")) {
                succeed(List.of(words).subList(1, words.length).toArray(String[]::new));
            }
        }
        tracked = temp.resolve("asked/lineages");
        given = temp.resolve("given");
        succeed("run", "-i", asked + "/P1", "--tracks", asked + "/P1", "-o", given.toString());
    }

    private static void succeed(String... arguments) {
        Job.Result result = Job.run(arguments);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
    }

    static Stream<Question> questions() throws IOException {
        List<Question> questions = new ArrayList<>();
        Matcher m = QUESTION.matcher(Files.readString(DOCUMENT));
        while (m.find()) {
            questions.add(new Question(
                    Integer.parseInt(m.group(1)), m.group(2), m.group(3), m.group(5) == null ? "" : m.group(5)));
        }
        assertThat(questions).hasSize(20);
        return questions.stream();
    }

    @ParameterizedTest
    @MethodSource("questions")
    void sparkAndDuckDbAnswerAlikeAndAsThePageSays(Question question) throws IOException, SQLException {
        Job.store(tracked).registerViews();
        List<List<Object>> spark = rows(question.sql());
        try (Duck duck = Duck.open(tracked)) {
            assertAlike(duck.ask(question.sql()), spark);
        }
        assertThat(spark).isNotEmpty();
        Job.Result printed = Job.run("sql", "--lineage", tracked.toString(), "-e", question.sql());
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
            for (String site : List.of("1", "2")) {
                List<int[]> tracks = new ArrayList<>();
                Path file = temp.resolve("asked/P1/" + well + "_s" + site + "_GT/TRA/man_track.txt");
                for (String line : Files.readAllLines(file)) {
                    tracks.add(Stream.of(line.split(" ")).mapToInt(Integer::parseInt).toArray());
                }
                truth.put("P1/" + well + "/" + site, tracks);
            }
        }
        return truth;
    }

    private static List<List<Object>> askTruth(int number) throws IOException {
        Job.store(given).registerViews();
        return rows(questions().filter(q -> q.number() == number).findFirst().orElseThrow().sql());
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

    @Test
    void aRisingDoseSlowsTheDivisions() throws IOException {
        List<Double> rates = askTruth(5).stream().map(row -> ((Number) row.get(2)).doubleValue()).toList();
        assertThat(rates).hasSize(4);
        assertThat(rates.get(0)).isGreaterThan(rates.get(3) * 1.5);
    }
}
