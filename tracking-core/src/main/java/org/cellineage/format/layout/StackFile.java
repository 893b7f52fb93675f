package org.cellineage.format.layout;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.tiff.TiffFile;
import org.cellineage.format.tiff.TiffStack;
import org.cellineage.problem.BadInputException;

/**
 * One TIFF file that is one movie.
 *
 * <p>Pages without a description are frames. Where the file names z positions but a single time point, the z axis is
 * taken as time, as ImageJ saves plain movies so; a file with both is refused.
 */
final class StackFile {

    private final PlaneRef.Encoding encoding;
    private final String location;
    private final String member;

    StackFile(PlaneRef.Encoding encoding, String location, String member) {
        this.encoding = encoding;
        this.location = location;
        this.member = member;
    }

    /**
     * Describes the movie by the file's headers.
     *
     * @throws BadInputException where it is no movie that can be read
     */
    Movie movie(MovieKey key, TiffFile tiff) throws java.io.IOException {
        String where = member.isEmpty() ? location : location + "!" + member;
        tiff.checkExtent();
        TiffStack stack = tiff.stack();
        if (stack.sizeZ() > 1 && stack.sizeT() > 1) {
            throw new BadInputException(
                    where,
                    "It has " + stack.sizeZ() + " z positions at each of " + stack.sizeT() + " time points.",
                    "Project the z positions first (for example by their maximum), then give the projected movie.");
        }
        boolean zIsTime = stack.sizeZ() > 1;
        int frameCount = zIsTime ? stack.sizeZ() : stack.sizeT();
        List<FrameRef> frames = new ArrayList<>();
        for (int t = 0; t < frameCount; t++) {
            List<PlaneRef> channels = new ArrayList<>();
            for (int c = 0; c < stack.sizeC(); c++) {
                int plane = zIsTime ? stack.planeIndex(c, t, 0) : stack.planeIndex(c, 0, t);
                if (plane == TiffStack.MISSING) {
                    throw new BadInputException(
                            where,
                            "Channel " + c + " of frame " + t + " is named in its description, but is not in the file.",
                            "Export the movie into a single file.");
                }
                if (tiff.width(plane) != stack.width() || tiff.height(plane) != stack.height()) {
                    throw new BadInputException(
                            where,
                            "Page " + plane + " has " + tiff.width(plane) + " x " + tiff.height(plane)
                                    + " pixels, but the first has " + stack.width() + " x " + stack.height() + ".",
                            "Keep frames of different size in different files.");
                }
                channels.add(new PlaneRef(encoding, location, member, plane));
            }
            frames.add(new FrameRef(t, channels));
        }
        return new Movie(
                key,
                where,
                stack.width(),
                stack.height(),
                stack.type(),
                channelNames(stack),
                stack.calibration(),
                frameCount,
                frames);
    }

    /** The channels' names, {@code channel0}, {@code channel1}, … where the file names none. */
    static List<String> channelNames(TiffStack stack) {
        List<String> names = new ArrayList<>();
        for (int c = 0; c < stack.sizeC(); c++) {
            String name = stack.channelNames().get(c);
            names.add(name.isEmpty() || names.contains(name) ? "channel" + c : name);
        }
        return names;
    }
}
