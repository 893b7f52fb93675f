package org.cellineage.jobs;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
        stack(file, planes(seed));
    }

    /** The frames of such a stack. */
    static List<Plane> planes(int seed) {
        MovieSimulator simulator = new MovieSimulator(SMALL, WellConditions.UNTREATED, seed, 0, 0);
        List<Plane> planes = new ArrayList<>();
        while (simulator.hasNext()) {
            planes.add(simulator.next().channels().get(0));
        }
        return planes;
    }

    /** The same frames as an OME-Zarr image of version 0.4: axes t, y, x, and a chunk a frame, not compressed. */
    static void omeZarr(Path folder, int seed) throws IOException {
        List<Plane> planes = planes(seed);
        int width = planes.get(0).width();
        int height = planes.get(0).height();
        Files.createDirectories(folder.resolve("0"));
        Files.writeString(folder.resolve(".zgroup"), "{\"zarr_format\": 2}");
        Files.writeString(folder.resolve(".zattrs"), """
                {"multiscales": [{"version": "0.4", "datasets": [{"path": "0",
                  "coordinateTransformations": [{"type": "scale", "scale": [1, 1, 1]}]}],
                  "axes": [{"name": "t", "type": "time"}, {"name": "y", "type": "space"}, {"name": "x", "type": "space"}]
                }]}
                """);
        Files.writeString(folder.resolve("0/.zarray"), """
                {"zarr_format": 2, "shape": [%1$d, %2$d, %3$d], "chunks": [1, %2$d, %3$d], "dtype": "<u2",
                 "compressor": null, "filters": null, "fill_value": 0, "order": "C", "dimension_separator": "/"}
                """.formatted(planes.size(), height, width));
        for (int t = 0; t < planes.size(); t++) {
            ByteBuffer chunk = ByteBuffer.allocate(2 * width * height).order(ByteOrder.LITTLE_ENDIAN);
            for (float value : planes.get(t).toFloats()) {
                chunk.putShort((short) (int) value);
            }
            Path file = folder.resolve("0/" + t + "/0/0");
            Files.createDirectories(file.getParent());
            Files.write(file, chunk.array());
        }
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
