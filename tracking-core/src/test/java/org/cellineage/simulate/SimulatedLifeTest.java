package org.cellineage.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.format.TrackSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cycle, mitosis and death of simulated cells, held against what a growing population must show. */
class SimulatedLifeTest {

    private static final double DIAMETER = 10;

    /** Divisions and deaths of the inner field by cells seen. */
    private record Census(double cellFrames, int divisions, int[] cellsOfFrame) {}

    private static Census census(SimulationOptions options, WellConditions conditions, int seeds) {
        double cellFrames = 0;
        int divisions = 0;
        int[] cellsOfFrame = new int[options.frames()];
        for (int seed = 0; seed < seeds; seed++) {
            MovieSimulator simulator = new MovieSimulator(options, conditions, seed, 0, 0);
            while (simulator.hasNext()) {
                SimulatedFrame frame = simulator.next();
                Set<Integer> labels = new HashSet<>();
                for (int label : frame.truth().labels()) {
                    labels.add(label);
                }
                labels.remove(0);
                cellsOfFrame[frame.frame()] += labels.size();
                cellFrames += labels.size();
            }
            Set<Integer> mothers = new HashSet<>();
            simulator.lineage().forEach(span -> mothers.add(span.parent()));
            mothers.remove(0);
            divisions += mothers.size();
        }
        return new Census(cellFrames, divisions, cellsOfFrame);
    }

    private static SimulationOptions sparse(double cycle, double deathRate) {
        return MovieSimulatorTest.with(Map.of(
                "widthPx",
                512,
                "heightPx",
                512,
                "cells",
                40,
                "frames",
                24,
                "nucleusDiameterPx",
                DIAMETER,
                "cycleFrames",
                cycle,
                "cycleSpread",
                0.1,
                "deathRate",
                deathRate));
    }

    /** In a population that grows steadily a cell divides at the rate ln 2 over the cycle. */
    @ParameterizedTest(name = "cycle {0} frames")
    @ValueSource(doubles = {16, 24, 40})
    void divisionsAreAsFrequentAsTheCycleSays(double cycle) {
        Census census = census(sparse(cycle, 0), WellConditions.UNTREATED, 8);
        double rate = census.divisions() / census.cellFrames();
        assertThat(census.divisions()).isGreaterThan(100);
        assertThat(rate * cycle / Math.log(2)).isCloseTo(1, within(0.15));
    }

    @ParameterizedTest(name = "death rate {0}")
    @ValueSource(doubles = {0.02, 0.06})
    void cellsDieAtTheRateAskedFor(double deathRate) {
        Census census = census(sparse(100_000, deathRate), WellConditions.UNTREATED, 12);
        int last = census.cellsOfFrame().length - 1;
        // A dying cell is seen for 4 more frames, so the decay is measured from frame 6 on.
        double survived = (double) census.cellsOfFrame()[last] / census.cellsOfFrame()[6];
        assertThat(survived).isCloseTo(Math.pow(1 - deathRate, last - 6), within(0.1));
    }

    @Test
    void aDoseSlowsTheCycleKillsAndTiresCells() {
        WellConditions none = WellConditions.ofDose(0);
        WellConditions half = WellConditions.ofDose(0.5);
        WellConditions full = WellConditions.ofDose(1);
        assertThat(none).isEqualTo(WellConditions.UNTREATED);
        assertThat(none.cycleFactor()).isEqualTo(1);
        assertThat(none.extraDeathRate()).isZero();
        assertThat(half.cycleFactor()).isBetween(none.cycleFactor(), full.cycleFactor());
        Census untreated = census(sparse(16, 0), none, 4);
        Census treated = census(sparse(16, 0), full, 4);
        double factor = (untreated.divisions() / untreated.cellFrames()) / (treated.divisions() / treated.cellFrames());
        assertThat(factor).isCloseTo(full.cycleFactor(), within(0.45));
        int last = treated.cellsOfFrame().length - 1;
        assertThat((double) treated.cellsOfFrame()[last] / treated.cellsOfFrame()[0])
                .isLessThan((double) untreated.cellsOfFrame()[last] / untreated.cellsOfFrame()[0]);
    }

    @Test
    void aMotherPassesHerDnaToHerDaughters() {
        SimulationOptions options = MovieSimulatorTest.with(Map.of(
                "cells",
                20,
                "frames",
                30,
                "cycleFrames",
                18,
                "cycleSpread",
                0,
                "bleachingShare",
                0,
                "vignetting",
                0,
                "backgroundLevel",
                0,
                "brightnessSpread",
                0.3));
        MovieSimulator simulator = new MovieSimulator(options, WellConditions.UNTREATED, 6, 0, 0);
        Map<Integer, TreeMap<Integer, Cell>> cells = new HashMap<>();
        while (simulator.hasNext()) {
            SimulatedFrame frame = simulator.next();
            for (Cell cell : CellMeasurer.measure(frame.truth(), frame.channels())) {
                cells.computeIfAbsent(cell.label(), key -> new TreeMap<>()).put(frame.frame(), cell);
            }
        }
        Map<Integer, List<TrackSpan>> daughters = new TreeMap<>();
        for (TrackSpan span : simulator.lineage()) {
            if (span.parent() != 0) {
                daughters
                        .computeIfAbsent(span.parent(), key -> new ArrayList<>())
                        .add(span);
            }
        }
        List<Double> passedOn = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        int plates = 0;
        for (Map.Entry<Integer, List<TrackSpan>> entry : daughters.entrySet()) {
            Cell plate = cells.get(entry.getKey()).lastEntry().getValue();
            List<TrackSpan> pair = entry.getValue();
            if (pair.size() != 2 || plate.touchesBorder()) {
                continue;
            }
            Cell a = cells.get(pair.get(0).track()).firstEntry().getValue();
            Cell b = cells.get(pair.get(1).track()).firstEntry().getValue();
            if (a.touchesBorder() || b.touchesBorder()) {
                continue;
            }
            passedOn.add((light(a) + light(b)) / light(plate));
            shares.add(light(a) / (light(a) + light(b)));
            Cell before = cells.get(entry.getKey()).get(pair.get(0).begin() - 6);
            if (before != null && !before.touchesBorder()) {
                plates++;
                assertThat(plate.areaPx()).isLessThan((int) (0.65 * before.areaPx()));
                assertThat(plate.intensities().get(0).mean())
                        .isGreaterThan(1.4 * before.intensities().get(0).mean());
                assertThat(plate.majorAxisPx() / plate.minorAxisPx()).isGreaterThan(1.6);
            }
        }
        assertThat(plates).isGreaterThan(10);
        assertThat(median(passedOn)).isCloseTo(1, within(0.15));
        assertThat(median(shares)).isCloseTo(0.5, within(0.05));
        assertThat(shares).allSatisfy(share -> assertThat(share).isBetween(0.3, 0.7));
    }

    private static double light(Cell cell) {
        return cell.intensities().get(0).mean() * cell.areaPx();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    @ParameterizedTest(name = "{0} cells")
    @CsvSource({"30, 0.97", "250, 0.5"})
    void visibleNucleiAreOneRegionOfPlausibleSize(int count, double wholeShare) {
        SimulationOptions options = MovieSimulatorTest.with(Map.of("cells", count, "frames", 12, "cycleFrames", 16));
        double newborn = Math.PI * options.nucleusDiameterPx() * options.nucleusDiameterPx() / 4;
        MovieSimulator simulator = new MovieSimulator(options, WellConditions.UNTREATED, 12, 0, 0);
        int inner = 0;
        int whole = 0;
        while (simulator.hasNext()) {
            SimulatedFrame frame = simulator.next();
            List<Cell> cells = CellMeasurer.measure(frame.truth(), List.of());
            assertThat(regions(frame)).isEqualTo(cells.size());
            for (Cell cell : cells) {
                assertThat(cell.areaPx()).isLessThan((int) (2.4 * newborn));
                if (!cell.touchesBorder()) {
                    inner++;
                    whole += cell.areaPx() > 0.2 * newborn ? 1 : 0;
                }
            }
        }
        assertThat(inner).isGreaterThan(200);
        assertThat((double) whole / inner).isGreaterThan(wholeShare);
    }

    /** Regions of equal labels that touch, by a flood fill over edges and corners. */
    private static int regions(SimulatedFrame frame) {
        int width = frame.truth().width();
        int height = frame.truth().height();
        int[] left = frame.truth().labels().clone();
        int[] stack = new int[left.length];
        int regions = 0;
        for (int start = 0; start < left.length; start++) {
            int label = left[start];
            if (label == 0) {
                continue;
            }
            regions++;
            int depth = 0;
            stack[depth++] = start;
            left[start] = 0;
            while (depth > 0) {
                int p = stack[--depth];
                for (int y = Math.max(0, p / width - 1); y <= Math.min(height - 1, p / width + 1); y++) {
                    for (int x = Math.max(0, p % width - 1); x <= Math.min(width - 1, p % width + 1); x++) {
                        if (left[y * width + x] == label) {
                            left[y * width + x] = 0;
                            stack[depth++] = y * width + x;
                        }
                    }
                }
            }
        }
        return regions;
    }
}
