package org.cellineage.jobs;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.Plane;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.simulate.MovieSimulator;
import org.cellineage.simulate.PlateSimulator;
import org.cellineage.simulate.SimulationOptions;
import org.cellineage.simulate.WellConditions;

/** Small movies for tests. */
final class Movies {

    static final SimulationOptions SMALL = ConfigurationLoader.load(
            SimulationOptions.DEFAULTS,
            "",
            "",
            List.of("width_px=96", "height_px=80", "cells=4", "frames=8", "cycle_frames=12"));

    private Movies() {}

    /** A plate in the CTC layout, with truth. */
    static Path plate(Path folder, int wells, int sites) {
        PlateSimulator plate = new PlateSimulator(SMALL, 5, wells, sites, false);
        for (int movie = 0; movie < plate.movies(); movie++) {
            try {
                plate.write(movie, path -> create(folder.resolve(path)), () -> {});
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return folder;
    }

    /** A stack of frames with cells. */
    static void stack(Path file, int seed) {
        MovieSimulator simulator = new MovieSimulator(SMALL, WellConditions.UNTREATED, seed, 0, 0);
        List<Plane> planes = new ArrayList<>();
        while (simulator.hasNext()) {
            planes.add(simulator.next().channels().get(0));
        }
        stack(file, planes);
    }

    static void stack(Path file, List<Plane> planes) {
        Plane first = planes.get(0);
        try (TiffWriter writer = new TiffWriter(
                create(file),
                planes.size(),
                (long) first.size() * first.type().bytes(),
                TiffWriter.Compression.NONE,
                "")) {
            for (Plane plane : planes) {
                writer.write(plane);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Plane blank(int width, int height) {
        return Plane.of(width, height, new short[width * height]);
    }

    static OutputStream create(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.newOutputStream(file);
    }
}
