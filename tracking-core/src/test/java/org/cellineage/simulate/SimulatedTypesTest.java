package org.cellineage.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cellineage.format.TrackSpan;
import org.cellineage.image.ConnectedRegions;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What movies of each type must show, whatever their microscope: their truth against their pixels. */
class SimulatedTypesTest {

    private record Seen(List<SimulatedFrame> frames, List<TrackSpan> lineage) {}

    private static SimulationOptions small(SimulatedType type, int frames, int cells, int channels) {
        return MovieSimulatorTest.with(
                type.defaults(),
                Map.of("widthPx", 200, "heightPx", 180, "frames", frames, "cells", cells, "channels", channels));
    }

    private static Seen movie(SimulatedType type, SimulationOptions options, long seed) {
        MovieSimulator simulator = new MovieSimulator(type, options, WellConditions.UNTREATED, seed, 0, 0);
        List<SimulatedFrame> frames = new ArrayList<>();
        while (simulator.hasNext()) {
            frames.add(simulator.next());
        }
        return new Seen(frames, simulator.lineage());
    }

    private static Map<Integer, Integer> areas(LabelImage labels) {
        Map<Integer, Integer> areas = new HashMap<>();
        for (int label : labels.labels()) {
            if (label != 0) {
                areas.merge(label, 1, Integer::sum);
            }
        }
        return areas;
    }

    @ParameterizedTest
    @EnumSource(SimulatedType.class)
    void theTruthIsThatOfTheLineageAndTheSameSeedGivesTheSameMovie(SimulatedType type) {
        SimulationOptions options = small(type, 4, 8, 2);
        Seen movie = movie(type, options, 3);
        Seen again = movie(type, options, 3);
        assertThat(again.lineage()).isEqualTo(movie.lineage());
        Map<Integer, TrackSpan> spans = new HashMap<>();
        movie.lineage().forEach(span -> spans.put(span.track(), span));
        for (SimulatedFrame frame : movie.frames()) {
            SimulatedFrame same = again.frames().get(frame.frame());
            assertThat(same.truth().labels()).isEqualTo(frame.truth().labels());
            assertThat(frame.channels()).hasSize(2);
            for (int c = 0; c < 2; c++) {
                assertThat(same.channels().get(c).toFloats())
                        .isEqualTo(frame.channels().get(c).toFloats());
            }
            Set<Integer> expected = new HashSet<>();
            spans.values().stream()
                    .filter(span -> span.begin() <= frame.frame() && frame.frame() <= span.end())
                    .forEach(span -> expected.add(span.track()));
            assertThat(areas(frame.truth()).keySet()).isEqualTo(expected);
        }
        assertThat(movie(type, options, 4).frames().get(0).truth().labels())
                .isNotEqualTo(movie.frames().get(0).truth().labels());
    }

    @ParameterizedTest
    @EnumSource(
            value = SimulatedType.class,
            names = {"PHASE", "BRIGHTFIELD", "RODS", "CYTOPLASM"})
    void cellsDifferFromTheirSurroundings(SimulatedType type) {
        for (long seed = 0; seed < 4; seed++) {
            SimulatedFrame frame =
                    movie(type, small(type, 1, 6, 1), seed).frames().get(0);
            float[] grey = frame.channels().get(0).toFloats();
            int[] labels = frame.truth().labels();
            double[] inside = spread(grey, labels, true);
            double[] outside = spread(grey, labels, false);
            // In bright field cells are no darker than their surroundings, but less even.
            double contrast = Math.abs(inside[0] - outside[0]) / outside[1];
            assertThat(Math.max(contrast, inside[1] / outside[1])).isGreaterThan(1.15);
        }
    }

    /** Mean and standard deviation of the pixels of cells or of the others. */
    private static double[] spread(float[] grey, int[] labels, boolean isInside) {
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (int p = 0; p < grey.length; p++) {
            if (labels[p] != 0 == isInside) {
                sum += grey[p];
                squares += grey[p] * (double) grey[p];
                n++;
            }
        }
        double mean = sum / n;
        return new double[] {mean, Math.sqrt(squares / n - mean * mean)};
    }

    @Test
    void rodsGrowDivideInTheMiddleAndHardlyOverlap() {
        SimulationOptions options = small(SimulatedType.RODS, 50, 2, 1);
        int divisions = 0;
        double growth = 0;
        for (long seed = 0; seed < 4; seed++) {
            Seen movie = movie(SimulatedType.RODS, options, seed);
            List<Map<Integer, Integer>> areas =
                    movie.frames().stream().map(frame -> areas(frame.truth())).toList();
            growth += total(areas.get(40)) / total(areas.get(20)) / 4;
            for (TrackSpan span : movie.lineage()) {
                List<TrackSpan> daughters = movie.lineage().stream()
                        .filter(other -> other.parent() == span.track())
                        .toList();
                if (daughters.size() == 2
                        && daughters.get(0).begin() == daughters.get(1).begin()
                        && isWhole(movie.frames().get(span.end()).truth(), span.track())) {
                    int one = areas.get(daughters.get(0).begin())
                            .getOrDefault(daughters.get(0).track(), 0);
                    int other = areas.get(daughters.get(1).begin())
                            .getOrDefault(daughters.get(1).track(), 0);
                    int mother = areas.get(span.end()).getOrDefault(span.track(), 0);
                    assertThat((double) one / (one + other)).isCloseTo(0.5, within(0.15));
                    assertThat((double) (one + other) / mother).isCloseTo(1, within(0.2));
                    divisions++;
                }
            }
        }
        assertThat(divisions).isGreaterThan(4);
        // A doubling in 20 frames, less those that are pushed out of the field.
        assertThat(growth).isBetween(1.3, 2.4);
    }

    private static boolean isWhole(LabelImage labels, int track) {
        for (int p = 0; p < labels.labels().length; p++) {
            int y = p / labels.width();
            int x = p % labels.width();
            if (labels.labels()[p] == track && (y < 3 || x < 3 || y > labels.height() - 4 || x > labels.width() - 4)) {
                return false;
            }
        }
        return true;
    }

    private static double total(Map<Integer, Integer> areas) {
        return areas.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Test
    void rodsAreInOnePieceEach() {
        SimulatedFrame last = movie(SimulatedType.RODS, small(SimulatedType.RODS, 40, 2, 1), 1)
                .frames()
                .get(39);
        for (int track : areas(last.truth()).keySet()) {
            boolean[] pixels = new boolean[last.truth().labels().length];
            for (int p = 0; p < pixels.length; p++) {
                pixels[p] = last.truth().labels()[p] == track;
            }
            assertThat(ConnectedRegions.of(pixels, 200, 180, true).maxLabel()).isEqualTo(1);
        }
    }

    @Test
    void theReporterIsWhereItsTruthSays() {
        SimulationOptions noisy = small(SimulatedType.CYTOPLASM, 6, 5, 2);
        List<Double> truth = new ArrayList<>();
        List<Double> measured = new ArrayList<>();
        for (long seed = 0; seed < 3; seed++) {
            for (SimulatedFrame frame :
                    movie(SimulatedType.CYTOPLASM, noisy, seed).frames()) {
                SimulatedFrame.Compartments inside = frame.compartments().orElseThrow();
                Plane reporter = frame.channels().get(1);
                inside.reporterRatio().forEach((track, ratio) -> {
                    double[] nucleus = mean(reporter, inside.nuclei(), track, inside.nuclei(), false);
                    double[] around = mean(reporter, frame.truth(), track, inside.nuclei(), true);
                    if (nucleus[1] > 150 && around[1] > 300) {
                        truth.add(Math.log(ratio));
                        measured.add(Math.log((nucleus[0] - 300) / (around[0] - 300)));
                    }
                });
                // A nucleus lies in its own cell.
                for (int p = 0; p < frame.truth().labels().length; p++) {
                    int label = inside.nuclei().labels()[p];
                    assertThat(label == 0 || label == frame.truth().labels()[p]).isTrue();
                }
            }
        }
        assertThat(truth).hasSizeGreaterThan(30);
        assertThat(correlation(truth, measured)).isGreaterThan(0.85);
    }

    /** Mean of the pixels of a track, and their number; without those of any nucleus if asked. */
    private static double[] mean(Plane plane, LabelImage labels, int track, LabelImage nuclei, boolean isOutside) {
        float[] grey = plane.toFloats();
        double sum = 0;
        int n = 0;
        for (int p = 0; p < grey.length; p++) {
            if (labels.labels()[p] == track && !(isOutside && nuclei.labels()[p] != 0)) {
                sum += grey[p];
                n++;
            }
        }
        return new double[] {sum / n, n};
    }

    private static double correlation(List<Double> a, List<Double> b) {
        double meanA = a.stream().mapToDouble(v -> v).average().orElseThrow();
        double meanB = b.stream().mapToDouble(v -> v).average().orElseThrow();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.size(); i++) {
            ab += (a.get(i) - meanA) * (b.get(i) - meanB);
            aa += (a.get(i) - meanA) * (a.get(i) - meanA);
            bb += (b.get(i) - meanB) * (b.get(i) - meanB);
        }
        return ab / Math.sqrt(aa * bb);
    }
}
