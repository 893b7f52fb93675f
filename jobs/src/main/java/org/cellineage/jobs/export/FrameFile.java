package org.cellineage.jobs.export;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;

/**
 * Names files written for a frame like its image. A movie of single images keeps their file names, in a folder
 * {@code PLATE/SEQUENCE}; frames of a stack become {@code PLATE/STACK_t000.tif}, …, and those of OME-Zarr, whose arrays
 * all have the same name, {@code PLATE/WELL_sSITE_t000.tif}, ….
 *
 * @param tiff name of a TIFF file, relative to the output's folder
 */
record FrameFile(String tiff) {

    private static final Pattern TIFF_ENDING = Pattern.compile("\\.tiff?$", Pattern.CASE_INSENSITIVE);

    static FrameFile of(Movie movie, FrameRef frame) {
        PlaneRef image = frame.channels().get(0);
        String path = image.member().isEmpty() || image.encoding() == PlaneRef.Encoding.TRK_ARRAY
                ? image.location()
                : image.member();
        String name = last(path);
        String plate = movie.key().plate() + "/";
        if (ownFiles(movie) && image.encoding() == PlaneRef.Encoding.TIFF) {
            String folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
            return new FrameFile(plate + last(folder) + "/" + name);
        }
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        if (image.encoding() == PlaneRef.Encoding.ZARR) {
            MovieKey key = movie.key();
            stem = key.well().equals(MovieKey.NO_WELL) ? key.site() : key.well() + "_s" + key.site();
        }
        return new FrameFile(plate + String.format(Locale.ROOT, "%s_t%03d.tif", stem, frame.frame()));
    }

    /** Whether each frame is a file of its own. */
    private static boolean ownFiles(Movie movie) {
        List<FrameRef> frames = movie.frames();
        return frames.size() == 1 || !location(frames.get(0)).equals(location(frames.get(1)));
    }

    private static String location(FrameRef frame) {
        return frame.channels().get(0).location();
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The same name for a PNG file. */
    String png() {
        return TIFF_ENDING.matcher(tiff).replaceFirst("") + ".png";
    }
}
