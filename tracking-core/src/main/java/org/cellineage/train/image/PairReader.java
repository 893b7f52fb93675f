package org.cellineage.train.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.CatalogReader;
import org.cellineage.format.layout.MovieFormats;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.image.BrightnessRange;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.image.Registration;
import org.cellineage.problem.BadInputException;
import org.cellineage.segment.ClassicalOptions;
import org.cellineage.segment.ClassicalSegmenter;

/**
 * Reads movies that have both channels, as grey values: registers the channel to predict with the first that is read, and
 * finds what it shows.
 */
final class PairReader {

    /** Frames of a movie that find its shift; more add little. */
    private static final int REGISTERED_FRAMES = 16;

    /** Crops of single cells do not show how they are shifted: the outline of a nucleus is not that of its cell. */
    private static final int LEAST_SIDE_PX = 96;

    /** Rims and the discs within them are registered no better than this, so such a shift is none. */
    private static final int ACCURACY_PX = 1;

    private final Storage storage;
    private final ImageChannels channels;
    private final ReadingRules rules;

    /**
     * How movies are read.
     *
     * @param everyFrame of each movie, one frame in so many is read
     * @param heldOutEvery one in so many of these is held out, the last of each run; 0: none
     * @param mostShiftPx the largest shift between the channels that is looked for; 0: they are registered, as crops of single
     *     cells are taken to be
     */
    record ReadingRules(int everyFrame, int heldOutEvery, int mostShiftPx) {}

    PairReader(Storage storage, ImageChannels channels, ReadingRules rules) {
        this.storage = storage;
        this.channels = channels;
        this.rules = rules;
    }

    /**
     * A movie as read.
     *
     * @param names of the channels that are read
     * @param target name of the channel to predict
     */
    record RawMovie(String name, List<String> names, String target, Registration.Shift shift, List<RawFrame> frames) {}

    /** A registered frame: grey values, and the objects in the channel to predict. */
    @SuppressWarnings("ArrayRecordComponent")
    record RawFrame(
            int frame, boolean isHeldOut, int width, int height, List<float[]> read, float[] target, int[] objects) {}

    /** Reads all movies of an input; all frames are held out if the input is. */
    List<RawMovie> read(String input, boolean isHeldOut) throws IOException {
        List<Movie> movies =
                new CatalogReader(storage).read(input, MovieFormats.AUTO).movies();
        if (movies.isEmpty()) {
            throw new BadInputException(
                    input, "It contains no movies.", "Give movies or stacks that 'cellineage check' can read.");
        }
        List<RawMovie> read = new ArrayList<>();
        for (Movie movie : movies) {
            read.add(read(movie, isHeldOut));
        }
        return read;
    }

    private RawMovie read(Movie movie, boolean isHeldOut) throws IOException {
        List<Integer> from = channels.read(movie);
        int to = channels.to().in(movie);
        List<FrameRef> refs = new ArrayList<>();
        for (int i = 0; i < movie.frames().size(); i += rules.everyFrame()) {
            refs.add(movie.frames().get(i));
        }
        try (StoragePlaneReader planes = new StoragePlaneReader(storage)) {
            List<List<Plane>> frames = new ArrayList<>();
            for (FrameRef ref : refs) {
                List<Plane> ofFrame = new ArrayList<>();
                for (int channel : from) {
                    ofFrame.add(planes.read(ref.channels().get(channel)));
                }
                ofFrame.add(planes.read(ref.channels().get(to)));
                frames.add(ofFrame);
            }
            Registration.Shift shift = shift(frames);
            List<RawFrame> raw = new ArrayList<>();
            for (int i = 0; i < frames.size(); i++) {
                boolean keeps =
                        isHeldOut || (rules.heldOutEvery() > 0 && i % rules.heldOutEvery() == rules.heldOutEvery() - 1);
                raw.add(frame(refs.get(i).frame(), keeps, frames.get(i), shift));
            }
            List<String> names =
                    channels.from().stream().map(channel -> channel.name(movie)).toList();
            return new RawMovie(movie.key().id(), names, channels.to().name(movie), shift, raw);
        }
    }

    private Registration.Shift shift(List<List<Plane>> frames) {
        Plane first = frames.get(0).get(0);
        int most = Math.min(first.width(), first.height()) < LEAST_SIDE_PX ? 0 : rules.mostShiftPx();
        Registration registration = new Registration(first.width(), first.height(), most);
        if (most > 0) {
            int used = Math.min(REGISTERED_FRAMES, frames.size());
            for (int i = 0; i < used; i++) {
                List<Plane> planes = frames.get((int) ((long) i * frames.size() / used));
                registration.add(
                        planes.get(0).toFloats(), planes.get(planes.size() - 1).toFloats());
            }
        }
        Registration.Shift found = registration.shift();
        boolean isNone = Math.abs(found.rowsPx()) <= ACCURACY_PX && Math.abs(found.columnsPx()) <= ACCURACY_PX;
        return isNone ? new Registration.Shift(0, 0, found.lead(), found.isFound()) : found;
    }

    /** Cuts all channels to what both sides show. */
    private static RawFrame frame(int number, boolean isHeldOut, List<Plane> planes, Registration.Shift shift) {
        Plane first = planes.get(0);
        int height = first.height() - Math.abs(shift.rowsPx());
        int width = first.width() - Math.abs(shift.columnsPx());
        List<float[]> cut = new ArrayList<>();
        for (int c = 0; c < planes.size(); c++) {
            boolean isTarget = c == planes.size() - 1;
            int top = Math.max(0, isTarget ? shift.rowsPx() : -shift.rowsPx());
            int left = Math.max(0, isTarget ? shift.columnsPx() : -shift.columnsPx());
            cut.add(part(planes.get(c), top, left, height, width));
        }
        float[] target = cut.remove(cut.size() - 1);
        LabelImage objects = new ClassicalSegmenter(ClassicalOptions.DEFAULTS)
                .segment(List.of(Plane.of(width, height, target.clone())));
        return new RawFrame(number, isHeldOut, width, height, cut, target, objects.labels());
    }

    private static float[] part(Plane plane, int top, int left, int height, int width) {
        float[] values = plane.toFloats();
        float[] part = new float[height * width];
        for (int y = 0; y < height; y++) {
            System.arraycopy(values, (top + y) * plane.width() + left, part, y * width, width);
        }
        return part;
    }

    /**
     * The grey values of the channel to predict that become 0 and 1: the median of the background, and the value that a tenth
     * of the pixels of all objects exceed.
     *
     * @throws BadInputException if the channel shows nothing
     */
    static BrightnessRange range(List<RawMovie> movies, String where) {
        List<float[]> background = new ArrayList<>();
        List<float[]> objects = new ArrayList<>();
        for (RawMovie movie : movies) {
            for (RawFrame frame : movie.frames()) {
                background.add(sample(frame, false));
                objects.add(sample(frame, true));
            }
        }
        float dark = quantile(background, 0.5);
        float bright = quantile(objects, 0.9);
        if (!(bright > dark)) {
            throw new BadInputException(
                    where,
                    "Nothing stands out from the background in the channel to predict.",
                    "Give movies whose --to-channel shows bright objects on a dark background.");
        }
        return new BrightnessRange(dark, bright);
    }

    private static float[] sample(RawFrame frame, boolean ofObjects) {
        float[] values = new float[frame.target().length];
        int n = 0;
        for (int p = 0; p < values.length; p++) {
            if ((frame.objects()[p] != 0) == ofObjects && Float.isFinite(frame.target()[p])) {
                values[n++] = frame.target()[p];
            }
        }
        return Arrays.copyOf(values, n);
    }

    /** A quantile of all values, from at most a few thousand of each array; NaN if there are none. */
    private static float quantile(List<float[]> arrays, double share) {
        int most = 4096;
        float[] all = new float[arrays.size() * most];
        int n = 0;
        for (float[] array : arrays) {
            int taken = Math.min(most, array.length);
            for (int i = 0; i < taken; i++) {
                all[n++] = array[(int) ((long) i * array.length / taken)];
            }
        }
        if (n == 0) {
            return Float.NaN;
        }
        Arrays.sort(all, 0, n);
        return all[(int) Math.min(n - 1, share * n)];
    }
}
