package org.cellineage.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.simulate.MovieSimulator;
import org.cellineage.simulate.SimulationOptions;
import org.cellineage.simulate.WellConditions;

/** Simulated frames on disk: 16-bit TIFF, deflated, nuclei of about 24 px in diameter, about 600 a megapixel. */
final class FrameFiles {

    /** Typical diameter of a simulated nucleus. */
    static final double DIAMETER_PX = 24;

    static final int PIXELS_A_NUCLEUS = 1900;
    static final long SEED = 7;

    private FrameFiles() {}

    /** Writes {@code t000.tif}, {@code t001.tif}, … into a folder. */
    static List<PlaneRef> write(Path folder, int side, int frames) throws IOException {
        MovieSimulator simulator = new MovieSimulator(
                options(side, frames, side * side / PIXELS_A_NUCLEUS), WellConditions.UNTREATED, SEED, 0, 0);
        List<PlaneRef> written = new ArrayList<>();
        while (simulator.hasNext()) {
            Path file = folder.resolve(String.format(Locale.ROOT, "t%03d.tif", written.size()));
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                TiffWriter.write(out, simulator.next().channels().get(0));
            }
            written.add(PlaneRef.tiff(file.toString(), 0));
        }
        return written;
    }

    /** A field of such nuclei. */
    static SimulationOptions options(int side, int frames, int cells) {
        SimulationOptions d = SimulationOptions.DEFAULTS;
        return new SimulationOptions(
                side,
                side,
                frames,
                cells,
                // Right after mitosis; they grow.
                0.85 * DIAMETER_PX,
                d.cycleFrames(),
                d.cycleSpread(),
                d.deathRate(),
                d.stepPx(),
                d.persistence(),
                d.driftYPx(),
                d.driftXPx(),
                d.shakePx(),
                d.backgroundLevel(),
                d.nucleusLevel(),
                d.brightnessSpread(),
                d.textureDepth(),
                d.bleachingShare(),
                d.vignetting(),
                d.blurPx(),
                d.greyLevelsPerPhoton(),
                d.readNoise(),
                1,
                0,
                0);
    }
}
