package org.cellineage.format.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.ZPlanes;
import org.cellineage.format.tiff.OmeSet;
import org.cellineage.format.tiff.TiffFile;
import org.cellineage.format.tiff.TiffStack;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/**
 * The frames of one image of a TIFF file.
 *
 * <p>An acquisition that was stopped early is a movie of the existing frames, with a warning. A frame fails if it lacks
 * a channel or is missing before the last; the whole movie fails if more than {@value FrameLimits#MAX_BAD_FRAMES}
 * frames and more than {@value FrameLimits#MAX_BAD_PERCENT} % do.
 */
final class StackFrames {

    private final MovieKey key;
    private final String where;
    private final TiffStack stack;
    private final Optional<OmeSet> set;
    private final ZPlanes zPlanes;
    private final boolean zIsTime;
    private final List<CatalogFailure> failures = new ArrayList<>();
    private final List<CatalogWarning> warnings = new ArrayList<>();

    StackFrames(MovieKey key, String where, TiffStack stack, Optional<OmeSet> set, ZPlanes zPlanes) {
        this.key = key;
        this.where = where;
        this.stack = stack;
        this.set = set;
        this.zPlanes = zPlanes;
        this.zIsTime = stack.sizeZ() > 1 && !zPlanes.reads();
    }

    /** Frames that cannot be used. */
    List<CatalogFailure> failures() {
        return List.copyOf(failures);
    }

    /** Possible misinterpretations. */
    List<CatalogWarning> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * Builds the movie.
     *
     * @throws BadInputException if too many of its frames are missing, or they differ in size
     */
    Movie movie(StackFile file, TiffFile tiff) {
        checkZ();
        int planned = zIsTime ? stack.sizeZ() : stack.sizeT();
        int there = planned;
        while (there > 0 && channelsThere(there - 1) == 0) {
            there--;
        }
        if (there == 0) {
            throw absent(
                    "None of the " + planned + " frames in its description exists",
                    "Export the movie into a single file.");
        }
        boolean filesLack = set.map(s -> !s.absent().isEmpty()).orElse(false);
        int frameCount = filesLack ? planned : there;
        List<FrameRef> frames = new ArrayList<>();
        for (int t = 0; t < frameCount; t++) {
            if (channelsThere(t) == stack.sizeC()) {
                frames.add(new FrameRef(t, planes(t, file, tiff)));
            } else {
                fail(t);
            }
        }
        int bad = failures.size();
        if (frames.isEmpty()
                || bad > FrameLimits.MAX_BAD_FRAMES && bad * 100L > (long) FrameLimits.MAX_BAD_PERCENT * frameCount) {
            throw absent(
                    bad + " of " + frameCount + " frames in its description are missing or incomplete",
                    failures.get(0).problem().remedy());
        }
        if (frameCount < planned) {
            warn(
                    "Its description names " + planned + " frames, but " + frameCount
                            + " exist: the acquisition was stopped early, or the file is incomplete.",
                    "If frames are missing, copy or export the movie again; otherwise no action is needed.");
        }
        return new Movie(
                key,
                where,
                stack.width(),
                stack.height(),
                stack.type(),
                StackFile.channelNames(stack, tiff),
                StackFile.calibration(stack, tiff),
                frameCount,
                frames);
    }

    /** Checks that the setting for z planes applies to this image. */
    private void checkZ() {
        zPlanes.requirePlane(where, "It", stack.sizeZ());
        if (!zIsTime) {
            return;
        }
        if (stack.sizeT() > 1) {
            throw ZPlanes.unsettled(where, stack.sizeZ(), stack.sizeT());
        }
        warn(
                "It has " + stack.sizeZ() + " z planes and one time point; the z planes are interpreted as time points,"
                        + " as ImageJ often saves movies.",
                "If it is a z stack of one time point, leave it out or use " + ZPlanes.SETTING
                        + "; if it is a movie, set this in ImageJ (Image > Properties: frames, not slices).");
    }

    private void warn(String cause, String remedy) {
        warnings.add(CatalogWarning.ofMovie(key, new Problem(where, cause, remedy)));
    }

    /** Number of planes that become one image of a frame. */
    private int depth() {
        return zIsTime ? 1 : stack.sizeZ();
    }

    private int plane(int c, int t, int z) {
        return zIsTime ? stack.planeIndex(c, t, 0) : stack.planeIndex(c, z, t);
    }

    /** Whether all planes of a channel exist. */
    private boolean isThere(int c, int t) {
        for (int z = 0; z < depth(); z++) {
            if (plane(c, t, z) == TiffStack.MISSING) {
                return false;
            }
        }
        return true;
    }

    private int channelsThere(int t) {
        int there = 0;
        for (int c = 0; c < stack.sizeC(); c++) {
            there += isThere(c, t) ? 1 : 0;
        }
        return there;
    }

    private List<PlaneRef> planes(int t, StackFile file, TiffFile tiff) {
        List<PlaneRef> channels = new ArrayList<>();
        for (int c = 0; c < stack.sizeC(); c++) {
            List<PlaneRef> planes = new ArrayList<>();
            for (int z = 0; z < depth(); z++) {
                int number = zIsTime ? stack.fileIndex(c, t, 0) : stack.fileIndex(c, z, t);
                planes.add(plane(plane(c, t, z), number, file, tiff));
            }
            channels.add(zPlanes.of(planes));
        }
        return channels;
    }

    /** Location of a plane, in this file or in another file of its set. */
    private PlaneRef plane(int plane, int number, StackFile file, TiffFile tiff) {
        TiffFile in = set.isPresent() ? set.get().file(number) : tiff;
        if (in.width(plane) != stack.width() || in.height(plane) != stack.height()) {
            throw new BadInputException(
                    where,
                    "Page " + plane + " has " + in.width(plane) + " x " + in.height(plane)
                            + " pixels, but the first has " + stack.width() + " x " + stack.height() + ".",
                    "Keep frames of different size in different files.");
        }
        return file.plane(set.isPresent() ? set.get().names().get(number) : file.name(), plane);
    }

    private void fail(int t) {
        int channel = 0;
        while (channel < stack.sizeC() && isThere(channel, t)) {
            channel++;
        }
        String what = channelsThere(t) == 0 ? "Frame " + t : "Channel " + channel + " of frame " + t;
        BadInputException e = absent(
                what + " is named in its description, but is not in the file",
                "Export the movie again; until then, tracks bridge the gap.");
        failures.add(CatalogFailure.ofFrame(key, t, e.problem()));
    }

    /** The error for missing planes; if a whole file is missing, this is the reason. */
    private BadInputException absent(String cause, String remedy) {
        Optional<Problem> file = set.flatMap(s -> s.absent().stream().findFirst());
        return file.isPresent()
                ? new BadInputException(
                        where, cause + ". " + file.get().cause(), file.get().remedy())
                : new BadInputException(where, cause + ".", remedy);
    }
}
