package org.cellineage.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.format.TrackSpan;
import org.junit.jupiter.api.Test;

class MovieSimulatorTest {

    private static final SimulationOptions SMALL = with(Map.of("widthPx", 160, "heightPx", 144, "frames", 24));

    /** The defaults with some keys changed. */
    static SimulationOptions with(Map<String, Object> changes) {
        return with(SimulationOptions.DEFAULTS, changes);
    }

    /** Options with some keys changed. */
    static SimulationOptions with(SimulationOptions base, Map<String, Object> changes) {
        try {
            var components = SimulationOptions.class.getRecordComponents();
            Object[] values = new Object[components.length];
            Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                Object value = changes.getOrDefault(
                        components[i].getName(), components[i].getAccessor().invoke(base));
                values[i] = types[i] == double.class ? ((Number) value).doubleValue() : (Object) value;
            }
            return SimulationOptions.class.getDeclaredConstructor(types).newInstance(values);
        } catch (java.lang.reflect.InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<SimulatedFrame> frames(MovieSimulator simulator) {
        List<SimulatedFrame> frames = new ArrayList<>();
        while (simulator.hasNext()) {
            frames.add(simulator.next());
        }
        return frames;
    }

    @Test
    void lineageAndImagesSayTheSame() {
        int divisions = 0;
        int entered = 0;
        for (int seed = 0; seed < 12; seed++) {
            MovieSimulator simulator = new MovieSimulator(
                    with(Map.of(
                            "widthPx",
                            160,
                            "heightPx",
                            144,
                            "frames",
                            24,
                            "cycleFrames",
                            14,
                            "deathRate",
                            0.01,
                            "driftXPx",
                            1.5)),
                    WellConditions.UNTREATED,
                    seed,
                    0,
                    0);
            TreeMap<Integer, TreeSet<Integer>> seen = new TreeMap<>();
            for (SimulatedFrame frame : frames(simulator)) {
                for (int label : frame.truth().labels()) {
                    if (label != 0) {
                        seen.computeIfAbsent(label, key -> new TreeSet<>()).add(frame.frame());
                    }
                }
            }
            Map<Integer, TrackSpan> spans = new HashMap<>();
            simulator.lineage().forEach(span -> spans.put(span.track(), span));
            assertThat(spans.keySet()).isEqualTo(seen.keySet());
            Map<Integer, Integer> daughters = new HashMap<>();
            for (TrackSpan span : spans.values()) {
                List<Integer> whole =
                        IntStream.rangeClosed(span.begin(), span.end()).boxed().toList();
                assertThat(List.copyOf(seen.get(span.track()))).isEqualTo(whole);
                if (span.parent() != 0) {
                    assertThat(spans.get(span.parent()).end()).isEqualTo(span.begin() - 1);
                    daughters.merge(span.parent(), 1, Integer::sum);
                }
                entered += span.parent() == 0 && span.begin() > 0 ? 1 : 0;
            }
            assertThat(daughters.values()).allMatch(count -> count <= 2);
            divisions += (int)
                    daughters.values().stream().filter(count -> count == 2).count();
        }
        assertThat(divisions).isGreaterThan(50);
        assertThat(entered).isGreaterThan(20);
    }

    @Test
    void daughtersStandOnBothSidesOfTheirMotherAndAreSmallerThanSheWas() {
        MovieSimulator simulator = new MovieSimulator(
                with(Map.of("frames", 30, "cycleFrames", 16, "cells", 25)), WellConditions.UNTREATED, 4, 0, 0);
        List<SimulatedFrame> frames = frames(simulator);
        Map<Integer, Map<Integer, Cell>> cells = new HashMap<>();
        for (SimulatedFrame frame : frames) {
            Map<Integer, Cell> ofFrame = new HashMap<>();
            CellMeasurer.measure(frame.truth(), frame.channels()).forEach(c -> ofFrame.put(c.label(), c));
            cells.put(frame.frame(), ofFrame);
        }
        Map<Integer, List<TrackSpan>> daughters = new TreeMap<>();
        for (TrackSpan span : simulator.lineage()) {
            if (span.parent() != 0) {
                daughters
                        .computeIfAbsent(span.parent(), key -> new ArrayList<>())
                        .add(span);
            }
        }
        int looked = 0;
        for (Map.Entry<Integer, List<TrackSpan>> entry : daughters.entrySet()) {
            if (entry.getValue().size() != 2) {
                continue;
            }
            int frame = entry.getValue().get(0).begin();
            Cell mother = cells.get(frame - 1).get(entry.getKey());
            Cell a = cells.get(frame).get(entry.getValue().get(0).track());
            Cell b = cells.get(frame).get(entry.getValue().get(1).track());
            if (mother.touchesBorder() || a.touchesBorder() || b.touchesBorder()) {
                continue;
            }
            double dot = (a.yPx() - mother.yPx()) * (b.yPx() - mother.yPx())
                    + (a.xPx() - mother.xPx()) * (b.xPx() - mother.xPx());
            assertThat(dot).as("daughters of %d", entry.getKey()).isNegative();
            assertThat(a.intensities().get(0).mean()).isGreaterThan(600);
            looked++;
        }
        assertThat(looked).isGreaterThan(20);
    }

    @Test
    void theSameSeedGivesTheSameMovieWhateverElseIsMade() {
        List<SimulatedFrame> first = frames(new MovieSimulator(SMALL, WellConditions.UNTREATED, 9, 3, 1));
        new MovieSimulator(SMALL, WellConditions.UNTREATED, 9, 3, 0).next();
        List<SimulatedFrame> second = frames(new MovieSimulator(SMALL, WellConditions.UNTREATED, 9, 3, 1));
        List<SimulatedFrame> other = frames(new MovieSimulator(SMALL, WellConditions.UNTREATED, 9, 3, 2));
        for (int i = 0; i < first.size(); i++) {
            int[] pixels = first.get(i).channels().get(0).toInts();
            assertThat(second.get(i).channels().get(0).toInts()).isEqualTo(pixels);
            assertThat(second.get(i).truth().labels())
                    .isEqualTo(first.get(i).truth().labels());
            assertThat(other.get(i).channels().get(0).toInts()).isNotEqualTo(pixels);
        }
    }

    @Test
    void thePlateIsTheSameFromOneThreadAndFromMany() {
        PlateSimulator plate =
                new PlateSimulator(with(Map.of("widthPx", 64, "heightPx", 64, "frames", 3)), 1, 3, 2, true);
        Map<String, byte[]> one = write(plate, false);
        Map<String, byte[]> many = write(plate, true);
        assertThat(one.keySet())
                .contains("A02_s1/t002.tif", "A03_s2_GT/TRA/man_track.txt")
                .hasSize(6 * 11);
        assertThat(many.keySet()).isEqualTo(one.keySet());
        one.forEach((path, bytes) ->
                assertThat(Arrays.equals(many.get(path), bytes)).as(path).isTrue());
        assertThat(plate.conditions(0).dose()).isZero();
        assertThat(plate.conditions(5).dose()).isEqualTo(1);
    }

    private static Map<String, byte[]> write(PlateSimulator plate, boolean parallel) {
        Map<String, byte[]> files = java.util.Collections.synchronizedMap(new TreeMap<>());
        IntStream movies = IntStream.range(0, plate.movies());
        (parallel ? movies.parallel() : movies).forEach(movie -> {
            try {
                plate.write(
                        movie,
                        path -> new ByteArrayOutputStream() {
                            @Override
                            public void close() {
                                files.put(path, toByteArray());
                            }
                        },
                        () -> {});
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        return files;
    }

    @Test
    void driftIsTheDriftThatWasAskedFor() {
        MovieSimulator simulator = new MovieSimulator(
                with(Map.of("stepPx", 0, "shakePx", 0, "driftYPx", 1.25, "driftXPx", -0.5, "cycleFrames", 500)),
                WellConditions.UNTREATED,
                2,
                0,
                0);
        List<SimulatedFrame> frames = frames(simulator);
        double sumY = 0;
        double sumX = 0;
        int n = 0;
        Map<Integer, Cell> before = new HashMap<>();
        for (SimulatedFrame frame : frames) {
            Map<Integer, Cell> now = new HashMap<>();
            for (Cell cell : CellMeasurer.measure(frame.truth(), List.of())) {
                now.put(cell.label(), cell);
                Cell old = before.get(cell.label());
                if (old != null && !old.touchesBorder() && !cell.touchesBorder()) {
                    sumY += cell.yPx() - old.yPx();
                    sumX += cell.xPx() - old.xPx();
                    n++;
                }
            }
            before = now;
        }
        assertThat(sumY / n).isCloseTo(1.25, within(0.05));
        assertThat(sumX / n).isCloseTo(-0.5, within(0.05));
    }

    @Test
    void noiseGrowsWithLightAndLightFadesAsAsked() {
        SimulationOptions flat = with(Map.of(
                "cells",
                0,
                "vignetting",
                0,
                "backgroundLevel",
                4000,
                "readNoise",
                0,
                "greyLevelsPerPhoton",
                2,
                "frames",
                2));
        float[] empty = new MovieSimulator(flat, WellConditions.UNTREATED, 3, 0, 0)
                .next()
                .channels()
                .get(0)
                .toFloats();
        double mean = 0;
        for (float v : empty) {
            mean += v;
        }
        mean /= empty.length;
        double variance = 0;
        for (float v : empty) {
            variance += (v - mean) * (v - mean);
        }
        variance /= empty.length;
        assertThat(mean).isCloseTo(4000, within(5.0));
        // Two grey levels a photon: variance = gain * mean, and 1/12 from rounding.
        assertThat(variance / (2 * mean)).isCloseTo(1, within(0.02));

        SimulationOptions fading = with(Map.of(
                "bleachingShare",
                0.1,
                "frames",
                11,
                "cycleFrames",
                5000,
                "stepPx",
                0,
                "deathRate",
                0,
                "backgroundLevel",
                0));
        List<SimulatedFrame> frames = frames(new MovieSimulator(fading, WellConditions.UNTREATED, 3, 0, 0));
        assertThat(sum(frames.get(10)) / sum(frames.get(0))).isCloseTo(Math.pow(0.9, 10), within(0.04));
    }

    private static double sum(SimulatedFrame frame) {
        double sum = 0;
        for (float v : frame.channels().get(0).toFloats()) {
            sum += v;
        }
        return sum;
    }

    @Test
    void nothingAndEverythingDyingAreMoviesToo() {
        MovieSimulator none =
                new MovieSimulator(with(Map.of("cells", 0, "frames", 1)), WellConditions.UNTREATED, 1, 0, 0);
        assertThat(CellMeasurer.measure(none.next().truth(), List.of())).isEmpty();
        assertThat(none.hasNext()).isFalse();
        MovieSimulator dying = new MovieSimulator(
                with(Map.of("deathRate", 1.0, "frames", 14, "channels", 2)), WellConditions.UNTREATED, 1, 0, 0);
        List<SimulatedFrame> frames = frames(dying);
        assertThat(frames.get(0).truth().maxLabel()).isPositive();
        assertThat(frames.get(13).truth().maxLabel()).isZero();
        assertThat(frames.get(0).channels()).hasSize(2);
    }
}
