package org.cellineage.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.cell.CellFeatures;
import org.cellineage.cell.FrameFeatures;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.cell.Thumbnail;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.LookAhead;
import org.cellineage.link.Observation;
import org.cellineage.link.TrackHistory;
import org.cellineage.link.learned.CellVector;
import org.cellineage.link.learned.DivisionFeatures;
import org.cellineage.link.learned.LearnedScorer;
import org.cellineage.link.learned.LinkInputs;
import org.cellineage.link.learned.LinkingModel;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.junit.jupiter.api.Test;

/** What is chosen where the networks say what the test wants them to. */
class LearnedLinkerTest {

    private static final LinkingModel.Settings SETTINGS =
            new LinkingModel.Settings(1, 1, TrackHistory.LENGTH, LinkInputs.VERSION, 50, 6, 1, 2, 1, 1, 0.2, 0.3);

    /** Says the same whatever it is asked. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Said(int columns, float[] values) implements Network {

        @Override
        public List<Tensor> run(Tensor input) {
            return run(List.of(input));
        }

        @Override
        public List<Tensor> run(List<Tensor> inputs) {
            int rows = (int) inputs.get(0).shape()[0];
            float[] said = values.length == 0 ? new float[rows * columns] : values;
            return List.of(new Tensor(new long[] {rows, columns}, said));
        }

        @Override
        public void close() {
            throw new IllegalStateException("the linker closes no network");
        }
    }

    /** Tracks and cells in two rows, all within reach of one another. */
    private static SegmentedFrame frame(int number, int cells) {
        Scenes.Disc[] discs = new Scenes.Disc[cells];
        for (int i = 0; i < cells; i++) {
            discs[i] = Scenes.disc(60 + 20 * number, 30 + 31 * i + 7 * (i % 2) + 3 * number);
        }
        SegmentedFrame plain = Scenes.frame(number, discs);
        List<CellFeatures> cellFeatures = new ArrayList<>();
        for (int i = 0; i < cells; i++) {
            cellFeatures.add(new CellFeatures(new float[1], new float[CellVector.SIZE], 30));
        }
        Thumbnail thumbnail = new Thumbnail(4, 4, Scenes.SIZE, Scenes.SIZE, 16, new byte[16]);
        return new SegmentedFrame(
                number, Scenes.SIZE, Scenes.SIZE, plain.cells(), new FrameFeatures(thumbnail, cellFeatures));
    }

    private static LinkProblem problem(int tracks, int cells) {
        return problem(new int[tracks], cells);
    }

    /** Tracks that were last seen in those frames. */
    private static LinkProblem problem(int[] lastSeen, int cells) {
        int tracks = lastSeen.length;
        SegmentedFrame before = frame(0, tracks);
        List<TrackHistory> histories = new ArrayList<>();
        for (int i = 0; i < tracks; i++) {
            histories.add(new TrackHistory(
                    i + 1,
                    Observation.first(
                            lastSeen[i],
                            before.cells().get(i),
                            before.features().cellFeatures().get(i))));
        }
        LearnedLinker linker = linker(problemless(), new double[0][], new double[0]);
        SegmentedFrame now = frame(1, cells);
        LinkProblem problem = linker.candidates().find(3, histories, now.cells(), linker.cellFeatures(now), List.of());
        assertThat(problem.entries()).isEqualTo(tracks * cells);
        return problem;
    }

    private static LinkProblem problemless() {
        return new LinkProblem(
                1,
                1,
                List.of(),
                List.of(),
                List.of(),
                0,
                0,
                new double[0],
                new double[0],
                new double[0],
                new double[0],
                new int[1],
                new int[0],
                LookAhead.none(0));
    }

    /**
     * A linker whose networks give those probabilities.
     *
     * @param same by track and cell
     * @param divisions of each candidate of the problem
     */
    private static LearnedLinker linker(LinkProblem problem, double[][] same, double[] divisions) {
        float[] logits = new float[3 * problem.entries()];
        for (int i = 0; i < same.length; i++) {
            for (int e = problem.rowStart()[i]; e < problem.rowStart()[i + 1]; e++) {
                double p = same[i][problem.cell()[e]];
                logits[3 * e] = (float) Math.log((1 - p) / 2);
                logits[3 * e + 1] = (float) Math.log(p);
                logits[3 * e + 2] = logits[3 * e];
            }
        }
        float[] division = new float[divisions.length];
        for (int d = 0; d < division.length; d++) {
            division[d] = (float) Math.log(divisions[d] / (1 - divisions[d]));
        }
        LearnedScorer scorer =
                new LearnedScorer(new Said(1, new float[0]), new Said(3, logits), new Said(1, division), SETTINGS);
        return new LearnedLinker(LinkOptions.DEFAULTS, scorer, SETTINGS);
    }

    private static boolean[] all(int tracks) {
        boolean[] may = new boolean[tracks];
        Arrays.fill(may, true);
        return may;
    }

    /** None of the problem's divisions is likely but this one. */
    private static double[] only(LinkProblem problem, int mother, int first, int second, double probability) {
        List<DivisionFeatures.Candidate> candidates = LinkInputs.of(problem).divisions();
        double[] divisions = new double[candidates.size()];
        Arrays.fill(divisions, 0.01);
        int set = 0;
        for (int d = 0; d < divisions.length; d++) {
            DivisionFeatures.Candidate candidate = candidates.get(d);
            if (candidate.mother() == mother
                    && problem.cell()[candidate.first()] == first
                    && problem.cell()[candidate.second()] == second) {
                divisions[d] = probability;
                set++;
            }
        }
        assertThat(set).isEqualTo(1);
        return divisions;
    }

    private static double[] none(LinkProblem problem) {
        double[] divisions = new double[LinkInputs.of(problem).divisions().size()];
        Arrays.fill(divisions, 0.01);
        return divisions;
    }

    @Test
    void linksAreThoseThatAreTogetherMostProbable() {
        LinkProblem problem = problem(2, 2);
        double[][] same = {{0.6, 0.9}, {0.95, 0.5}};
        FrameLinks links = linker(problem, same, none(problem)).link(frame(1, 2), problem, LinkDoubts.none(all(2)));
        assertThat(links.trackOfCell()).containsExactly(1, 0);
        assertThat(links.probability()).containsExactly(new double[] {0.95, 0.9}, within(1e-6));
        // The best other choice for cell 0 or track 1 is track 0 with .6; for cell 1 or track 0 the same.
        assertThat(links.margin()).containsExactly(new double[] {0.35, 0.3}, within(1e-6));
        assertThat(links.divisions()).isEmpty();
    }

    @Test
    void aLinkBelowTheThresholdIsNone() {
        LinkProblem problem = problem(2, 2);
        double[][] same = {{0.19, 0.001}, {0.001, 0.21}};
        FrameLinks links = linker(problem, same, none(problem)).link(frame(1, 2), problem, LinkDoubts.none(all(2)));
        assertThat(links.trackOfCell()).containsExactly(FrameLinks.NONE, 1);
        assertThat(links.probability()[0]).isNaN();
        assertThat(links.margin()[0]).isNaN();
        assertThat(links.margin()[1]).isCloseTo(0.21 - 0.001, within(1e-6));
    }

    /** A doubt about a cell or a track weighs as much as one about their link. */
    @Test
    void aDoubtfulCellNeedsABetterLink() {
        LinkProblem sure = problem(1, 1);
        LinkProblem weak = new LinkProblem(
                sure.frame(),
                sure.spacingPx(),
                sure.tracks(),
                List.of(sure.cells().get(0).judged(0.5, true)),
                sure.cellFeatures(),
                sure.driftY(),
                sure.driftX(),
                sure.flowY(),
                sure.flowX(),
                sure.predictedY(),
                sure.predictedX(),
                sure.rowStart(),
                sure.cell(),
                sure.ahead());
        // The odds of the threshold, .25, times those of a mean probability of .85: a link of .586 is needed.
        for (double same : new double[] {0.3, 0.57, 0.60}) {
            double[][] scores = {{same}};
            assertThat(linker(sure, scores, none(sure))
                            .link(frame(1, 1), sure, LinkDoubts.none(all(1)))
                            .trackOfCell())
                    .containsExactly(0);
            assertThat(linker(weak, scores, none(weak))
                            .link(frame(1, 1), weak, LinkDoubts.none(all(1)))
                            .trackOfCell())
                    .containsExactly(same < 0.586 ? FrameLinks.NONE : 0);
            LinkDoubts doubt = new LinkDoubts(all(1), new double[] {LinkDoubts.logOdds(0.5)});
            assertThat(linker(sure, scores, none(sure))
                            .link(frame(1, 1), sure, doubt)
                            .trackOfCell())
                    .containsExactly(same < 0.586 ? FrameLinks.NONE : 0);
        }
    }

    /** The threshold is .2; the first track was lost while the second was seen. */
    @Test
    void aTrackThatWasLostGoesOnOnlyWhereThatIsMoreLikelyThanNot() {
        LinkProblem lost = problem(new int[] {1, 2}, 2);
        for (double probability : new double[] {0.49, 0.51}) {
            double[][] same = {{probability, 0.001}, {0.001, 0.3}};
            FrameLinks links = linker(lost, same, none(lost)).link(frame(1, 2), lost, LinkDoubts.none(all(2)));
            assertThat(links.trackOfCell()).containsExactly(probability < 0.5 ? FrameLinks.NONE : 0, 1);
        }
    }

    /** A frame that is missing from the movie is nobody's loss. */
    @Test
    void aMissingFrameAsksForNoMoreOfALink() {
        for (int seen = 0; seen < 3; seen++) {
            LinkProblem problem = problem(new int[] {seen, seen}, 2);
            double[][] same = {{0.3, 0.001}, {0.001, 0.3}};
            FrameLinks links = linker(problem, same, none(problem)).link(frame(1, 2), problem, LinkDoubts.none(all(2)));
            assertThat(links.trackOfCell()).containsExactly(0, 1);
        }
    }

    @Test
    void aLinkWithoutRivalsHasItsProbabilityAsMargin() {
        LinkProblem problem = problem(1, 1);
        FrameLinks links = linker(problem, new double[][] {{0.8}}, none(problem))
                .link(frame(1, 1), problem, LinkDoubts.none(all(1)));
        assertThat(links.margin()).containsExactly(new double[] {0.8}, within(1e-6));
    }

    /** Of equal rivals each leaves no margin to the other. */
    @Test
    void equalRivalsLeaveNoMargin() {
        LinkProblem problem = problem(2, 1);
        FrameLinks links = linker(problem, new double[][] {{0.7}, {0.7}}, none(problem))
                .link(frame(1, 1), problem, LinkDoubts.none(all(2)));
        assertThat(links.trackOfCell()).containsExactly(0);
        assertThat(links.margin()).containsExactly(new double[] {0}, within(1e-6));
    }

    @Test
    void aDivisionUndoesALinkThatIsLessProbable() {
        LinkProblem problem = problem(2, 3);
        double[][] same = {{0.5, 0.05, 0.01}, {0.01, 0.01, 0.9}};
        LearnedLinker linker = linker(problem, same, only(problem, 0, 0, 1, 0.97));
        FrameLinks links = linker.link(frame(1, 3), problem, LinkDoubts.none(all(2)));
        assertThat(links.trackOfCell()).containsExactly(FrameLinks.NONE, FrameLinks.NONE, 1);
        assertThat(links.divisions()).hasSize(1);
        FrameLinks.FoundDivision found = links.divisions().get(0);
        assertThat(List.of(found.mother(), found.firstCell(), found.secondCell()))
                .containsExactly(0, 0, 1);
        assertThat(found.probability()).isCloseTo(0.97, within(1e-6));

        // Who may not divide is linked.
        FrameLinks forbidden = linker.link(frame(1, 3), problem, LinkDoubts.none(new boolean[] {false, true}));
        assertThat(forbidden.trackOfCell()).containsExactly(0, FrameLinks.NONE, 1);
        assertThat(forbidden.divisions()).isEmpty();
    }

    @Test
    void anUnlikelyDivisionAndOneThatCostsTwoGoodLinksAreNotTaken() {
        LinkProblem problem = problem(2, 3);
        double[][] same = {{0.5, 0.05, 0.01}, {0.01, 0.01, 0.9}};
        FrameLinks unlikely =
                linker(problem, same, only(problem, 0, 0, 1, 0.29)).link(frame(1, 3), problem, LinkDoubts.none(all(2)));
        assertThat(unlikely.divisions()).isEmpty();
        assertThat(unlikely.trackOfCell()).containsExactly(0, FrameLinks.NONE, 1);
        double[][] good = {{0.99, 0.01, 0.01}, {0.01, 0.99, 0.01}};
        FrameLinks costly =
                linker(problem, good, only(problem, 0, 0, 1, 0.9)).link(frame(1, 3), problem, LinkDoubts.none(all(2)));
        assertThat(costly.divisions()).isEmpty();
        assertThat(costly.trackOfCell()).containsExactly(0, 1, FrameLinks.NONE);
    }

    private static double worth(double probability, double threshold) {
        return Math.log(probability / (1 - probability)) - Math.log(threshold / (1 - threshold));
    }

    /** The most that links and divisions of the tracks from one on can be worth, by trying all. */
    private static double best(
            LinkProblem problem, double[][] same, double[] divisions, boolean[] may, int track, boolean[] taken) {
        if (track == same.length) {
            return 0;
        }
        double most = best(problem, same, divisions, may, track + 1, taken);
        for (int c = 0; c < taken.length; c++) {
            if (!taken[c]) {
                taken[c] = true;
                double value = worth(same[track][c], SETTINGS.sameThreshold());
                most = Math.max(most, value + best(problem, same, divisions, may, track + 1, taken));
                taken[c] = false;
            }
        }
        List<DivisionFeatures.Candidate> candidates = LinkInputs.of(problem).divisions();
        for (int d = 0; d < divisions.length; d++) {
            int first = problem.cell()[candidates.get(d).first()];
            int second = problem.cell()[candidates.get(d).second()];
            if (may[track] && candidates.get(d).mother() == track && !taken[first] && !taken[second]) {
                taken[first] = true;
                taken[second] = true;
                double value = worth(divisions[d], SETTINGS.divisionThreshold());
                most = Math.max(most, value + best(problem, same, divisions, may, track + 1, taken));
                taken[first] = false;
                taken[second] = false;
            }
        }
        return most;
    }

    @Test
    void theChoiceIsWorthAsMuchAsTheBestOfAllChoices() {
        SplittableRandom random = new SplittableRandom(12);
        int divided = 0;
        for (int n = 0; n < 60; n++) {
            int tracks = random.nextInt(1, 4);
            int cells = random.nextInt(1, 5);
            LinkProblem problem = problem(tracks, cells);
            double[][] same = new double[tracks][];
            boolean[] may = new boolean[tracks];
            for (int i = 0; i < tracks; i++) {
                same[i] = random.doubles(cells, 0.01, 0.99).toArray();
                may[i] = random.nextInt(4) > 0;
            }
            double[] divisions =
                    random.doubles(none(problem).length, 0.01, 0.999).toArray();
            FrameLinks links = linker(problem, same, divisions).link(frame(1, cells), problem, LinkDoubts.none(may));
            double found = 0;
            boolean[] used = new boolean[tracks];
            for (int c = 0; c < cells; c++) {
                int track = links.trackOfCell()[c];
                if (track != FrameLinks.NONE) {
                    assertThat(used[track]).isFalse();
                    used[track] = true;
                    found += worth(same[track][c], SETTINGS.sameThreshold());
                }
            }
            for (FrameLinks.FoundDivision division : links.divisions()) {
                assertThat(used[division.mother()]).isFalse();
                used[division.mother()] = true;
                assertThat(may[division.mother()]).isTrue();
                assertThat(division.firstCell()).isLessThan(division.secondCell());
                assertThat(links.trackOfCell()[division.firstCell()]).isEqualTo(FrameLinks.NONE);
                assertThat(links.trackOfCell()[division.secondCell()]).isEqualTo(FrameLinks.NONE);
                found += worth(division.probability(), SETTINGS.divisionThreshold());
                divided++;
            }
            assertThat(found).isCloseTo(best(problem, same, divisions, may, 0, new boolean[cells]), within(1e-4));
        }
        assertThat(divided).isGreaterThan(10);
    }

    @Test
    void aFrameWithoutTracksOrCellsHasNoLinks() {
        LinkProblem problem = problemless();
        FrameLinks links = linker(problem, new double[0][], new double[0])
                .link(new SegmentedFrame(1, 9, 9, List.of()), problem, LinkDoubts.none(new boolean[0]));
        assertThat(links.trackOfCell()).isEmpty();
        assertThat(links.divisions()).isEmpty();
    }
}
