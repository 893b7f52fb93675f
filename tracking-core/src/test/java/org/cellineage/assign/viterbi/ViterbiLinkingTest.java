package org.cellineage.assign.viterbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViterbiLinkingTest {

    private static final int NONE = GlobalLineage.NONE;
    private static final double CLOSE = 1e-9;

    /** The events of a movie as lists, from which tests build it. */
    private static final class Movie {
        private final List<Integer> time = new ArrayList<>();
        private final List<Double> presence = new ArrayList<>();
        private final List<int[]> links = new ArrayList<>();
        private final List<Double> link = new ArrayList<>();
        private final List<int[]> divisions = new ArrayList<>();
        private final List<Double> division = new ArrayList<>();

        int cell(int frame, double score) {
            time.add(frame);
            presence.add(score);
            return time.size() - 1;
        }

        void link(int from, int to, double score) {
            links.add(new int[] {from, to});
            link.add(score);
        }

        void divide(int mother, int one, int other, double score) {
            divisions.add(new int[] {mother, one, other});
            division.add(score);
        }

        MovieEvents events(double appear, double disappear) {
            double[] start = new double[time.size()];
            double[] end = new double[time.size()];
            Arrays.fill(start, appear);
            Arrays.fill(end, disappear);
            return new MovieEvents(
                    time.stream().mapToInt(i -> i).toArray(),
                    doubles(presence),
                    start,
                    end,
                    links.stream().mapToInt(l -> l[0]).toArray(),
                    links.stream().mapToInt(l -> l[1]).toArray(),
                    doubles(link),
                    divisions.stream().mapToInt(d -> d[0]).toArray(),
                    divisions.stream().mapToInt(d -> d[1]).toArray(),
                    divisions.stream().mapToInt(d -> d[2]).toArray(),
                    doubles(division));
        }

        private static double[] doubles(List<Double> values) {
            return values.stream().mapToDouble(v -> v).toArray();
        }
    }

    /** A movie of a few cells in which anything may follow anything, with gaps, divisions and doubtful cells. */
    private static MovieEvents random(Random random, int frames, int most) {
        Movie movie = new Movie();
        for (int t = 0; t < frames; t++) {
            int count = random.nextInt(most + 1);
            for (int i = 0; i < count; i++) {
                movie.cell(t, 4 * random.nextDouble() - 1);
            }
        }
        for (int a = 0; a < movie.time.size(); a++) {
            for (int b = a + 1; b < movie.time.size(); b++) {
                int gap = movie.time.get(b) - movie.time.get(a);
                if (gap > 0 && gap <= 2 && random.nextDouble() < 0.7) {
                    movie.link(a, b, -3 * random.nextDouble() - gap);
                }
                for (int c = b + 1; c < movie.time.size(); c++) {
                    if (gap == 1 && movie.time.get(c).equals(movie.time.get(b)) && random.nextDouble() < 0.5) {
                        movie.divide(a, b, c, -6 * random.nextDouble());
                    }
                }
            }
        }
        return movie.events(-2.1, -1.7);
    }

    /** The score of a lineage, straight from its definition. Fails if something is not among the events. */
    private static double score(MovieEvents events, int[] parent, boolean[] present) {
        double score = 0;
        for (int i = 0; i < events.detections(); i++) {
            if (!present[i]) {
                assertThat(parent[i]).isEqualTo(NONE);
                continue;
            }
            score += events.presence()[i] + (parent[i] == NONE ? events.appear()[i] : 0);
            List<Integer> children = new ArrayList<>();
            for (int j = 0; j < parent.length; j++) {
                if (parent[j] == i) {
                    assertThat(present[j]).isTrue();
                    children.add(j);
                }
            }
            score += after(events, i, children);
        }
        return score;
    }

    private static double after(MovieEvents events, int cell, List<Integer> children) {
        if (children.isEmpty()) {
            return events.disappear()[cell];
        }
        if (children.size() == 1) {
            for (int e = 0; e < events.from().length; e++) {
                if (events.from()[e] == cell && events.to()[e] == children.get(0)) {
                    return events.link()[e];
                }
            }
        }
        for (int d = 0; d < events.mother().length && children.size() == 2; d++) {
            if (events.mother()[d] == cell
                    && children.contains(events.first()[d])
                    && children.contains(events.second()[d])) {
                return events.division()[d];
            }
        }
        return Double.NEGATIVE_INFINITY;
    }

    /** The best score of all lineages, by trying them all: each detection left out, without parent, or child of another. */
    private static double optimum(MovieEvents events, int next, int[] parent, boolean[] present) {
        if (next == events.detections()) {
            return score(events, parent, present);
        }
        present[next] = false;
        parent[next] = NONE;
        double best = optimum(events, next + 1, parent, present);
        present[next] = true;
        best = Math.max(best, optimum(events, next + 1, parent, present));
        for (int of = 0; of < next; of++) {
            if (present[of] && events.time()[of] < events.time()[next]) {
                parent[next] = of;
                best = Math.max(best, optimum(events, next + 1, parent, present));
                parent[next] = NONE;
            }
        }
        present[next] = false;
        return best;
    }

    /** The best score of a single track that goes on from a cell. */
    private static double bestTrack(MovieEvents events, int cell) {
        double best = events.disappear()[cell];
        for (int e = 0; e < events.from().length; e++) {
            if (events.from()[e] == cell) {
                best = Math.max(best, events.link()[e] + bestTrack(events, events.to()[e]));
            }
        }
        return events.presence()[cell] + best;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theFirstTrackIsTheBestOfAll(long seed) {
        Random random = new Random(seed);
        for (int repeat = 0; repeat < 100; repeat++) {
            MovieEvents events = random(random, 6, 4);
            double best = 0;
            for (int i = 0; i < events.detections(); i++) {
                best = Math.max(best, events.appear()[i] + bestTrack(events, i));
            }
            double[] gains = ViterbiLinking.solve(events).gains();
            assertThat(gains.length == 0 ? 0 : gains[0]).isCloseTo(best, within(CLOSE));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void theGainsAddUpToTheScoreWhichNeverFalls(long seed) {
        Random random = new Random(seed);
        for (int repeat = 0; repeat < 300; repeat++) {
            MovieEvents events = random(random, 8, 6);
            GlobalLineage lineage = ViterbiLinking.solve(events);
            assertThat(Arrays.stream(lineage.gains()).allMatch(gain -> gain > 0))
                    .isTrue();
            assertThat(score(events, lineage.parent(), lineage.present()))
                    .isCloseTo(Arrays.stream(lineage.gains()).sum(), within(1e-7));
        }
    }

    /** The search repeats only what may have changed. */
    @ParameterizedTest
    @ValueSource(longs = {9, 10, 11})
    void aSearchFromScratchFindsNothingElse(long seed) {
        Random random = new Random(seed);
        for (int repeat = 0; repeat < 100; repeat++) {
            EventIndex index = EventIndex.of(random(random, 8, 6));
            if (index.events().detections() == 0) {
                continue;
            }
            Lineages lineages = new Lineages(index);
            PathSearch search = new PathSearch(index, lineages);
            for (double gain = search.find(); gain > CLOSE; gain = search.find()) {
                assertThat(new PathSearch(index, lineages).find()).isCloseTo(gain, within(CLOSE));
                search.add();
            }
            assertThat(new PathSearch(index, lineages).find()).isLessThan(2 * CLOSE);
        }
    }

    /** The method does not promise the optimum, but swaps reach it in nearly all small movies. */
    @Test
    void theResultIsRarelyBelowTheOptimumAndNeverAboveIt() {
        Random random = new Random(12);
        int best = 0;
        int movies = 150;
        for (int repeat = 0; repeat < movies; repeat++) {
            MovieEvents events = random(random, 4, 2);
            int n = events.detections();
            int[] parent = new int[n];
            Arrays.fill(parent, NONE);
            double optimum = optimum(events, 0, parent, new boolean[n]);
            double found = Arrays.stream(ViterbiLinking.solve(events).gains()).sum();
            assertThat(found).isLessThan(optimum + CLOSE);
            best += found > optimum - CLOSE ? 1 : 0;
        }
        assertThat(best).isGreaterThan(movies * 9 / 10);
    }

    /**
     * Two cells that cross: the first track takes the wrong end because it scores best alone; the second makes both right.
     */
    @Test
    void aLaterTrackMendsAnEarlierOne() {
        Movie movie = new Movie();
        int a0 = movie.cell(0, 5);
        int b0 = movie.cell(0, 5);
        int a1 = movie.cell(1, 5);
        int b1 = movie.cell(1, 5);
        movie.link(a0, a1, -1);
        movie.link(b0, a1, -0.5);
        movie.link(b0, b1, -0.6);
        GlobalLineage lineage = ViterbiLinking.solve(movie.events(-4, -4));
        assertThat(lineage.gains()).hasSize(2);
        assertThat(lineage.gains()[0]).as("b0 to a1").isCloseTo(10 - 0.5 - 8, within(CLOSE));
        assertThat(lineage.parent()).containsExactly(NONE, NONE, a0, b0);
    }

    /** Only with both daughters is there a division; the second one is found by the second track. */
    @Test
    void aDivisionHasTwoDaughtersAndReplacesALink() {
        Movie movie = new Movie();
        int mother = movie.cell(0, 5);
        int one = movie.cell(1, 5);
        int other = movie.cell(1, 5);
        movie.link(mother, one, -2);
        movie.divide(mother, one, other, -3);
        GlobalLineage lineage = ViterbiLinking.solve(movie.events(-3, -3));
        assertThat(lineage.gains()).hasSize(2);
        assertThat(lineage.parent()).containsExactly(NONE, mother, mother);
    }

    /** One daughter is a better track than any with the mother, and is found before her; the second track joins all. */
    @Test
    void aMotherIsFoundAfterADaughter() {
        Movie movie = new Movie();
        int mother = movie.cell(0, 3.5);
        int one = movie.cell(1, 9);
        int other = movie.cell(1, 8);
        movie.divide(mother, one, other, -3);
        GlobalLineage lineage = ViterbiLinking.solve(movie.events(-3, -3));
        assertThat(lineage.gains()).hasSize(2);
        assertThat(lineage.parent()).containsExactly(NONE, mother, mother);
    }

    @Test
    void aDetectionThatNoTrackIsWorthIsAFalsePositive() {
        Movie movie = new Movie();
        int first = movie.cell(0, 2);
        int speck = movie.cell(0, 2);
        int second = movie.cell(1, 3);
        movie.link(first, second, -0.5);
        GlobalLineage lineage = ViterbiLinking.solve(movie.events(-2, -2));
        assertThat(lineage.present()[speck]).isFalse();
        assertThat(lineage.present()[first]).isTrue();
        assertThat(lineage.present()[second]).isTrue();
    }

    @Test
    void nothingIsFoundInAnEmptyMovie() {
        assertThat(ViterbiLinking.solve(new Movie().events(-1, -1)).gains()).isEmpty();
    }

    @Test
    void eventsThatLeadBackInTimeAreRefused() {
        Movie movie = new Movie();
        int early = movie.cell(0, 1);
        int late = movie.cell(1, 1);
        movie.link(late, early, -1);
        assertThatThrownBy(() -> movie.events(-1, -1)).hasMessageContaining("forward in time");
    }
}
