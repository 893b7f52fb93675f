package org.cellineage.jobs.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.cellineage.format.Calibration;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.image.PixelType;
import org.cellineage.jobs.catalog.InputCatalog;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.run.MovieSelection;
import org.cellineage.jobs.segmented.Segmentation;
import org.cellineage.jobs.store.PublishedMovie;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.junit.jupiter.api.Test;

/** Which movies a run does, leaves and keeps. */
class WorkPlanTest {

    private static final MovieKey A1 = new MovieKey("P7", "A01", "1");
    private static final MovieKey A2 = new MovieKey("P7", "A01", "2");
    private static final MovieKey B1 = new MovieKey("P7", "B01", "1");
    private static final MovieKey GONE = new MovieKey("P7", "A01", "9");
    private static final MovieKey GONE_WELL = new MovieKey("P7", "C01", "1");
    private static final Segmentation SEGMENTATION = new Segmentation("classical", "", "{}", "", "", "0.1.0");

    private static InputCatalog catalog(List<Failure> failures, MovieKey... keys) {
        Map<MovieKey, MovieInfo> infos = new HashMap<>();
        List<Movie> movies = Stream.of(keys)
                .map(key -> {
                    infos.put(
                            key,
                            new MovieInfo(
                                    key,
                                    "in",
                                    "stacks",
                                    key.id(),
                                    8,
                                    8,
                                    "u16",
                                    List.of("c"),
                                    1,
                                    60,
                                    1,
                                    "in",
                                    64,
                                    List.of(),
                                    ""));
                    FrameRef frame = new FrameRef(0, List.of(PlaneRef.tiff(key.id(), 0)));
                    return new Movie(
                            key,
                            key.id(),
                            8,
                            8,
                            PixelType.U16,
                            List.of("c"),
                            new Calibration(1, 60),
                            1,
                            List.of(frame));
                })
                .toList();
        return new InputCatalog(movies, infos, failures, List.of(), Map.of(), Set.of());
    }

    private static PublishedMovie published(MovieKey key, String status, boolean failedSince, boolean mayPass) {
        return new PublishedMovie(
                key,
                status,
                failedSince,
                mayPass,
                "in",
                "settings",
                SEGMENTATION.modelHash(),
                SEGMENTATION.linkModelHash(),
                SEGMENTATION.softwareVersion(),
                "");
    }

    private static PublishedMovie good(MovieKey key) {
        return published(key, "ok", false, false);
    }

    private static WorkPlan plan(MovieSelection selection, List<PublishedMovie> published) {
        return WorkPlan.of(catalog(List.of(), A1, A2, B1), selection, published, SEGMENTATION, "settings", Map.of());
    }

    @Test
    void onlyWhatIsNewOrChangedOrWorthAnotherTryIsDone() {
        assertThat(plan(MovieSelection.CHANGED, List.of()).processed()).containsExactlyInAnyOrder(A1, A2, B1);
        WorkPlan none = plan(MovieSelection.CHANGED, List.of(good(A1), good(A2), good(B1)));
        assertThat(none.isEmpty()).isTrue();
        assertThat(none.unchanged()).isEqualTo(3);
        // Frames that are broken stay so; frames that could not be read are tried again.
        WorkPlan again = plan(
                MovieSelection.CHANGED,
                List.of(
                        published(A1, "partial", false, false),
                        published(A2, "partial", false, true),
                        published(B1, "ok", true, false)));
        assertThat(again.processed()).containsExactlyInAnyOrder(A2, B1);
        assertThat(again.kept()).isEqualTo(Map.of("P7", Set.of(A1)));
        assertThat(WorkPlan.of(
                                catalog(List.of(), A1),
                                MovieSelection.CHANGED,
                                List.of(good(A1)),
                                SEGMENTATION,
                                "others",
                                Map.of())
                        .processed())
                .containsExactly(A1);
    }

    @Test
    void namesChooseMoviesAndWellsAndMustBeThere() {
        WorkPlan well = plan(new MovieSelection(List.of("P7/A01"), true, false), List.of(good(A1), good(B1)));
        assertThat(well.processed()).containsExactlyInAnyOrder(A1, A2);
        assertThat(well.kept()).isEqualTo(Map.of("P7", Set.of(B1)));
        WorkPlan failed = plan(
                new MovieSelection(List.of(), false, true), List.of(good(A1), published(A2, "partial", false, false)));
        assertThat(failed.processed()).containsExactly(A2);
        assertThatThrownBy(() -> plan(new MovieSelection(List.of("P7/A1"), false, false), List.of()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("P7/A1");
    }

    @Test
    void moviesThatTheInputHasNoMoreGoWithTheirWellAlone() {
        List<PublishedMovie> before = List.of(good(A1), good(A2), good(B1), good(GONE), good(GONE_WELL));
        WorkPlan whole = plan(MovieSelection.CHANGED, before);
        assertThat(whole.vanished()).isEqualTo(Map.of("P7", Set.of("A01")));
        assertThat(whole.kept()).isEqualTo(Map.of("P7", Set.of(A1, A2, B1)));
        WorkPlan part = plan(new MovieSelection(List.of("P7/B01"), true, false), before);
        assertThat(part.vanished()).isEmpty();
        assertThat(part.kept()).isEqualTo(Map.of("P7", Set.of(A1, A2, GONE, GONE_WELL)));
    }

    @Test
    void failuresOfTheInputAreOfTheRun() {
        Problem problem = new Problem("in", "It is broken.", "Fix it.");
        Failure ofA2 = new Failure(A2, -1, "catalog", problem);
        Failure ofAll = new Failure(Failure.UNKNOWN_MOVIE, -1, "catalog", problem);
        WorkPlan plan = WorkPlan.of(
                catalog(List.of(ofA2, ofAll), A1),
                new MovieSelection(List.of("P7/A01/1"), false, false),
                List.of(),
                SEGMENTATION,
                "settings",
                Map.of());
        assertThat(plan.movies()).hasSize(1);
        assertThat(plan.failures()).containsExactly(ofAll);
    }

    /** Whatever is published and asked for, each movie has one fate, and the order of lists changes nothing. */
    @Test
    void everyMovieIsProcessedOrKeptOrGone() {
        Random random = new Random(7);
        int processedAtAll = 0;
        int keptAtAll = 0;
        for (int i = 0; i < 500; i++) {
            List<MovieKey> input = keys(random);
            List<PublishedMovie> before = new ArrayList<>();
            for (MovieKey key : keys(random)) {
                before.add(published(
                        key, random.nextBoolean() ? "ok" : "partial", random.nextInt(4) == 0, random.nextInt(4) == 0));
            }
            List<String> only = random.nextBoolean() || input.isEmpty()
                    ? List.of()
                    : List.of(input.get(random.nextInt(input.size())).id());
            MovieSelection selection = new MovieSelection(only, random.nextInt(4) == 0, random.nextInt(4) == 0);
            InputCatalog catalog = catalog(List.of(), input.toArray(new MovieKey[0]));
            WorkPlan plan = WorkPlan.of(catalog, selection, before, SEGMENTATION, "settings", Map.of());

            Set<MovieKey> chosen = new HashSet<>(input);
            chosen.removeIf(key -> !selection.names(key));
            assertThat(chosen).containsAll(plan.processed());
            assertThat(plan.movies().stream().map(Movie::key)).containsExactlyInAnyOrderElementsOf(plan.processed());
            if (!selection.retryFailed()) {
                assertThat(plan.processed().size() + plan.unchanged()).isEqualTo(chosen.size());
            }
            Set<MovieKey> kept = new HashSet<>();
            plan.kept().values().forEach(kept::addAll);
            assertThat(Collections.disjoint(kept, plan.processed())).isTrue();
            for (PublishedMovie movie : before) {
                MovieKey key = movie.key();
                boolean gone = !selection.isPart() && !input.contains(key);
                assertThat(kept.contains(key)).isEqualTo(!plan.processed().contains(key) && !gone);
                boolean wellIsRead = input.stream()
                        .anyMatch(other -> other.plate().equals(key.plate())
                                && other.well().equals(key.well()));
                if (gone && wellIsRead) {
                    assertThat(plan.vanished().get(key.plate())).contains(key.well());
                }
            }
            processedAtAll += plan.processed().size();
            keptAtAll += kept.size();

            Collections.shuffle(before, random);
            Collections.shuffle(input, random);
            WorkPlan again = WorkPlan.of(
                    catalog(List.of(), input.toArray(new MovieKey[0])),
                    selection,
                    before,
                    SEGMENTATION,
                    "settings",
                    Map.of());
            assertThat(again.processed()).isEqualTo(plan.processed());
            assertThat(again.kept()).isEqualTo(plan.kept());
            assertThat(again.vanished()).isEqualTo(plan.vanished());
            assertThat(again.unchanged()).isEqualTo(plan.unchanged());
        }
        assertThat(processedAtAll).isPositive();
        assertThat(keptAtAll).isPositive();
    }

    private static List<MovieKey> keys(Random random) {
        List<MovieKey> keys = new ArrayList<>();
        for (String plate : List.of("P1", "P2")) {
            for (String well : List.of("A01", "A02")) {
                for (String site : List.of("1", "2")) {
                    if (random.nextBoolean()) {
                        keys.add(new MovieKey(plate, well, site));
                    }
                }
            }
        }
        return keys;
    }

    /** A movie is as it was only if its files, settings, models and the software are. */
    @Test
    void anyDifferenceIsReasonEnough() {
        List<String> same = List.of("in", "settings", "", "", "0.1.0", "");
        for (int i = -1; i < same.size(); i++) {
            List<String> hashes = new ArrayList<>(same);
            if (i >= 0) {
                hashes.set(i, "other");
            }
            PublishedMovie before = new PublishedMovie(
                    A1,
                    "ok",
                    false,
                    false,
                    hashes.get(0),
                    hashes.get(1),
                    hashes.get(2),
                    hashes.get(3),
                    hashes.get(4),
                    hashes.get(5));
            WorkPlan plan = WorkPlan.of(
                    catalog(List.of(), A1),
                    MovieSelection.CHANGED,
                    List.of(before),
                    SEGMENTATION,
                    "settings",
                    Map.of());
            assertThat(plan.processed()).as(hashes.toString()).hasSize(i < 0 ? 0 : 1);
        }
    }
}
