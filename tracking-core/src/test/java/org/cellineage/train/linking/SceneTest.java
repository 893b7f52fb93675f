package org.cellineage.train.linking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.cellineage.train.linking.TrueMovies.disc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.cell.Cell;
import org.cellineage.format.TrackSpan;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.learned.DivisionFeatures;
import org.cellineage.link.learned.LinkInputs;
import org.cellineage.model.Tensor;
import org.junit.jupiter.api.Test;

/**
 * The problems of a small movie: cell 1 divides into 11 and 12 in frame 2, cell 2 is not seen in frame 2, a false cell is
 * seen in frame 1, and 3 to 6 stay where they are.
 */
class SceneTest {

    private static final int SIDE = 160;
    private static final int CLASSES_AT = 9;

    private static LinkMovie movie() {
        List<List<TrueMovies.Disc>> frames = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            List<TrueMovies.Disc> discs = new ArrayList<>();
            if (t < 2) {
                discs.add(disc(1, 40, 40));
            } else {
                discs.add(new TrueMovies.Disc(11, 40, 33, 5));
                discs.add(new TrueMovies.Disc(12, 40, 47, 5));
            }
            if (t != 2) {
                discs.add(disc(2, 40 + t, 90));
            }
            if (t == 1) {
                discs.add(disc(0, 80, 66));
            }
            discs.add(disc(3, 120, 40));
            discs.add(disc(4, 118 + t, 80));
            discs.add(disc(5, 120, 122));
            discs.add(disc(6, 70, 130));
            frames.add(discs);
        }
        return TrueMovies.drawn(
                SIDE,
                frames,
                new TrackSpan(1, 0, 1, 0),
                new TrackSpan(11, 2, 5, 1),
                new TrackSpan(12, 2, 5, 1),
                new TrackSpan(2, 0, 5, 0),
                new TrackSpan(3, 0, 5, 0),
                new TrackSpan(4, 0, 5, 0),
                new TrackSpan(5, 0, 5, 0),
                new TrackSpan(6, 0, 5, 0));
    }

    /** By frame, the true tracks that are followed into it. */
    private static Map<Integer, List<Integer>> followed(LinkMovie movie, int... frames) {
        Map<Integer, List<Integer>> followed = new TreeMap<>();
        TrueMovies.play(movie, frames, (scene, frame, problem, tracks) -> {
            assertThat(problem.frame()).isEqualTo(frame);
            assertThat(problem.tracks()).hasSize(tracks.length);
            followed.put(frame, java.util.Arrays.stream(tracks).sorted().boxed().toList());
        });
        return followed;
    }

    @Test
    void tracksAreFollowedAsByATrackerWithoutMistakes() {
        Map<Integer, List<Integer>> followed = followed(movie(), 0, 1, 2, 3, 4, 5);
        assertThat(followed).containsOnlyKeys(1, 2, 3, 4, 5);
        assertThat(followed.get(1)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(followed.get(2)).containsExactly(0, 1, 2, 3, 4, 5, 6);
        // The mother is no more; the false cell and the unseen one are still looked for.
        assertThat(followed.get(3)).containsExactly(0, 2, 3, 4, 5, 6, 11, 12);
        assertThat(followed.get(4)).containsExactly(0, 2, 3, 4, 5, 6, 11, 12);
        // After two frames the false cell is not looked for any more.
        assertThat(followed.get(5)).containsExactly(2, 3, 4, 5, 6, 11, 12);
    }

    @Test
    void theUnseenCellIsTakenUpAgain() {
        TrueMovies.play(movie(), new int[] {0, 1, 2, 3, 4, 5}, (scene, frame, problem, tracks) -> {
            for (int i = 0; i < tracks.length; i++) {
                if (tracks[i] == 2) {
                    int missed = frame == 3 ? 1 : 0;
                    int seen = frame <= 2 ? frame : frame - 1;
                    assertThat(problem.tracks().get(i).timesSeen()).isEqualTo(seen);
                    assertThat(frame - problem.tracks().get(i).last().frame() - 1)
                            .isEqualTo(missed);
                }
            }
        });
    }

    @Test
    void cellsAreFoundAgainWhereTheyWereSeen() {
        LinkMovie movie = movie();
        int[] frames = {1, 3, 5};
        TrueMovies.play(movie, frames, (scene, frame, problem, tracks) -> {
            for (Cell cell : problem.cells()) {
                Scene.Seen seen = scene.seen(cell);
                assertThat(seen.frame()).isEqualTo(frame);
                LinkMovie.Frame of = movie.frames().get(frames[frame]);
                assertThat(scene.frame(frame)).isSameAs(of);
                assertThat(cell.yPx()).isEqualTo(of.cells().get(seen.cell()).yPx());
            }
        });
    }

    /** The answers of a problem's pairs as the batch holds them: by track and cell, the class and its weight. */
    private static Map<String, String> answers(LinkMovie movie, int wanted, int... frames) {
        Map<String, String> answers = new HashMap<>();
        TrueMovies.play(movie, frames, (scene, frame, problem, truth) -> {
            if (frame == wanted) {
                List<Tensor> tensors = batch(scene, frame, problem, truth);
                float[] classes = tensors.get(CLASSES_AT).values();
                float[] weights = tensors.get(CLASSES_AT + 1).values();
                for (int i = 0; i < truth.length; i++) {
                    for (int e = problem.rowStart()[i]; e < problem.rowStart()[i + 1]; e++) {
                        int cell = scene.cells(frame).track()[problem.cell()[e]];
                        assertThat(classes[3 * e] + classes[3 * e + 1] + classes[3 * e + 2])
                                .isLessThanOrEqualTo(1);
                        String kind = classes[3 * e] == 1
                                ? "different"
                                : classes[3 * e + 1] == 1 ? "same" : classes[3 * e + 2] == 1 ? "mother" : "none";
                        answers.put(truth[i] + ">" + cell, kind + " " + weights[e]);
                    }
                }
            }
        });
        return answers;
    }

    private static List<Tensor> batch(Scene scene, int frame, LinkProblem problem, int[] truth) {
        LinkBatch batch = new LinkBatch();
        batch.add(scene, frame, problem, truth, 0, 0, 99, LinkBatch.Appearance.plain(), new SplittableRandom(1));
        return batch.tensors();
    }

    @Test
    void pairsHaveTheirRightAnswers() {
        Map<String, String> answers = answers(movie(), 2, 0, 1, 2, 3);
        assertThat(answers)
                .containsEntry("1>11", "mother 8.0")
                .containsEntry("1>12", "mother 8.0")
                .containsEntry("3>3", "same 2.0")
                .containsEntry("4>4", "same 2.0")
                .containsEntry("0>11", "different 1.0")
                .containsEntry("2>12", "different 1.0");
        assertThat(answers.values()).containsOnly("mother 8.0", "same 2.0", "different 1.0");
        // A false cell beside a false track is a lesson to nobody.
        assertThat(answers(twoFalse(), 1, 0, 1)).containsEntry("0>0", "different 0.0");
    }

    private static LinkMovie twoFalse() {
        List<TrueMovies.Disc> discs = List.of(disc(0, 40, 40), disc(2, 40, 80), disc(3, 80, 40), disc(4, 80, 80));
        return TrueMovies.drawn(SIDE, List.of(discs, discs), new TrackSpan(2, 0, 1, 0));
    }

    /** The mother's frame left out and her daughters divided: grandmothers are not asked about. */
    @Test
    void grandmothersAreNotAskedAbout() {
        LinkMovie movie = TrueMovies.drawn(
                SIDE,
                List.of(
                        List.of(disc(1, 40, 40), disc(2, 40, 90), disc(3, 90, 40), disc(4, 90, 90)),
                        List.of(disc(21, 40, 33), disc(22, 40, 50), disc(2, 40, 90), disc(3, 90, 40), disc(4, 90, 90))),
                new TrackSpan(1, 0, 0, 0),
                new TrackSpan(11, 1, 1, 1),
                new TrackSpan(12, 1, 1, 1),
                new TrackSpan(21, 2, 2, 11),
                new TrackSpan(22, 2, 2, 11));
        Map<String, String> answers = answers(movie, 1, 0, 1);
        assertThat(answers).containsEntry("1>21", "none 0.0").containsEntry("1>22", "none 0.0");
        assertThat(answers).containsEntry("2>2", "same 2.0");
    }

    @Test
    void theOneTrueDivisionIsMarked() {
        TreeSet<String> marked = new TreeSet<>();
        TrueMovies.play(movie(), new int[] {0, 1, 2, 3, 4}, (scene, frame, problem, truth) -> {
            List<Tensor> tensors = batch(scene, frame, problem, truth);
            float[] isDivision = tensors.get(15).values();
            List<DivisionFeatures.Candidate> divisions = LinkInputs.of(problem).divisions();
            assertThat(isDivision).hasSize(Math.max(1, divisions.size()));
            for (int d = 0; d < divisions.size(); d++) {
                if (isDivision[d] == 1) {
                    int[] tracks = scene.cells(frame).track();
                    marked.add(frame + ": " + truth[divisions.get(d).mother()] + " into "
                            + tracks[problem.cell()[divisions.get(d).first()]] + " and "
                            + tracks[problem.cell()[divisions.get(d).second()]]);
                }
            }
        });
        assertThat(marked).containsExactly("2: 1 into 11 and 12");
    }

    @Test
    void missedCellsAreMissedAndJitterMovesTheOthers() {
        LinkMovie movie = TrueMovies.simulated("a", 1, 2);
        LinkMovie.Frame frame = movie.frames().get(0);
        SplittableRandom random = new SplittableRandom(3);
        int kept = 0;
        double jitter = 0;
        for (int n = 0; n < 40; n++) {
            SceneCells shown = SceneCells.of(
                    movie,
                    frame,
                    SceneMotion.still(),
                    new SceneCells.Showing(1, 0, 0.25, 0.1, 0, 0, false, 0, 0, 0),
                    random);
            kept += shown.cells().size();
            for (int c = 0; c < shown.cells().size(); c++) {
                Cell original = frame.cells().get(shown.origin()[c]);
                assertThat(shown.track()[c]).isEqualTo(frame.track()[shown.origin()[c]]);
                assertThat(shown.cells().get(c).label()).isEqualTo(c + 1);
                assertThat(shown.cells().get(c).areaPx()).isEqualTo(original.areaPx());
                double dy = shown.cells().get(c).yPx() - original.yPx();
                jitter += dy * dy;
            }
        }
        int all = 40 * frame.cells().size();
        assertThat((double) kept / all).isCloseTo(0.75, within(0.06));
        double sigma = Math.sqrt(jitter / kept) / frame.views().scale().diameterPx();
        assertThat(sigma).isCloseTo(0.1, within(0.01));
    }

    /** A lineage is shown in all frames or in none. */
    @Test
    void ofFewLineagesAllCellsAreShown() {
        LinkMovie movie = TrueMovies.simulated("a", 1, 6);
        for (int choice = 0; choice < 20; choice++) {
            java.util.Map<Integer, Boolean> shown = new java.util.HashMap<>();
            for (LinkMovie.Frame frame : movie.frames()) {
                SceneCells cells = SceneCells.of(
                        movie,
                        frame,
                        SceneMotion.still(),
                        new SceneCells.Showing(0.5, choice, 0, 0, 0, 0, false, 0, 0, 0),
                        new SplittableRandom(choice));
                for (int i = 0; i < frame.cells().size(); i++) {
                    int index = i;
                    boolean here = java.util.Arrays.stream(cells.origin()).anyMatch(origin -> origin == index);
                    assertThat(shown.computeIfAbsent(movie.root(frame.track()[i]), root -> here))
                            .isEqualTo(here);
                }
            }
        }
    }

    /** Without the mother's last frame and the daughters' first two, all else is shown. */
    @Test
    void dividingCellsMayBeUnseen() {
        LinkMovie movie = movie();
        for (LinkMovie.Frame frame : movie.frames()) {
            SceneCells shown = SceneCells.of(
                    movie,
                    frame,
                    SceneMotion.still(),
                    new SceneCells.Showing(1, 0, 0, 0, 0, 0, false, 0, 1, 2),
                    new SplittableRandom(1));
            List<Integer> expected = new ArrayList<>();
            for (int track : frame.track()) {
                boolean unseen = track == 1 ? frame.frame() == 1 : (track == 11 || track == 12) && frame.frame() < 4;
                if (!unseen) {
                    expected.add(track);
                }
            }
            assertThat(shown.track())
                    .as("frame " + frame.frame())
                    .containsExactly(expected.stream().mapToInt(track -> track).toArray());
        }
    }

    @Test
    void cellsWithoutShapeAreEqualDiscsAndThoseWithoutLightAreEqualInLight() {
        LinkMovie movie = TrueMovies.simulated("a", 1, 2);
        LinkMovie.Frame frame = movie.frames().get(0);
        SceneCells shown = SceneCells.of(
                movie,
                frame,
                SceneMotion.still(),
                new SceneCells.Showing(1, 0, 0, 0, 1, 0, true, 0, 0, 0),
                new SplittableRandom(1));
        assertThat(shown.cells()).hasSameSizeAs(frame.cells());
        for (int c = 0; c < shown.cells().size(); c++) {
            Cell cell = shown.cells().get(c);
            assertThat(cell.mask()).isEqualTo(shown.cells().get(0).mask());
            assertThat(cell.intensities()).isEqualTo(shown.cells().get(0).intensities());
            assertThat(cell.yPx()).isEqualTo(frame.cells().get(c).yPx());
            int[] painted = new int[400 * 400];
            cell.mask().paint(painted, 400, cell.box().movedBy(100, 100), 1);
            assertThat(java.util.Arrays.stream(painted).sum()).isEqualTo(cell.areaPx());
        }
    }
}
