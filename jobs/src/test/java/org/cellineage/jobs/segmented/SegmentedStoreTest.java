package org.cellineage.jobs.segmented;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.run.Failure;
import org.cellineage.problem.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index of segmented batches: the newest counts, and a run sees its own changes. */
class SegmentedStoreTest {

    private static final MovieKey A = new MovieKey("P7", "A01", "1");
    private static final MovieKey B = new MovieKey("P7", "A02", "1");
    private static final MovieKey OTHER = new MovieKey("P8", "A01", "1");
    private static final Problem PROBLEM = new Problem("a.tif", "It is broken.", "Fix it.");
    private static final Segmentation SEGMENTATION = new Segmentation("classical", "", "{}", "", "", "0.1.0");

    @TempDir
    private Path temp;

    private SegmentedStore store;

    @BeforeEach
    void open() {
        store = store();
    }

    private SegmentedStore store() {
        return new SegmentedStore(OutputFolder.open(new Configuration(), temp.toString()));
    }

    private static SegmentedMovie movie(MovieKey key, Failure... failures) {
        MovieInfo info = new MovieInfo(
                key, "in", "stacks", key.id(), 8, 8, "u16", List.of("c"), 1, 60, 1, "in", 64, List.of(), "");
        return new SegmentedMovie(info, "hash", true, MoviePlan.UNKNOWN, List.of(failures));
    }

    private void batch(String name, List<SegmentedMovie> movies, Failure... lost) throws IOException {
        store.finish(new SegmentedBatch(SegmentedBatch.VERSION, name, SEGMENTATION, movies, List.of(lost)));
    }

    private List<String> batches() throws IOException {
        try (Stream<Path> folders = Files.list(temp.resolve("_segmented"))) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theNewestBatchCountsWhateverItSays() throws IOException {
        Failure lost = new Failure(A, -1, "catalog", PROBLEM);
        Failure passing = new Failure(A, 0, "segment", PROBLEM, true);
        batch("1", List.of(movie(A), movie(B)));
        batch("2", List.of(), lost, new Failure(A, -1, "catalog", new Problem("b", "b", "b")));
        SegmentedStore.Index index = store.index();
        assertThat(index.movies().keySet()).containsExactly(B);
        assertThat(index.lost()).hasSize(2);
        assertThat(index.keys()).containsExactly(A, B);
        batch("3", List.of(movie(A, passing)));
        index = store.index();
        assertThat(index.lost()).isEmpty();
        assertThat(index.batches().get(A).name()).isEqualTo("3");
        assertThat(index.batches().get(B).name()).isEqualTo("1");
        assertThat(index.movies().get(A).failures()).containsExactly(passing);
        // Later names count, in whatever order they are written.
        batch("0", List.of(movie(A), movie(B)));
        assertThat(store.index()).isEqualTo(index);
    }

    @Test
    void whatIsHeldFollowsTheRunsOwnChangesAndIsReadOnce() throws IOException {
        batch("1", List.of(movie(A)));
        store.hold();
        SegmentedStore.Index before = store.index();
        // Unreadable from here on: whoever looks again, fails.
        Files.writeString(temp.resolve("_segmented/1/batch.json"), "{");
        assertThat(store.index()).isEqualTo(before);
        batch("2", List.of(movie(A), movie(B)));
        assertThat(store.index().keys()).containsExactly(A, B);
        store.removeSuperseded(Set.of("P7"));
        assertThat(batches()).containsExactly("2");
        store.forget(Set.of(B), Set.of("P7"));
        assertThat(store.index().keys()).containsExactly(A);
        assertThat(store().index()).isEqualTo(store.index());
        store.removeAllOf(Set.of(A));
        assertThat(batches()).isEmpty();
        assertThat(store.index().keys()).isEmpty();
    }

    @Test
    void batchesOfEarlierVersionsKnowNoPredictedChannelsOfMovies() throws IOException {
        batch("1", List.of(movie(A)));
        Path file = temp.resolve("_segmented/1/batch.json");
        ObjectNode root = (ObjectNode) new ObjectMapper().readTree(Files.readString(file));
        ObjectNode info = (ObjectNode) root.path("movies").path(0).path("info");
        assertThat(info.remove("predicted")).isNotNull();
        Files.writeString(file, root.toString());
        assertThat(store().index().movies().get(A)).isEqualTo(movie(A));
    }

    @Test
    void batchesWithMoviesOfOthersStay() throws IOException {
        batch("1", List.of(movie(A), movie(OTHER)));
        batch("2", List.of(movie(A)));
        batch("3", List.of(movie(OTHER)));
        store.hold();
        store.removeSuperseded(Set.of("P7"));
        assertThat(batches()).containsExactly("1", "2", "3");
        store.forget(Set.of(A), Set.of("P7"));
        assertThat(batches()).containsExactly("1", "3");
        store.removeAllOf(Set.of(A));
        assertThat(batches()).containsExactly("1", "3");
    }
}
