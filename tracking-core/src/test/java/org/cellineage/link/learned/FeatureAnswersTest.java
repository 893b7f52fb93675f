package org.cellineage.link.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellFeatures;
import org.cellineage.cell.ChannelIntensity;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.LookAhead;
import org.cellineage.link.Observation;
import org.cellineage.link.PointGrid;
import org.cellineage.link.TrackHistory;
import org.junit.jupiter.api.Test;

/** Units, vectors, pairs and divisions whose numbers are worked out by hand. */
class FeatureAnswersTest {

    private static final double CLOSE = 1e-6;

    /** A square cell around a place. */
    private static Cell square(int label, double y, double x, int side, double light) {
        int[] pixels = new int[side * side];
        java.util.Arrays.fill(pixels, 1);
        BoundingBox own = new BoundingBox(0, 0, side, side);
        RunLengthMask mask = RunLengthMask.encode(pixels, side, own, 1);
        BoundingBox box = own.movedBy((int) Math.ceil(y - side / 2.0), (int) Math.ceil(x - side / 2.0));
        return new Cell(
                label,
                y,
                x,
                box,
                side * side,
                4.0 * side,
                0.25,
                2 * side,
                side,
                0,
                0.9,
                false,
                List.of(new ChannelIntensity(light, 20, light / 2, 2 * light)),
                Double.NaN,
                false,
                mask);
    }

    private static double diameter(int side) {
        return side * Math.sqrt(4 / Math.PI);
    }

    /** In a row, 20, 30 and 40 px apart. */
    private static List<Cell> row() {
        return List.of(
                square(1, 50, 10, 8, 200),
                square(2, 50, 30, 10, 300),
                square(3, 50, 60, 10, 500),
                square(4, 50, 100, 12, 900));
    }

    @Test
    void aFramesUnitsAreItsMedians() {
        FrameScale scale = FrameScale.of(row(), 100, 0);
        assertThat(scale.neighbourPx()).containsExactly(20, 20, 30, 40);
        assertThat(scale.spacingPx()).isEqualTo(25);
        assertThat(scale.diameterPx()).isCloseTo(diameter(10), within(CLOSE));
        assertThat(scale.majorPx()).isEqualTo(20);
        assertThat(scale.minorPx()).isEqualTo(10);
        assertThat(scale.brightness()).isEqualTo(300);
        assertThat(scale.unitPx()).isCloseTo(diameter(10), within(CLOSE));
    }

    @Test
    void aFrameWithoutNeighboursMeasuresInDiameters() {
        FrameScale two = FrameScale.of(row().subList(1, 3), 100, 0);
        assertThat(two.spacingPx()).isCloseTo(3 * diameter(10), within(CLOSE));
        FrameScale lone = FrameScale.of(row().subList(0, 1), 100, 0);
        assertThat(lone.neighbourPx()).containsExactly(Double.NaN);
        assertThat(lone.spacingPx()).isCloseTo(3 * diameter(8), within(CLOSE));
    }

    /** Around markers of 4 px that lie 25 px apart, windows are as wide as 45 % of 25, but not above twice the markers. */
    @Test
    void markersAreSeenInWindowsOfTheirSpacing() {
        List<Cell> markers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            markers.add(square(i + 1, 10, 25.0 * i, 4, 300));
        }
        assertThat(FrameScale.of(markers, 0, 0).unitPx()).isCloseTo(2 * diameter(4), within(CLOSE));
        List<Cell> denser = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            denser.add(square(i + 1, 10, 18.0 * i, 4, 300));
        }
        assertThat(FrameScale.of(denser, 0, 0).unitPx()).isCloseTo(0.45 * 18, within(CLOSE));
    }

    @Test
    void aCellsVectorIsRelativeToItsFrame() {
        List<Cell> cells = row();
        float[] vector = new float[CellVector.SIZE + 1];
        CellVector.fill(cells.get(3), 3, FrameScale.of(cells, 100, 0), 110, 200, vector, 1);
        double[] expected = {
            2 * Math.log(1.2),
            Math.log(800 / 300.0),
            2 * Math.log(1.2) + Math.log(800 / 300.0),
            Math.log(24 / 20.0),
            Math.log(12 / 10.0),
            0.25,
            0.9,
            Math.log((20 + 0.8) / 800),
            Math.log(1700 / 800.0),
            Math.log(40 / 25.0),
            9.5 / 25
        };
        for (int k = 0; k < expected.length; k++) {
            // Logarithms end at 3.
            double bounded = Math.max(-3, expected[k]);
            assertThat((double) vector[k + 1]).as("number " + k).isCloseTo(bounded, within(CLOSE));
        }
        assertThat(vector[0]).isZero();
    }

    @Test
    void brokenCellsSayNoMoreThanStrangeOnes() {
        List<Cell> cells = new ArrayList<>(row());
        cells.add(square(5, 90, 90, 2000, 1e9));
        cells.add(square(6, 95, 20, 1, -1e9));
        FrameScale scale = FrameScale.of(cells, 100, 0);
        for (int c = 0; c < cells.size(); c++) {
            float[] vector = new float[CellVector.SIZE];
            CellVector.fill(cells.get(c), c, scale, 100, 100, vector, 0);
            for (float number : vector) {
                assertThat(number).isBetween(-3f, 3f);
            }
        }
    }

    private static CellFeatures description(double light) {
        float[] vector = new float[CellVector.SIZE];
        vector[CellVector.INTENSITY] = (float) light;
        vector[CellVector.TOTAL_INTENSITY] = (float) (2 * light);
        return new CellFeatures(new float[0], vector, 20);
    }

    /** A mother at (50, 50) that the flow carries down by 4; cells left, right and far below; spacing 20. */
    private static LinkProblem problem(LookAhead ahead) {
        TrackHistory mother = new TrackHistory(1, Observation.first(0, square(1, 50, 50, 10, 400), description(0.5)));
        List<Cell> cells = List.of(square(1, 54, 40, 7, 400), square(2, 54, 60, 7, 400), square(3, 94, 50, 10, 400));
        return new LinkProblem(
                2,
                20,
                List.of(mother),
                cells,
                List.of(description(0.5), description(0.1), description(0)),
                4,
                0,
                new double[] {4},
                new double[] {0},
                new double[] {56},
                new double[] {50},
                new int[] {0, 3},
                new int[] {0, 1, 2},
                ahead);
    }

    @Test
    void aPairsNumbers() {
        LinkInputs inputs = LinkInputs.of(problem(LookAhead.none(3)));
        double diameters = 10 / diameter(10) / 2;
        double[] motion = {
            Math.hypot(2, 10) / 20,
            Math.hypot(4, 10) / 20,
            0.5,
            diameters,
            0,
            0,
            Math.log((0.5 + 0.05) / (0.5 + 0.05)),
            Math.log((0.5 + 0.05) / (6 + 0.05)),
            0.5,
            0,
            3 / 5.0,
            0,
            0,
            Math.log((0.5 + 0.02) / (0.1 + 0.02)),
            0.1,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            1,
            -1,
            1
        };
        for (int k = 0; k < motion.length; k++) {
            assertThat((double) inputs.pairs()[k]).as("number " + k).isCloseTo(motion[k], within(CLOSE));
        }
        assertThat(motion).hasSize(PairFeatures.MOTION_SIZE);
        double[] change = {
            2 * Math.log(0.7),
            0,
            0,
            Math.log(0.7),
            Math.log(0.7),
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            Math.log(98 / 100.0),
            0.4,
            Math.log(Math.exp(1) + Math.exp(0.2)) - 1
        };
        for (int k = 0; k < change.length; k++) {
            assertThat((double) inputs.pairs()[PairFeatures.MOTION_SIZE + k])
                    .as("number " + k)
                    .isCloseTo(change[k], within(CLOSE));
        }
    }

    /** One pair is mutually nearest, so that the usual spread is the expected one, a tenth. */
    @Test
    void howAPairFits() {
        LinkInputs inputs = LinkInputs.of(problem(LookAhead.none(3)));
        double place = Math.log(1 + Math.pow(0.5 / 0.12, 2));
        double light = 0.4 / 0.11;
        double rival = place + 0.75 * (Math.log(1 + light * light) + Math.log(1 + 4 * light * light));
        assertThat(rival).isLessThan(8);
        double spread = Math.log(0.15 / 0.1);
        double[] own = {0, 0, 0, 0, 0, 0, 0, 0, 0, spread, spread, spread, (place - rival) / 2, (place - 8) / 2, -2, -2
        };
        double[] other = own.clone();
        other[CellVector.INTENSITY] = -Math.log(1 + light) / 2;
        other[CellVector.TOTAL_INTENSITY] = -Math.log(1 + 2 * light) / 2;
        other[12] = (rival - place) / 2;
        other[13] = (rival - 8) / 2;
        for (int k = 0; k < own.length; k++) {
            assertThat((double) inputs.pairs()[PairFeatures.FIT_AT + k])
                    .as("number " + k)
                    .isCloseTo(own[k], within(CLOSE));
            assertThat((double) inputs.pairs()[PairFeatures.SIZE + PairFeatures.FIT_AT + k])
                    .as("number " + k)
                    .isCloseTo(other[k], within(CLOSE));
        }
        // The share, whose sums PairFitTest does once more, is the last one.
        assertThat(PairFeatures.SHAPE_AT - PairFeatures.FIT_AT).isEqualTo(own.length + 1);
    }

    @Test
    void aDivisionsNumbers() {
        LinkInputs inputs = LinkInputs.of(problem(LookAhead.none(3)));
        assertThat(inputs.divisions()).contains(new DivisionFeatures.Candidate(0, 0, 1));
        int d = inputs.divisions().indexOf(new DivisionFeatures.Candidate(0, 0, 1));
        double[] expected = {
            0,
            1,
            -1,
            0.5,
            0.5,
            0,
            Math.log(98 / 100.0),
            0.4,
            Math.log(Math.exp(1) + Math.exp(0.2)) - 1,
            0.5,
            0,
            0,
            0,
            0,
            0,
            0,
            Math.log(0.02 / (0.1 + 0.02)),
            Math.log(1 + (Math.log(Math.exp(1) + Math.exp(0.2)) - 1) / 0.11) / 2,
            Math.log(1 + 0.8 / 0.11) / 2,
            Math.log(1 + Math.pow(0.5 / 0.12, 2)) / 2,
            4,
            4,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0
        };
        assertThat(expected).hasSize(DivisionFeatures.OWN_SIZE - ShapeFeatures.DIVISION_SIZE);
        for (int k = 0; k < expected.length; k++) {
            assertThat((double) inputs.divisionNumbers()[d * DivisionFeatures.OWN_SIZE + k])
                    .as("number " + k)
                    .isCloseTo(expected[k], within(CLOSE));
        }
        assertThat(inputs.rivals()).containsOnly(LinkInputs.NONE);
    }

    /** The daughters go on 2 px and 4 px farther apart, two cells claim the second; the third cell is gone. */
    @Test
    void theFrameAfterTellsWhatBecomesOfTheDaughters() {
        LookAhead ahead = new LookAhead(
                true,
                new double[] {54, 54, Double.NaN},
                new double[] {38, 64, Double.NaN},
                new int[] {0, 1, PointGrid.NONE},
                new int[] {1, 2, 0},
                true,
                new int[] {0, 1, PointGrid.NONE},
                new double[] {3, 5, Double.NaN});
        LinkInputs inputs = LinkInputs.of(problem(ahead));
        double[][] ofCells = {{1, 0.1, 0.5, 1, 3 / 20.0}, {1, 0.2, 1, 1, 5 / 20.0}, {1, 1.5, 0, 1, 1.5}};
        for (int e = 0; e < ofCells.length; e++) {
            for (int k = 0; k < ofCells[e].length; k++) {
                assertThat((double) inputs.pairs()[e * PairFeatures.SIZE + 17 + k])
                        .as("entry " + e + " number " + k)
                        .isCloseTo(ofCells[e][k], within(CLOSE));
            }
        }
        int d = inputs.divisions().indexOf(new DivisionFeatures.Candidate(0, 0, 1));
        double[] expected = {1, 0.1, 0.2, 1, Math.log(26 / 20.0 / (1 + 1e-6)), 1 / 20.0, 1, 1, 3 / 20.0, 5 / 20.0, 1};
        for (int k = 0; k < expected.length; k++) {
            assertThat((double) inputs.divisionNumbers()[d * DivisionFeatures.OWN_SIZE + 22 + k])
                    .as("number " + k)
                    .isCloseTo(expected[k], within(CLOSE));
        }
        int lost = inputs.divisions().indexOf(new DivisionFeatures.Candidate(0, 0, 2));
        if (lost >= 0) {
            assertThat(inputs.divisionNumbers()[lost * DivisionFeatures.OWN_SIZE + 25])
                    .isZero();
        }
    }

    /** In phase contrast cells are no brighter than what is around them: their light is measured by the frame's contrast. */
    @Test
    void lightThatMeansLittleMakesNoGreatDifference() {
        List<Cell> cells = new ArrayList<>();
        double[] light = {99, 101, 100.5, 98};
        for (int i = 0; i < light.length; i++) {
            cells.add(square(i + 1, 10, 30.0 * i, 10, light[i]));
        }
        FrameScale scale = FrameScale.of(cells, 90, 40);
        assertThat(scale.brightness()).isEqualTo(10);
        for (int i = 0; i < light.length; i++) {
            float[] vector = new float[CellVector.SIZE];
            CellVector.fill(cells.get(i), i, scale, 100, 200, vector, 0);
            assertThat((double) vector[CellVector.INTENSITY])
                    .isCloseTo(Math.log((light[i] - 90) / 10), within(CLOSE))
                    .isBetween(-0.3, 0.3);
        }
    }

    @Test
    void theScoresOfADivisionAreSumsDifferencesAndTheLikeliestRivals() {
        double[] logs = {-1, -2, -3, -4, -5.5, -6, -7, -0.25, -9, -1, -4, -1};
        int[] rivals = {2, LinkInputs.NONE, LinkInputs.NONE, LinkInputs.NONE, LinkInputs.NONE, LinkInputs.NONE};
        float[] numbers = new float[DivisionFeatures.SCORE_SIZE];
        DivisionFeatures.putScores(logs, new DivisionFeatures.Candidate(0, 0, 1), rivals, 0, numbers, 0);
        assertThat(numbers).containsExactly(-5, -7.5f, -9, 3, 3.5f, 3, -0.25f, DivisionFeatures.LEAST_LOG);
        rivals[3] = 3;
        rivals[1] = 3;
        DivisionFeatures.putScores(logs, new DivisionFeatures.Candidate(0, 0, 1), rivals, 0, numbers, 0);
        assertThat(numbers).endsWith(-0.25f, -4);
    }
}
