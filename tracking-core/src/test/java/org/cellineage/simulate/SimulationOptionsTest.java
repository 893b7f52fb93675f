package org.cellineage.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cellineage.config.Doc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationOptionsTest {

    @ParameterizedTest(name = "{0} = {2}")
    @CsvSource({
        "widthPx, width_px, 15",
        "widthPx, width_px, 16385",
        "heightPx, height_px, 0",
        "heightPx, height_px, 2147483647",
        "frames, frames, 0",
        "cells, cells, -1",
        "cells, cells, 65536",
        "nucleusDiameterPx, nucleus_diameter_px, 3.9",
        "nucleusDiameterPx, nucleus_diameter_px, 1e308",
        "cycleFrames, cycle_frames, 7",
        "cycleFrames, cycle_frames, Infinity",
        "cycleSpread, cycle_spread, 1.01",
        "deathRate, death_rate, -0.01",
        "stepPx, step_px, -1",
        "persistence, persistence, 1",
        "driftYPx, drift_y_px, Infinity",
        "driftXPx, drift_x_px, -1e9",
        "shakePx, shake_px, -0.1",
        "backgroundLevel, background_level, -1",
        "nucleusLevel, nucleus_level, Infinity",
        "brightnessSpread, brightness_spread, 2",
        "textureDepth, texture_depth, 1.5",
        "bleachingShare, bleaching_share, -0.1",
        "vignetting, vignetting, 1.1",
        "blurPx, blur_px, 1000",
        "greyLevelsPerPhoton, grey_levels_per_photon, -2",
        "readNoise, read_noise, -1",
        "channels, channels, 0",
        "channels, channels, 3"
    })
    void aValueOutOfRangeIsRefusedByItsKey(String component, String key, double value) {
        Object boxed = isInt(component) ? (Object) (int) value : (Object) value;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovieSimulatorTest.with(Map.of(component, boxed)))
                .withMessageStartingWith(key + " must be ");
    }

    private static boolean isInt(String component) {
        return Arrays.stream(SimulationOptions.class.getRecordComponents())
                .anyMatch(c -> c.getName().equals(component) && c.getType() == int.class);
    }

    @Test
    void noKeyTakesANumberThatIsNone() {
        for (var component : SimulationOptions.class.getRecordComponents()) {
            assertThat(component.getAnnotation(Doc.class))
                    .as(component.getName())
                    .isNotNull();
            if (component.getType() == double.class) {
                assertThatIllegalArgumentException()
                        .as(component.getName())
                        .isThrownBy(() -> MovieSimulatorTest.with(Map.of(component.getName(), Double.NaN)));
            }
        }
    }

    /** The corners of what is allowed: odd movies, but movies. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, Long.MIN_VALUE})
    void theLeastAndTheWildestOptionsMakeMovies(long seed) {
        List<Map<String, Object>> corners = List.of(
                Map.of("widthPx", 16, "heightPx", 16, "frames", 1, "cells", 1),
                Map.of(
                        "widthPx",
                        16,
                        "heightPx",
                        500,
                        "frames",
                        3,
                        "cells",
                        1,
                        "nucleusDiameterPx",
                        4,
                        "cycleFrames",
                        8),
                Map.of("widthPx", 40, "heightPx", 24, "frames", 3, "cells", 1, "nucleusDiameterPx", 100),
                Map.of("widthPx", 64, "heightPx", 64, "frames", 12, "cells", 300, "cycleFrames", 8, "cycleSpread", 1),
                Map.of("widthPx", 64, "heightPx", 64, "frames", 4, "stepPx", 1e6, "shakePx", 1e6, "persistence", 0.99),
                Map.of(
                        "widthPx",
                        64,
                        "heightPx",
                        64,
                        "frames",
                        2,
                        "nucleusLevel",
                        1e9,
                        "readNoise",
                        1e9,
                        "channels",
                        2),
                Map.of("widthPx", 64, "heightPx", 64, "frames", 2, "blurPx", 0, "bleachingShare", 1, "vignetting", 1));
        for (Map<String, Object> corner : corners) {
            SimulationOptions options = MovieSimulatorTest.with(corner);
            assertThatCode(() -> {
                        MovieSimulator simulator = new MovieSimulator(options, WellConditions.ofDose(1), seed, 9, 9);
                        int frames = 0;
                        while (simulator.hasNext()) {
                            SimulatedFrame frame = simulator.next();
                            assertThat(frame.frame()).isEqualTo(frames++);
                            assertThat(frame.channels()).hasSize(options.channels());
                            assertThat(frame.truth().labels()).hasSize(options.widthPx() * options.heightPx());
                        }
                        assertThat(frames).isEqualTo(options.frames());
                    })
                    .as("%s", corner)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest(name = "well {1} of {0}")
    @CsvSource({
        "1, 0, A01",
        "96, 11, A12",
        "96, 12, B01",
        "96, 95, H12",
        "97, 23, A24",
        "97, 24, B01",
        "384, 383, P24",
        "385, 47, A48",
        "1536, 1248, AA01",
        "1536, 1535, AF48"
    })
    void wellsAreNamedRowByRow(int wells, int index, String name) {
        assertThat(PlateLayout.forWells(wells).well(index)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(ints = {96, 384, 1536})
    void noTwoWellsShareAName(int wells) {
        PlateLayout layout = PlateLayout.forWells(wells);
        assertThat(layout.rows() * layout.columns()).isEqualTo(wells);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < wells; i++) {
            names.add(layout.well(i));
        }
        assertThat(names).hasSize(wells);
    }

    @Test
    void platesWithoutWellsOrSitesAreRefused() {
        for (int wells : new int[] {-1, 0, 1537}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PlateLayout.forWells(wells))
                    .withMessageContaining("wells");
        }
        for (int sites : new int[] {0, Integer.MAX_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PlateSimulator(SimulationOptions.DEFAULTS, 1, 2, sites, true))
                    .withMessageContaining("sites");
        }
    }
}
