package org.cellineage.jobs.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
                                    key, "in", "stacks", key.id(), 8, 8, "u16", List.of("c"), 1, 60, 1, "in", 64));
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
                SEGMENTATION.softwareVersion());
    }

    private static PublishedMovie good(MovieKey key) {
        return published(key, "ok", false, false);
    }

    private static WorkPlan plan(MovieSelection selection, List<PublishedMovie> published) {
        return WorkPlan.of(catalog(List.of(), A1, A2, B1), selection, published, SEGMENTATION, "settings");
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
                                "others")
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
                "settings");
        assertThat(plan.movies()).hasSize(1);
        assertThat(plan.failures()).containsExactly(ofAll);
    }
}
