package org.cellineage.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cellineage.format.MovieKey;
import org.junit.jupiter.api.Test;

class MovieSharesTest {

    private static MovieKey movie(int number) {
        return new MovieKey("P", "A" + number, "1");
    }

    private static long[] loads(Map<MovieKey, Long> work, Map<MovieKey, Integer> taskOf, int tasks) {
        long[] loads = new long[tasks];
        taskOf.forEach((movie, task) -> loads[task] += work.get(movie));
        return loads;
    }

    /** The least possible work of the task with the most, by trying all ways. */
    private static long best(long[] works, int next, long[] loads) {
        if (next == works.length) {
            return Arrays.stream(loads).max().orElse(0);
        }
        long best = Long.MAX_VALUE;
        for (int task = 0; task < loads.length; task++) {
            loads[task] += works[next];
            best = Math.min(best, best(works, next + 1, loads));
            loads[task] -= works[next];
        }
        return best;
    }

    @Test
    void noTaskHasMoreThanFourThirdsOfTheBest() {
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            int tasks = 1 + random.nextInt(3);
            Map<MovieKey, Long> work = new LinkedHashMap<>();
            for (int m = random.nextInt(8); m >= 0; m--) {
                work.put(movie(m), (long) random.nextInt(random.nextBoolean() ? 10 : 1000));
            }
            Map<MovieKey, Integer> taskOf = MovieShares.of(work, tasks);
            assertThat(taskOf.keySet()).isEqualTo(work.keySet());
            long[] loads = loads(work, taskOf, tasks);
            long best = best(work.values().stream().mapToLong(Long::longValue).toArray(), 0, new long[tasks]);
            assertThat(3 * Arrays.stream(loads).max().orElse(0)).isLessThanOrEqualTo(4 * best);
            for (int task = 1; task < tasks; task++) {
                assertThat(loads[task]).as("most work first").isLessThanOrEqualTo(loads[task - 1]);
            }
        }
    }

    @Test
    void aLongMovieIsAloneAndBeginsFirst() {
        Map<MovieKey, Long> work = new LinkedHashMap<>();
        for (int m = 0; m < 20; m++) {
            work.put(movie(m), 10L);
        }
        work.put(movie(20), 1000L);
        Map<MovieKey, Integer> taskOf = MovieShares.of(work, 4);
        assertThat(taskOf.get(movie(20))).isZero();
        assertThat(Collections.frequency(taskOf.values(), 0)).isEqualTo(1);
        assertThat(loads(work, taskOf, 4)).containsExactly(1000, 70, 70, 60);
    }

    @Test
    void theOrderOfTheMoviesDoesNotMatter() {
        Random random = new Random(5);
        Map<MovieKey, Long> work = new LinkedHashMap<>();
        for (int m = 0; m < 50; m++) {
            work.put(movie(m), (long) random.nextInt(5));
        }
        Map<MovieKey, Integer> taskOf = MovieShares.of(work, 7);
        List<Map.Entry<MovieKey, Long>> entries = new ArrayList<>(work.entrySet());
        Collections.shuffle(entries, random);
        Map<MovieKey, Long> shuffled = new LinkedHashMap<>();
        entries.forEach(entry -> shuffled.put(entry.getKey(), entry.getValue()));
        assertThat(MovieShares.of(shuffled, 7)).isEqualTo(taskOf);
    }
}
