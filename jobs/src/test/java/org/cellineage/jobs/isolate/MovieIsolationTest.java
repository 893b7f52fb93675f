package org.cellineage.jobs.isolate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkException;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.config.ExecutionConfiguration;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.problem.BadOutputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of movies that end the process, played with tasks that die without a Spark. */
class MovieIsolationTest {

    private static final MovieKey A = new MovieKey("P7", "A01", "1");
    private static final MovieKey B = new MovieKey("P7", "A01", "2");
    private static final MovieKey C = new MovieKey("P 8%x", "B..2", "1");
    private static final List<MovieKey> ALL = List.of(A, B, C);
    private static final String HASH = "0123456789abcdef0123456789abcdef";
    private static final String OTHER_HASH = "fedcba9876543210fedcba9876543210";

    @TempDir
    private Path temp;

    private OutputFolder output;
    private int attempt;

    @BeforeEach
    void open() {
        output = OutputFolder.open(new Configuration(), temp.toString());
    }

    private static Map<MovieKey, MovieIsolation.Item> items(String hash) {
        Map<MovieKey, MovieIsolation.Item> items = new HashMap<>();
        ALL.forEach(key -> items.put(key, new MovieIsolation.Item(hash, key.id() + ".tif")));
        return items;
    }

    private MovieIsolation isolation(String hash) {
        return MovieIsolation.of(output, "run", ExecutionConfiguration.DEFAULTS, "segment", items(hash));
    }

    /** A task as executors run it. */
    private MarkedTask task(String hash, boolean alone, boolean looks, int limit, int seconds) {
        Map<MovieKey, MovieStage> subjects = new HashMap<>();
        items(hash)
                .forEach((key, item) -> subjects.put(key, MovieStage.of(key, "segment", item.hash(), item.source())));
        return new MarkedTask(
                Optional.of(new MarkedTask.Book(new AttemptMarkers(output), "run-0-0", "a" + attempt++, looks)),
                subjects,
                new Attempts(limit, seconds),
                alone);
    }

    private MarkedTask task(boolean alone, boolean looks) {
        return task(HASH, alone, looks, 3, 0);
    }

    /** What is left of a process that ends while a task is at movies. */
    private void die(boolean alone, MovieKey... movies) {
        MarkedTask task = task(alone, alone);
        for (MovieKey movie : movies) {
            task.begin(movie);
        }
    }

    @Test
    void aJobThatDiesIsRunAgainWithoutTheMoviesItWasAt() throws IOException {
        List<List<MovieKey>> tried = new ArrayList<>();
        MovieIsolation.Done<String> done = isolation(HASH).together(ALL, (movies, marks) -> {
            tried.add(movies);
            if (tried.size() == 1) {
                die(false, B);
                throw new IllegalStateException("executor lost");
            }
            return "rows";
        });
        assertThat(tried).containsExactly(ALL, List.of(A, C));
        assertThat(done.movies()).containsExactly(A, C);
        assertThat(done.value()).contains("rows");
        assertThat(isolation(HASH).suspects(ALL)).containsExactly(B);
        // The next run begins without it; with other images or settings it is a movie like any other.
        assertThat(isolation(HASH).together(ALL, (movies, marks) -> "").movies())
                .containsExactly(A, C);
        assertThat(isolation(OTHER_HASH).suspects(ALL)).isEmpty();
    }

    /** Actions of Spark throw this without declaring it. */
    private static <T, E extends Exception> T failLikeSpark() throws E {
        @SuppressWarnings("unchecked")
        E undeclared = (E) new SparkException("Job aborted due to stage failure", null);
        throw undeclared;
    }

    @Test
    void sparksOwnExceptionsCountLikeAnyOther() throws IOException {
        List<List<MovieKey>> tried = new ArrayList<>();
        MovieIsolation.Done<String> done = isolation(HASH).together(ALL, (movies, marks) -> {
            tried.add(movies);
            if (tried.size() == 1) {
                die(false, B);
                return MovieIsolationTest.<String, RuntimeException>failLikeSpark();
            }
            return "rows";
        });
        assertThat(tried).containsExactly(ALL, List.of(A, C));
        assertThat(done.movies()).containsExactly(A, C);
        List<Integer> attempts = new ArrayList<>();
        String value = isolation(HASH).alone(B, (movies, marks) -> {
            attempts.add(attempts.size());
            if (attempts.size() == 1) {
                die(true, B);
                return MovieIsolationTest.<String, RuntimeException>failLikeSpark();
            }
            return "rows";
        });
        assertThat(value).isEqualTo("rows");
        assertThat(attempts).hasSize(2);
        // Nobody to blame, and a fault of the output: told as they are.
        assertThatThrownBy(() -> isolation(OTHER_HASH)
                        .together(ALL, (movies, marks) -> MovieIsolationTest.<String, RuntimeException>failLikeSpark()))
                .isInstanceOf(SparkException.class);
        assertThatThrownBy(() -> isolation(HASH).together(ALL, (movies, marks) -> {
                    die(false, A);
                    throw new IOException("connection reset");
                }))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aFailureThatNoMovieIsToBlameForIsTold() {
        assertThatThrownBy(() -> isolation(HASH).together(ALL, (movies, marks) -> {
                    throw new IllegalStateException("a fault");
                }))
                .hasMessage("a fault");
        assertThatThrownBy(() -> isolation(HASH).together(ALL, (movies, marks) -> {
                    die(false, A);
                    throw new BadOutputException("out", "It is full.", "Make room.");
                }))
                .isInstanceOf(BadOutputException.class);
        assertThatThrownBy(() -> isolation(HASH).alone(A, (movies, marks) -> {
                    throw new IllegalStateException("a fault");
                }))
                .hasMessage("a fault");
    }

    @Test
    void dyingBesideOthersCountsOnceAndAloneEachTime() throws IOException {
        for (int i = 0; i < 7; i++) {
            die(false, A, B);
        }
        assertThat(task(true, true).begin(A)).isEqualTo(MarkedTask.Standing.GO);
        List<MarkedTask.Standing> standings = new ArrayList<>();
        String value = isolation(HASH).alone(B, (movies, marks) -> {
            assertThat(movies).containsExactly(B);
            MarkedTask task = task(true, true);
            standings.add(task.begin(B));
            if (standings.get(standings.size() - 1) == MarkedTask.Standing.GO) {
                throw new IllegalStateException("executor lost");
            }
            assertThat(task.refusal(B).orElseThrow().cause()).contains("has crashed its worker 3 times");
            task.end(B);
            task.close();
            return "failed";
        });
        assertThat(value).isEqualTo("failed");
        assertThat(standings)
                .containsExactly(MarkedTask.Standing.GO, MarkedTask.Standing.GO, MarkedTask.Standing.REFUSED);
        // It stays out until it is forgiven.
        assertThat(isolation(HASH).suspects(ALL)).containsExactly(A, B);
        MovieIsolation.forgive(output, Set.of(B));
        assertThat(isolation(HASH).suspects(ALL)).containsExactly(A);
    }

    @Test
    void oneThatWasOnlyBesideIsClearedByComingThrough() throws IOException {
        die(false, A, C);
        assertThat(isolation(HASH).suspects(ALL)).containsExactly(C, A);
        for (MovieKey suspect : isolation(HASH).suspects(ALL)) {
            isolation(HASH).alone(suspect, (movies, marks) -> {
                MarkedTask task = task(true, true);
                assertThat(task.begin(suspect)).isEqualTo(MarkedTask.Standing.GO);
                task.end(suspect);
                task.close();
                return "rows";
            });
        }
        assertThat(isolation(HASH).suspects(ALL)).isEmpty();
        assertThat(temp.resolve("_attempts")).isEmptyDirectory();
    }

    @Test
    void aTaskThatIsBegunAgainLeavesWhatItDiedAtAndNothingElse() {
        die(false, A);
        MarkedTask again = task(false, true);
        assertThat(again.begin(A)).isEqualTo(MarkedTask.Standing.LEAVE);
        assertThat(again.begin(B)).isEqualTo(MarkedTask.Standing.GO);
        again.end(B);
        again.close();
        // Marks of other tasks may be of tasks that are alive.
        Map<MovieKey, MovieStage> subjects = Map.of(A, MovieStage.of(A, "segment", HASH, "a.tif"));
        MarkedTask other = new MarkedTask(
                Optional.of(new MarkedTask.Book(new AttemptMarkers(output), "run-0-1", "b", true)),
                subjects,
                new Attempts(3, 0),
                false);
        assertThat(other.begin(A)).isEqualTo(MarkedTask.Standing.GO);
        other.close();
    }

    @Test
    void onlyErrorsLeaveMarks() throws IOException {
        MarkedTask task = task(false, false);
        task.begin(A);
        task.failed(new IOException("connection reset"));
        task.close();
        assertThat(isolation(HASH).suspects(ALL)).isEmpty();
        MarkedTask error = task(false, false);
        error.begin(A);
        // As Spark wraps it.
        error.failed(new SparkException("task failed while writing rows", new OutOfMemoryError("Java heap space")));
        error.close();
        assertThat(isolation(HASH).suspects(ALL)).containsExactly(A);
    }

    @Test
    void aMovieThatTakesTooLongIsInterruptedAndRefusedAtOnce() throws IOException {
        MarkedTask task = task(HASH, false, false, 3, 1);
        task.begin(A);
        assertThatThrownBy(() -> Thread.sleep(60_000)).isInstanceOf(InterruptedException.class);
        assertThatThrownBy(() -> task.end(A)).hasMessageContaining("took longer");
        task.close();
        assertThat(isolation(HASH).suspects(ALL)).containsExactly(A);
        MarkedTask next = task(true, true);
        assertThat(next.begin(A)).isEqualTo(MarkedTask.Standing.REFUSED);
        assertThat(next.refusal(A).orElseThrow().remedy()).contains("Raise the limit");
        // One that is done in time is not.
        MarkedTask quick = task(HASH, false, false, 3, 1);
        quick.begin(B);
        quick.end(B);
        quick.close();
        assertThat(isolation(HASH).suspects(ALL)).containsExactly(A);
    }
}
