package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.cellineage.correct.Correction;
import org.cellineage.correct.Edit;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.correct.CorrectionLog;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.simulate.PlateSimulator;
import org.cellineage.simulate.SimulationOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What corrections are worth: made in the order of the review queue they repair more than made anywhere, and a model that
 * learned from them is better on movies that nobody corrected. With {@code -Dcellineage.corrections.full=true}, on a
 * larger plate; {@code scripts/bench/corrections} runs it so.
 */
class LearnFromCorrectionsTest {

    private static final boolean FULL = Boolean.getBoolean("cellineage.corrections.full");
    private static final int WELLS = FULL ? 5 : 3;
    private static final int CORRECTED_WELLS = FULL ? 3 : 2;
    private static final int CORRECTIONS = FULL ? 50 : 30;
    private static final String SCENES = FULL ? "600" : "300";

    @TempDir
    private static Path temp;

    private static Path plate;
    private static Path weak;

    /** Division F1 and complete tracks over all movies of a selection. */
    private record Figures(double divisionF1, double completeTracks) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "division F1 %.3f, CT %.3f", divisionF1, completeTracks);
        }
    }

    @BeforeAll
    static void simulate() throws IOException {
        Job.spark("local[2]");
        SimulationOptions options = ConfigurationLoader.load(
                SimulationOptions.DEFAULTS,
                "",
                "",
                FULL
                        ? List.of(
                                "width_px=320",
                                "height_px=320",
                                "cells=70",
                                "frames=20",
                                "cycle_frames=14",
                                "step_px=3")
                        : List.of(
                                "width_px=208",
                                "height_px=208",
                                "cells=22",
                                "frames=10",
                                "cycle_frames=10",
                                "step_px=3"));
        plate = temp.resolve("plate");
        PlateSimulator simulator = new PlateSimulator(options, 8, WELLS, 1, false);
        for (int movie = 0; movie < simulator.movies(); movie++) {
            simulator.write(movie, path -> Movies.create(plate.resolve(path)), () -> {});
        }
        weak = temp.resolve("weak");
        WeakModel.write(weak, 0.8, 3);
    }

    private static void succeed(String... arguments) {
        Job.Result result = Job.run(arguments);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
    }

    private static Path run(String name, Path model) {
        Path output = temp.resolve(name);
        List<String> arguments = new ArrayList<>(List.of("run", "-i", plate.toString(), "-o", output.toString()));
        arguments.addAll(List.of("--labels", plate.toString(), "--set", "linking.model=" + model));
        arguments.addAll(List.of("--set", "execution.segment_partitions=1", "--set", "execution.track_partitions=1"));
        succeed(arguments.toArray(new String[0]));
        return output;
    }

    private static Path copy(Path output, String name) throws IOException {
        Path target = temp.resolve(name);
        try (Stream<Path> all = Files.walk(output)) {
            for (Path file : all.toList()) {
                Files.copy(file, target.resolve(output.relativize(file)));
            }
        }
        return target;
    }

    private static boolean isCorrected(String well) {
        return well.compareTo(String.format("A%02d", CORRECTED_WELLS)) <= 0;
    }

    /** Figures over the movies that are corrected, or over the others. */
    private static Figures figures(Path output, boolean corrected) throws IOException {
        Job.Result result =
                Job.run("evaluate", "--truth", plate.toString(), "--lineage", output.toString(), "--json", "-");
        assertThat(result.code()).as(result.err()).isZero();
        double found = 0;
        double wrong = 0;
        double complete = 0;
        double tracks = 0;
        for (JsonNode movie : new ObjectMapper().readTree(result.out())) {
            if (isCorrected(movie.get("movie").asText().split("/")[1]) == corrected) {
                JsonNode divisions = movie.at("/details/divisions/0");
                found += divisions.get("found").asDouble();
                wrong += divisions.get("missed").asDouble()
                        + divisions.get("falseAlarms").asDouble();
                JsonNode ct = movie.at("/details/completeTracks");
                complete += ct.get("complete").asDouble();
                tracks += ct.get("truthTracks").asDouble()
                        + ct.get("resultTracks").asDouble();
            }
        }
        return new Figures(2 * found / (2 * found + wrong), 2 * complete / tracks);
    }

    private static void correct(Path output, Map<MovieKey, List<Edit>> edits) throws IOException {
        CorrectionLog log = new CorrectionLog(
                OutputFolder.open(SparkSessions.open("test").sparkContext().hadoopConfiguration(), output.toString()));
        for (Map.Entry<MovieKey, List<Edit>> movie : edits.entrySet()) {
            List<Correction> batch = movie.getValue().stream()
                    .distinct()
                    .map(edit -> OracleCorrector.correction(movie.getKey(), edit))
                    .toList();
            log.append(movie.getKey(), 0, batch);
        }
        succeed("correct", "--lineage", output.toString());
        assertThat(Job.failures(output)).isEmpty();
    }

    private static Map<MovieKey, List<Edit>> byQueue(OracleCorrector oracle, Path output) throws IOException {
        Job.registerViews(output);
        List<Row> queue = SparkSessions.open("test")
                .sql("select plate, well, site, kind, track_id, frame from review_queue"
                        + " order by suspicion desc, movie_id, frame, track_id")
                .collectAsList();
        Map<MovieKey, List<Edit>> edits = new LinkedHashMap<>();
        int asked = 0;
        for (Row item : queue) {
            if (isCorrected(item.getString(1)) && asked++ < CORRECTIONS) {
                MovieKey movie = new MovieKey(item.getString(0), item.getString(1), item.getString(2));
                oracle.answer(movie, item.getString(3), item.getInt(4), item.getInt(5))
                        .forEach((key, answer) -> edits.computeIfAbsent(key, unused -> new ArrayList<>())
                                .addAll(answer));
            }
        }
        return edits;
    }

    private static Map<MovieKey, List<Edit>> anywhere(OracleCorrector oracle) {
        List<OracleCorrector.Place> places = new ArrayList<>(oracle.places());
        places.removeIf(place -> !isCorrected(place.movie().well()) || place.frame() == 0);
        SplittableRandom random = new SplittableRandom(11);
        Map<MovieKey, List<Edit>> edits = new LinkedHashMap<>();
        for (int i = 0; i < CORRECTIONS; i++) {
            OracleCorrector.Place place = places.remove(random.nextInt(places.size()));
            edits.computeIfAbsent(place.movie(), unused -> new ArrayList<>()).add(oracle.before(place));
        }
        return edits;
    }

    @Test
    void theQueueIsWorthMoreThanChanceAndWhatItCorrectsIsLearned() throws IOException {
        Path found = run("found", weak);
        Figures before = figures(found, true);
        Figures others = figures(found, false);
        OracleCorrector oracle = new OracleCorrector(plate, found);

        Path queued = copy(found, "queued");
        correct(queued, byQueue(oracle, queued));
        Path chance = copy(found, "chance");
        correct(chance, anywhere(oracle));
        Figures byQueue = figures(queued, true);
        Figures byChance = figures(chance, true);

        Path tuned = temp.resolve("tuned");
        Job.Result training = Job.run(
                "train",
                "linking",
                "--from",
                weak.toString(),
                "--data",
                queued + "@corrected",
                "--scenes",
                SCENES,
                "--learning-rate",
                "0.002",
                "--threads",
                "2",
                "--name",
                "tuned",
                "-o",
                tuned.toString());
        assertThat(training.code()).as(training.out() + training.err()).isZero();
        assertThat(training.out()).contains("decided by people");
        Figures learned = figures(run("learned", tuned), false);

        System.out.printf(
                "%d corrections of %d movies%n  weak linker: %s%n  after the queue: %s%n  after chance: %s%n"
                        + "not corrected%n  weak linker: %s%n  fine-tuned: %s%n",
                CORRECTIONS, CORRECTED_WELLS, before, byQueue, byChance, others, learned);
        assertThat(byQueue.divisionF1()).isGreaterThan(before.divisionF1()).isGreaterThan(byChance.divisionF1());
        assertThat(byQueue.completeTracks())
                .isGreaterThan(before.completeTracks())
                .isGreaterThan(byChance.completeTracks());
        assertThat(learned.divisionF1()).isGreaterThan(others.divisionF1());
        assertThat(learned.completeTracks()).isGreaterThan(others.completeTracks());
        assertThat(Files.readString(tuned.resolve("model.json")))
                .contains("\"from\"", "weak 1", "decided_by_people", "queued@corrected")
                .doesNotContain(temp.toString());
    }
}
