package org.cellineage.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.format.TrackSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Motion, measured on the truth alone and held against the formulas of a persistent random walk. */
class SimulatedMotionTest {

    private static final int BURN_IN = 15;

    /** Inner cells of each frame by track. */
    private static List<Map<Integer, Cell>> innerCells(SimulationOptions options, long seed) {
        MovieSimulator simulator = new MovieSimulator(options, WellConditions.UNTREATED, seed, 0, 0);
        List<Map<Integer, Cell>> frames = new ArrayList<>();
        while (simulator.hasNext()) {
            Map<Integer, Cell> cells = new HashMap<>();
            for (Cell cell : CellMeasurer.measure(simulator.next().truth(), List.of())) {
                if (!cell.touchesBorder()) {
                    cells.put(cell.label(), cell);
                }
            }
            frames.add(cells);
        }
        return frames;
    }

    /** Few cells that neither meet nor divide. */
    private static SimulationOptions walkers(double step, double persistence) {
        SimulationOptions lonely = MovieSimulatorTest.with(Map.of(
                "widthPx",
                700,
                "heightPx",
                700,
                "cells",
                24,
                "frames",
                55,
                "nucleusDiameterPx",
                9,
                "cycleFrames",
                100_000,
                "deathRate",
                0,
                "shakePx",
                0,
                "driftYPx",
                0,
                "driftXPx",
                0));
        return MovieSimulatorTest.with(lonely, Map.of("stepPx", step, "persistence", persistence));
    }

    @ParameterizedTest(name = "step {0} px, persistence {1}")
    @CsvSource({"2, 0", "2, 0.5", "3, 0.85"})
    void meanSquaredDisplacementIsThatOfAPersistentWalk(double step, double persistence) {
        int[] lags = {1, 2, 4, 8};
        double[] sum = new double[lags.length];
        int[] count = new int[lags.length];
        for (int seed = 0; seed < 3; seed++) {
            List<Map<Integer, Cell>> frames = innerCells(walkers(step, persistence), seed);
            for (int l = 0; l < lags.length; l++) {
                for (int t = BURN_IN; t + lags[l] < frames.size(); t++) {
                    for (Cell cell : frames.get(t).values()) {
                        Cell later = frames.get(t + lags[l]).get(cell.label());
                        if (later != null) {
                            double dy = later.yPx() - cell.yPx();
                            double dx = later.xPx() - cell.xPx();
                            sum[l] += dy * dy + dx * dx;
                            count[l]++;
                        }
                    }
                }
            }
        }
        for (int l = 0; l < lags.length; l++) {
            double expected = lags[l];
            for (int k = 1; k < lags[l]; k++) {
                expected += 2 * (lags[l] - k) * Math.pow(persistence, k);
            }
            expected *= step * step;
            assertThat(count[l]).isGreaterThan(1500);
            assertThat(sum[l] / count[l] / expected).as("lag %d", lags[l]).isCloseTo(1, within(0.15));
        }
    }

    @Test
    void cellsThatDoNotWalkShakeTogether() {
        double shake = 1.5;
        SimulationOptions options = MovieSimulatorTest.with(
                walkers(0, 0), Map.of("shakePx", shake, "frames", 200, "widthPx", 200, "heightPx", 200, "cells", 12));
        List<Map<Integer, Cell>> frames = innerCells(options, 5);
        double squares = 0;
        int steps = 0;
        double worst = 0;
        for (int t = 1; t < frames.size(); t++) {
            List<Double> moves = new ArrayList<>();
            for (Cell cell : frames.get(t).values()) {
                Cell old = frames.get(t - 1).get(cell.label());
                if (old != null) {
                    moves.add(cell.yPx() - old.yPx());
                }
            }
            double mean =
                    moves.stream().mapToDouble(Double::doubleValue).average().orElse(0);
            for (double move : moves) {
                worst = Math.max(worst, Math.abs(move - mean));
            }
            squares += mean * mean;
            steps++;
        }
        // A standard deviation from 199 steps is known to about 5 %.
        assertThat(Math.sqrt(squares / steps)).isCloseTo(shake, within(0.2 * shake));
        // What is left between cells is turning on a pixel grid.
        assertThat(worst).isLessThan(0.8);
    }

    @ParameterizedTest(name = "drift {0} px a frame")
    @ValueSource(doubles = {60, 130, 300, 1000, -470})
    void noTrackLeavesOnOneSideAndComesBackOnTheOther(double drift) {
        SimulationOptions options = MovieSimulatorTest.with(Map.of(
                "widthPx",
                300,
                "heightPx",
                200,
                "driftXPx",
                drift,
                "driftYPx",
                -drift / 3,
                "frames",
                25,
                "cycleFrames",
                12,
                "cells",
                40));
        MovieSimulator simulator = new MovieSimulator(options, WellConditions.UNTREATED, 8, 0, 0);
        Map<Integer, double[]> before = new TreeMap<>();
        int seen = 0;
        while (simulator.hasNext()) {
            Map<Integer, double[]> now = centres(simulator.next());
            for (Map.Entry<Integer, double[]> entry : now.entrySet()) {
                double[] old = before.get(entry.getKey());
                if (old != null) {
                    // Own step, push, and a mask that the border cuts: less than two diameters.
                    assertThat(entry.getValue()[0] - old[0] + drift / 3).isBetween(-40.0, 40.0);
                    assertThat(entry.getValue()[1] - old[1] - drift).isBetween(-40.0, 40.0);
                }
            }
            seen += now.size();
            before = now;
        }
        assertThat(seen).as("cells keep coming into the field").isBetween(25 * 20, 25 * 120);
        for (TrackSpan span : simulator.lineage()) {
            assertThat(span.end()).isGreaterThanOrEqualTo(span.begin());
        }
    }

    private static Map<Integer, double[]> centres(SimulatedFrame frame) {
        int[] labels = frame.truth().labels();
        int width = frame.truth().width();
        Map<Integer, double[]> sums = new TreeMap<>();
        for (int p = 0; p < labels.length; p++) {
            if (labels[p] != 0) {
                double[] sum = sums.computeIfAbsent(labels[p], key -> new double[3]);
                sum[0] += p / width;
                sum[1] += p % width;
                sum[2]++;
            }
        }
        sums.replaceAll((track, sum) -> new double[] {sum[0] / sum[2], sum[1] / sum[2]});
        return sums;
    }

    @Test
    void theNumberOfCellsStaysThatOfTheOptionsWhileTheFieldDrifts() {
        SimulationOptions options = MovieSimulatorTest.with(
                Map.of("driftXPx", 9, "cycleFrames", 100_000, "deathRate", 0, "frames", 60, "cells", 50));
        MovieSimulator simulator = new MovieSimulator(options, WellConditions.UNTREATED, 3, 0, 0);
        double centred = 0;
        while (simulator.hasNext()) {
            for (double[] centre : centres(simulator.next()).values()) {
                centred += centre[1] > 0 ? 1.0 / options.frames() : 0;
            }
        }
        // Cells that only reach into the field count too: those within a radius of its edges, about 12 % more.
        assertThat(centred).isBetween(48.0, 66.0);
    }
}
