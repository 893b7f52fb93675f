package org.cellineage.train.linking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.cellineage.link.learned.DivisionFeatures;
import org.cellineage.link.learned.LearnedScorer;
import org.cellineage.train.Weights;
import org.junit.jupiter.api.Test;

/** What a network is said to tell, against counts of another way and networks whose answers are known. */
class LinkValidationTest {

    private static final int FRAMES = 10;
    private static final LinkMovie MOVIE = TrueMovies.simulated("held", FRAMES, 4);
    private static final LinkMovie SHORT = TrueMovies.simulated("short", 3, 5);

    private static LinkValidation validation(LinkMovie... movies) {
        return new LinkValidation(
                List.of(movies), TrueMovies.finder(), TrueMovies.GAP_FRAMES, Set.of(LinkNetwork.Branch.values()), 1);
    }

    /** Pairs by [truth][classified] and divisions by [truth][classified], scored by the model's parts, frame by frame. */
    private static long[][][] counted(Weights weights, LinkMovie movie, int[]... pieces) {
        long[][] pairs = new long[3][3];
        long[][] divisions = new long[2][2];
        try (EncodedScene parts = new EncodedScene(RandomModel.bundle(weights), 1, UnaryOperator.identity())) {
            for (int[] frames : pieces) {
                TrueMovies.play(movie, frames, (scene, frame, problem, truth) -> {
                    LearnedScorer.Scores scores = parts.score(scene, frame, problem);
                    int[] tracks = scene.cells(frame).track();
                    for (int i = 0; i < truth.length; i++) {
                        for (int e = problem.rowStart()[i]; e < problem.rowStart()[i + 1]; e++) {
                            LinkMovie.Relation is = movie.relation(truth[i], tracks[problem.cell()[e]]);
                            double[] classified = {
                                1 - scores.same()[e] - scores.mother()[e], scores.same()[e], scores.mother()[e]
                            };
                            int most = classified[1] > classified[0] ? 1 : 0;
                            most = classified[2] > classified[most] ? 2 : most;
                            if (is != LinkMovie.Relation.UNCLEAR) {
                                pairs[kind(is)][most]++;
                            }
                        }
                    }
                    for (int d = 0; d < scores.division().length; d++) {
                        DivisionFeatures.Candidate division = scores.divisions().get(d);
                        LinkMovie.Relation one =
                                movie.relation(truth[division.mother()], tracks[problem.cell()[division.first()]]);
                        LinkMovie.Relation other =
                                movie.relation(truth[division.mother()], tracks[problem.cell()[division.second()]]);
                        if (one != LinkMovie.Relation.UNCLEAR && other != LinkMovie.Relation.UNCLEAR) {
                            boolean is = one == LinkMovie.Relation.MOTHER && other == LinkMovie.Relation.MOTHER;
                            divisions[is ? 1 : 0][scores.division()[d] > 0.5 ? 1 : 0]++;
                        }
                    }
                });
            }
        }
        return new long[][][] {pairs, divisions};
    }

    private static int kind(LinkMovie.Relation relation) {
        return switch (relation) {
            case DIFFERENT -> 0;
            case SAME -> 1;
            case MOTHER -> 2;
            case UNCLEAR -> throw new IllegalArgumentException("neither right nor wrong");
        };
    }

    @Test
    void theConfusionIsThatOfTheTracker() {
        Weights weights = RandomModel.weights(26);
        long[][][] expected = counted(
                weights,
                MOVIE,
                IntStream.range(0, 8).toArray(),
                IntStream.range(7, FRAMES).toArray());
        List<LinkValidation.Classified> classified = validation(MOVIE, SHORT).classify(weights);
        assertThat(classified).extracting(LinkValidation.Classified::movie).containsExactly("held", "short");
        assertThat(classified.get(0).confusion()).isDeepEqualTo(expected[0]);
        assertThat(classified.get(0).divisions()).isDeepEqualTo(expected[1]);
        assertThat(classified.get(1).confusion()).isDeepEqualTo(counted(weights, SHORT, new int[] {0, 1, 2})[0]);
        // Every class is there, and not all are classified the same.
        for (long[] row : expected[0]) {
            assertThat(row[0] + row[1] + row[2]).isPositive();
        }
        assertThat(IntStream.range(0, 3)
                        .filter(kind -> expected[0][0][kind] > 0)
                        .count())
                .isGreaterThan(1);
    }

    /** A network that always says the same: logits of pairs and of divisions. */
    private static Weights saying(double[] pair, double division) {
        float[] pairs = {(float) pair[0], (float) pair[1], (float) pair[2]};
        return RandomModel.with(
                RandomModel.weights(22),
                Map.of(
                        "pair_c.filter", new float[64 * 3],
                        "pair_c.bias", pairs,
                        "division_c.filter", new float[48],
                        "division_c.bias", new float[] {(float) division}));
    }

    @Test
    void aNetworkThatAlwaysSaysTheSameIsRightInOneClassAndFindsNoDivision() {
        LinkValidation validation = validation(MOVIE);
        for (int kind = 0; kind < 3; kind++) {
            double[] logits = new double[3];
            logits[kind] = 1;
            Weights weights = saying(logits, -1);
            LinkValidation.Classified classified = validation.classify(weights).get(0);
            for (int truth = 0; truth < 3; truth++) {
                assertThat(classified.recall(truth)).isEqualTo(truth == kind ? 1 : 0);
            }
            assertThat(classified.divisions()[0][1] + classified.divisions()[1][1])
                    .isZero();
            assertThat(classified.divisions()[1][0]).isPositive();
            assertThat(validation.score(weights)).isCloseTo(1 / 4.0, within(1e-9));
        }
        assertThat(validation().score(saying(new double[3], 0))).isNaN();
    }

    /** It finds all divisions there are, and calls everything else one too. */
    @Test
    void aNetworkThatSeesDivisionsEverywhereScoresByHowManyThereAre() {
        LinkValidation validation = validation(MOVIE);
        Weights weights = saying(new double[] {1, 0, 0}, 1);
        LinkValidation.Classified classified = validation.classify(weights).get(0);
        double there = classified.divisions()[1][1];
        double others = classified.divisions()[0][1];
        assertThat(there).isPositive();
        assertThat(classified.divisionF1()).isCloseTo(2 * there / (2 * there + others), within(1e-9));
        assertThat(validation.score(weights)).isCloseTo((1 + classified.divisionF1()) / 4, within(1e-9));
    }

    /**
     * A network that gives every pair the classes' true shares is calibrated; with logits three times as large it needs a
     * temperature of 3, and with smaller ones it stays as unsure as it is. The grid of temperatures is as fine as 3 %.
     */
    @Test
    void theTemperatureOfAKnownNetworkIsFound() {
        LinkValidation validation = validation(MOVIE);
        LinkValidation.Classified classified =
                validation.classify(saying(new double[] {1, 0, 0}, -1)).get(0);
        double[] counts = new double[3];
        double all = 0;
        for (int truth = 0; truth < 3; truth++) {
            counts[truth] = classified.confusion()[truth][0];
            all += counts[truth];
        }
        double[] logits = new double[3];
        for (int truth = 0; truth < 3; truth++) {
            logits[truth] = Math.log(counts[truth] / all);
        }
        double division =
                Math.log((double) classified.divisions()[1][0] / classified.divisions()[0][0]);
        for (double sharpness : new double[] {0.5, 1, 3}) {
            double[] sharp = new double[3];
            for (int k = 0; k < 3; k++) {
                sharp[k] = sharpness * logits[k];
            }
            LinkValidation.Calibration found = validation.calibrate(saying(sharp, sharpness * division));
            double expected = Math.max(1, sharpness);
            assertThat(found.pairTemperature()).isCloseTo(expected, within(0.03 * expected));
            assertThat(found.divisionTemperature()).isCloseTo(expected, within(0.03 * expected));
            // All pairs have one probability, that of their share.
            assertThat(found.reliability()).hasSize(1);
            LinkValidation.Bin bin = found.reliability().get(0);
            assertThat(bin.pairs()).isEqualTo((long) all);
            assertThat(bin.shareTrue()).isCloseTo(counts[1] / all, within(1e-9));
            if (sharpness >= 1) {
                assertThat(bin.meanProbability()).isCloseTo(bin.shareTrue(), within(0.01));
            }
        }
    }

    @Test
    void binsOfTheReliabilityHoldEveryPairOnceAndAscend() {
        LinkValidation.Calibration found = validation(MOVIE).calibrate(RandomModel.weights(23));
        long pairs = 0;
        double before = -1;
        for (LinkValidation.Bin bin : found.reliability()) {
            assertThat(bin.meanProbability()).isBetween(0.0, 1.0).isGreaterThan(before);
            assertThat(bin.shareTrue()).isBetween(0.0, 1.0);
            before = bin.meanProbability();
            pairs += bin.pairs();
        }
        long all = 0;
        for (long[] row :
                validation(MOVIE).classify(RandomModel.weights(23)).get(0).confusion()) {
            all += row[0] + row[1] + row[2];
        }
        assertThat(pairs).isEqualTo(all);
        assertThat(validation().calibrate(RandomModel.weights(23)))
                .isEqualTo(new LinkValidation.Calibration(1, 1, List.of(), List.of(), List.of()));
    }
}
