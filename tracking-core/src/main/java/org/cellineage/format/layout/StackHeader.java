package org.cellineage.format.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.Description;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Headers;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.ReadOptions;
import org.cellineage.format.StoredFile;
import org.cellineage.format.ZPlanes;
import org.cellineage.format.tiff.TiffFile;
import org.cellineage.format.tiff.TiffStack;
import org.cellineage.problem.BadInputException;

/**
 * Reads the header of a TIFF file: as a movie, or as one frame of a movie. The only class that opens images for the
 * catalog.
 */
final class StackHeader {

    private StackHeader() {}

    /** Describes the movies of a stack file. */
    static Description movie(Headers headers, StackOutline outline) {
        StoredFile file = outline.file();
        return headers.of(file, outline.beside(), outline.key(), "stack", () -> {
            try (TiffFile tiff = open(headers, file)) {
                return stack(headers, file, outline.key(), tiff, outline.companions());
            }
        });
    }

    /** Describes a file that is one frame with all its channels, as a movie of this frame. */
    static Description frame(Headers headers, StoredFile file, MovieKey key) {
        return headers.of(file, key, "frame", () -> {
            try (TiffFile tiff = open(headers, file)) {
                tiff.checkExtent();
                Movie frame = frame(tiff, file, key, headers.options());
                return new Description(
                        List.of(frame), List.of(), List.of(), tiff.metadata().takenAtS());
            }
        });
    }

    /**
     * Describes a numbered file, which may be a frame or a stack: like {@link #frame} if it contains a single image,
     * otherwise like {@link #movie}.
     */
    static Description frameOrMovie(Headers headers, StoredFile file, MovieKey key) {
        return headers.of(file, key, "frame or stack", () -> {
            try (TiffFile tiff = open(headers, file)) {
                TiffStack stack = tiff.stacks(headers.options().tiff()).get(0);
                if (stack.sizeZ() * stack.sizeT() > 1) {
                    return stack(headers, file, key, tiff, List.of());
                }
                tiff.checkExtent();
                return Description.of(frame(tiff, file, key, headers.options()));
            }
        });
    }

    private static Description stack(
            Headers headers, StoredFile file, MovieKey key, TiffFile tiff, List<String> companions) throws IOException {
        StackFolder folder = new StackFolder(headers.storage(), file.location(), companions);
        StackMovies found =
                new StackFile(PlaneRef.Encoding.TIFF, file.location(), "").movies(key, tiff, folder, headers.options());
        return new Description(found.movies(), found.failures(), found.warnings());
    }

    private static TiffFile open(Headers headers, StoredFile file) throws IOException {
        return TiffFile.open(headers.storage().open(file.location()), file.location());
    }

    private static Movie frame(TiffFile tiff, StoredFile file, MovieKey key, ReadOptions options) {
        TiffStack stack = tiff.stacks(options.tiff()).get(0);
        ZPlanes zPlanes = options.zPlanes();
        String where = file.location();
        int images = stack.sizeZ() * stack.sizeT();
        // Pages without a description are z planes if the file is known to be a single frame.
        boolean pagesAreZ = stack.sizeZ() > 1 ? stack.sizeT() == 1 : !stack.axesKnown();
        if (images > 1 && !(pagesAreZ && zPlanes.reads())) {
            throw new BadInputException(
                    where,
                    "One frame is expected in it, but it holds " + images + " images that it does not call channels.",
                    pagesAreZ
                            ? "If they are z planes, choose how to combine them: " + ZPlanes.SETTING
                                    + "; or project them first; save channels with an ImageJ or OME description that"
                                    + " says so."
                            : "Project z planes first, and save one time point per file.");
        }
        zPlanes.requirePlane(where, "It", images);
        List<PlaneRef> channels = new ArrayList<>();
        for (int c = 0; c < stack.sizeC(); c++) {
            List<PlaneRef> planes = new ArrayList<>();
            for (int i = 0; i < images; i++) {
                int plane = stack.sizeZ() > 1 ? stack.planeIndex(c, i, 0) : stack.planeIndex(c, 0, i);
                if (plane == TiffStack.MISSING) {
                    throw new BadInputException(
                            where,
                            "Channel " + c + " is named in its description, but is not in the file.",
                            "Export each frame with all its channels into one file.");
                }
                planes.add(PlaneRef.tiff(where, plane));
            }
            channels.add(zPlanes.of(planes));
        }
        return new Movie(
                key,
                where,
                stack.width(),
                stack.height(),
                stack.type(),
                StackFile.channelNames(stack, tiff),
                StackFile.calibration(stack, tiff),
                1,
                List.of(new FrameRef(0, channels)));
    }
}
