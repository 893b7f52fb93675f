package org.cellineage.format.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.Calibration;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.ReadOptions;
import org.cellineage.format.tiff.OmeSet;
import org.cellineage.format.tiff.TiffFile;
import org.cellineage.format.tiff.TiffStack;
import org.cellineage.format.vendor.ImageMetadata;
import org.cellineage.problem.BadInputException;

/**
 * A TIFF file that is a movie, or several if it contains several images; its planes may continue in other files of its
 * folder.
 *
 * <p>Pages without a description are frames. If the file has z positions but only one time point, z is interpreted as
 * time with a warning, because ImageJ saves plain movies in this way; a file with both is refused.
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
     * Describes the movies from headers.
     *
     * @param key key of the movie; for several movies, keys are derived from it, see {@link ImageKeys}
     * @param tiff the open file
     * @param folder folder with the other files of a set
     * @param options how z planes and colours are read
     * @throws BadInputException if the file as a whole cannot be read
     */
    StackMovies movies(MovieKey key, TiffFile tiff, OmeSet.Folder folder, ReadOptions options) throws IOException {
        tiff.checkExtent();
        String own = name();
        Optional<OmeSet> set = OmeSet.of(tiff, own, folder, options.tiff());
        if (set.isPresent() && !set.get().owner().equals(own)) {
            return StackMovies.NONE;
        }
        List<TiffStack> stacks = set.map(OmeSet::stacks).orElseGet(() -> tiff.stacks(options.tiff()));
        List<MovieKey> keys = ImageKeys.of(key, stacks);
        List<Movie> movies = new ArrayList<>();
        List<CatalogFailure> failures = new ArrayList<>();
        List<CatalogWarning> warnings = new ArrayList<>();
        for (int i = 0; i < stacks.size(); i++) {
            MovieKey image = keys.get(i);
            stacks.get(i).doubts().forEach(doubt -> warnings.add(CatalogWarning.ofMovie(image, doubt)));
            try {
                StackFrames frames = new StackFrames(image, where(), stacks.get(i), set, options.zPlanes());
                movies.add(frames.movie(this, tiff));
                failures.addAll(frames.failures());
                warnings.addAll(frames.warnings());
            } catch (BadInputException e) {
                failures.add(CatalogFailure.ofMovie(image, e.problem()));
            }
        }
        return new StackMovies(movies, failures, warnings);
    }

    /** Location of the file, for messages. */
    private String where() {
        return member.isEmpty() ? location : location + "!" + member;
    }

    /** Location of a plane: in this file, or in another file of its folder. */
    PlaneRef plane(String file, int index) {
        if (member.isEmpty()) {
            return new PlaneRef(encoding, beside(location, file), "", index);
        }
        return new PlaneRef(encoding, location, beside(member, file), index);
    }

    private static String beside(String path, String name) {
        return path.substring(0, path.lastIndexOf('/') + 1) + name;
    }

    /** Name of this file in its folder. */
    String name() {
        return Names.last(member.isEmpty() ? location : member);
    }

    /** Pixel size and interval from the description, or else as recorded or planned by the instrument. */
    static Calibration calibration(TiffStack stack, TiffFile tiff) {
        ImageMetadata metadata = tiff.metadata();
        Calibration told = stack.calibration();
        double recorded = stack.sizeT() > 1 ? tiff.recordedIntervalS() : Double.NaN;
        double interval = Double.isNaN(recorded) ? metadata.plannedIntervalS() : recorded;
        return new Calibration(
                told.hasPixelSize() ? told.pixelSizeUm() : metadata.pixelSizeUm(),
                told.hasFrameInterval() ? told.frameIntervalS() : interval);
    }

    /**
     * The channel names from the description or, for a single channel, from the instrument; otherwise {@code channel0},
     * {@code channel1}, ….
     */
    static List<String> channelNames(TiffStack stack, TiffFile tiff) {
        List<String> names = new ArrayList<>();
        for (int c = 0; c < stack.sizeC(); c++) {
            String own = stack.channelNames().get(c);
            String name = own.isEmpty() && stack.sizeC() == 1
                    ? tiff.metadata().channel().orElse("")
                    : own;
            names.add(name.isEmpty() || names.contains(name) ? "channel" + c : name);
        }
        return names;
    }
}
