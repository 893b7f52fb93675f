package org.cellineage.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.format.ByteArraySeekableBytes;
import org.cellineage.format.ctc.CtcTracks;
import org.cellineage.format.tiff.TiffFile;
import org.junit.jupiter.api.Test;

/** Light, noise and files of simulated movies. */
class SimulatedLightTest {

    private static double[] meanAndVariance(double background) {
        SimulationOptions flat = MovieSimulatorTest.with(Map.of(
                "cells",
                0,
                "vignetting",
                0,
                "backgroundLevel",
                background,
                "readNoise",
                12,
                "greyLevelsPerPhoton",
                3,
                "frames",
                1));
        float[] values = new MovieSimulator(flat, WellConditions.UNTREATED, 21, 0, 0)
                .next()
                .channels()
                .get(0)
                .toFloats();
        double mean = 0;
        for (float v : values) {
            mean += v / values.length;
        }
        double variance = 0;
        for (float v : values) {
            variance += (v - mean) * (v - mean) / values.length;
        }
        return new double[] {mean, variance};
    }

    /** The photon transfer curve: a straight line of slope gain that meets zero light at the read noise. */
    @Test
    void varianceOverMeanIsALineOfSlopeGain() {
        double[] levels = {300, 1000, 3000, 9000, 20_000};
        for (double level : levels) {
            double[] measured = meanAndVariance(level);
            double expected = 3 * level + 12 * 12 + 1.0 / 12;
            assertThat(measured[0]).isCloseTo(level, within(0.01 * level));
            // 147,456 pixels: the variance is known to 0.4 %.
            assertThat(measured[1] / expected).as("at %.0f", level).isCloseTo(1, within(0.02));
        }
    }

    @Test
    void cornersAreDarkerThanTheMiddle() {
        SimulationOptions shaded = MovieSimulatorTest.with(Map.of(
                "cells",
                0,
                "vignetting",
                0.6,
                "backgroundLevel",
                10_000,
                "readNoise",
                0,
                "greyLevelsPerPhoton",
                0,
                "widthPx",
                200,
                "heightPx",
                100,
                "frames",
                1));
        float[] values = new MovieSimulator(shaded, WellConditions.UNTREATED, 2, 0, 0)
                .next()
                .channels()
                .get(0)
                .toFloats();
        double middle = values[50 * 200 + 100];
        for (int corner : new int[] {0, 199, 99 * 200, 99 * 200 + 199}) {
            assertThat((double) values[corner]).isLessThan(0.9 * middle);
        }
        assertThat(middle).isBetween(9_000.0, 10_000.0);
    }

    @Test
    void theReporterLiesAroundTheNuclei() {
        SimulationOptions two = MovieSimulatorTest.with(Map.of(
                "channels", 2, "cells", 12, "frames", 1, "vignetting", 0, "readNoise", 0, "greyLevelsPerPhoton", 0));
        SimulatedFrame frame = new MovieSimulator(two, WellConditions.UNTREATED, 2, 0, 0).next();
        int[] labels = frame.truth().labels();
        float[] nuclei = frame.channels().get(0).toFloats();
        float[] reporter = frame.channels().get(1).toFloats();
        double background = two.backgroundLevel();
        int brightAround = 0;
        int dark = 0;
        for (int p = 0; p < labels.length; p++) {
            if (labels[p] == 0 && nuclei[p] < background + 20) {
                brightAround += reporter[p] > background + 100 ? 1 : 0;
                dark += reporter[p] < background + 1 ? 1 : 0;
            }
        }
        assertThat(brightAround).isGreaterThan(12 * 100);
        assertThat(dark).isGreaterThan(labels.length / 2);
    }

    /** What lies in the files is what the simulator made; checked with the project's own readers. */
    @Test
    void filesHoldTheMovieAndItsTruth() throws IOException {
        SimulationOptions options = MovieSimulatorTest.with(
                Map.of("channels", 2, "widthPx", 90, "heightPx", 70, "frames", 6, "cells", 8, "cycleFrames", 9));
        PlateSimulator plate = new PlateSimulator(options, 77, 2, 2, true);
        int movie = 3;
        assertThat(plate.name(movie)).isEqualTo("A02_s2");
        Map<String, byte[]> files = new TreeMap<>();
        int[] told = new int[1];
        plate.write(
                movie,
                path -> new ByteArrayOutputStream() {
                    @Override
                    public void close() {
                        files.put(path, toByteArray());
                    }
                },
                () -> told[0]++);
        assertThat(told[0]).isEqualTo(6);
        // The tracks, and the phases of the cells.
        assertThat(files).hasSize(6 * 3 + 2);

        MovieSimulator same = new MovieSimulator(options, plate.conditions(movie), 77, 1, 1);
        while (same.hasNext()) {
            SimulatedFrame frame = same.next();
            try (TiffFile image = open(files, "A02_s2/t00" + frame.frame() + ".tif");
                    TiffFile track = open(files, "A02_s2_GT/TRA/man_track00" + frame.frame() + ".tif");
                    TiffFile seg = open(files, "A02_s2_GT/SEG/man_seg00" + frame.frame() + ".tif")) {
                assertThat(image.planes()).isEqualTo(2);
                assertThat(image.read(0).toInts())
                        .isEqualTo(frame.channels().get(0).toInts());
                assertThat(image.read(1).toInts())
                        .isEqualTo(frame.channels().get(1).toInts());
                assertThat(track.read(0).toInts()).isEqualTo(frame.truth().labels());
                assertThat(seg.read(0).toInts()).isEqualTo(frame.truth().labels());
            }
        }
        String lineage = "A02_s2_GT/TRA/man_track.txt";
        assertThat(CtcTracks.parse(new String(files.get(lineage), StandardCharsets.UTF_8), lineage))
                .isEqualTo(same.lineage())
                .anyMatch(span -> span.parent() != 0);
    }

    private static TiffFile open(Map<String, byte[]> files, String path) throws IOException {
        return TiffFile.open(new ByteArraySeekableBytes(files.get(path)), path);
    }
}
