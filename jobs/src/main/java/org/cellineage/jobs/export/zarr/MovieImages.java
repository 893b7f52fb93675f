package org.cellineage.jobs.export.zarr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.format.zarr.NgffWriter;
import org.cellineage.format.zarr.PyramidWriter;
import org.cellineage.format.zarr.SampleType;
import org.cellineage.format.zarr.ZarrWriter;
import org.cellineage.image.PixelType;
import org.cellineage.image.Plane;
import org.cellineage.jobs.published.TableMovie;
import org.cellineage.problem.BadInputException;

/**
 * Copies the images of a movie, plane by plane. Planes that are missing or damaged, which the table of failures names,
 * are black.
 */
final class MovieImages {

    private static final List<String> COLOURS = List.of("0000FF", "00FF00", "FF0000", "FF00FF", "00FFFF", "FFFF00");
    private static final String WITHOUT =
            "Restore the movie to its location, or export only the labels with --format ome-zarr-labels.";

    private final Movie movie;
    private final TableMovie row;
    private final Storage storage;
    private final double[] least;
    private final double[] most;

    MovieImages(Movie movie, TableMovie row, Storage storage) {
        this.movie = movie;
        this.row = row;
        this.storage = storage;
        this.least = new double[movie.channels().size()];
        this.most = new double[movie.channels().size()];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
    }

    /** Writes the arrays of the group at {@code path}, and returns how the channels are shown. */
    List<NgffWriter.Channel> write(ZarrWriter zarr, String path) throws IOException {
        int channels = movie.channels().size();
        PyramidWriter pyramid = new PyramidWriter(
                zarr,
                path,
                SampleType.of(movie.pixelType()),
                NgffWriter.Grid.axes(true),
                List.of(row.frameCount(), channels, row.height(), row.width()));
        try (StoragePlaneReader reader = new StoragePlaneReader(storage)) {
            for (FrameRef frame : movie.frames()) {
                for (int channel = 0; channel < channels && frame.frame() < row.frameCount(); channel++) {
                    Plane plane = plane(reader, frame.channels().get(channel));
                    note(channel, plane);
                    pyramid.image(List.of(frame.frame(), channel), plane);
                }
            }
        }
        pyramid.describe();
        List<NgffWriter.Channel> shown = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            String colour = channels == 1 ? "FFFFFF" : COLOURS.get(channel % COLOURS.size());
            shown.add(new NgffWriter.Channel(movie.channels().get(channel), colour, window(channel)));
        }
        return shown;
    }

    private Plane plane(StoragePlaneReader reader, PlaneRef ref) {
        Plane plane;
        try {
            plane = reader.read(ref);
        } catch (BadInputException e) {
            return blank();
        } catch (IOException e) {
            throw new BadInputException(ref.describe(), "The image can no longer be read: " + e + ".", WITHOUT, e);
        }
        if (plane.type() != movie.pixelType() || plane.width() != row.width() || plane.height() != row.height()) {
            throw new BadInputException(
                    ref.describe(),
                    "The frame has " + plane.width() + " x " + plane.height() + " pixels of type " + plane.type()
                            + ", but the movie " + row.width() + " x " + row.height() + " of type "
                            + movie.pixelType() + ".",
                    WITHOUT);
        }
        return plane;
    }

    private Plane blank() {
        int size = row.width() * row.height();
        return switch (movie.pixelType()) {
            case U8 -> Plane.of(row.width(), row.height(), new byte[size]);
            case U16 -> Plane.of(row.width(), row.height(), new short[size]);
            case I32 -> Plane.of(row.width(), row.height(), new int[size]);
            case F32 -> Plane.of(row.width(), row.height(), new float[size]);
        };
    }

    private void note(int channel, Plane plane) {
        for (float value : plane.toFloats()) {
            if (Float.isFinite(value)) {
                least[channel] = Math.min(least[channel], value);
                most[channel] = Math.max(most[channel], value);
            }
        }
    }

    private List<Double> window(int channel) {
        boolean any = least[channel] <= most[channel];
        double start = any ? least[channel] : 0;
        double end = any ? Math.max(most[channel], start + 1) : 1;
        PixelType type = movie.pixelType();
        return switch (type) {
            case U8 -> List.of(0.0, 255.0, start, end);
            case U16 -> List.of(0.0, 65_535.0, start, end);
            default -> List.of(start, end, start, end);
        };
    }
}
