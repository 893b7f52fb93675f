package org.cellineage.format.layout;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.cellineage.format.Calibration;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.MovieKey;
import org.cellineage.problem.Problem;

/**
 * Pixel size and frame interval of a movie as given by a vendor's metadata file and by file names.
 *
 * @param metadata values of the metadata file
 * @param source the metadata file; empty if there is none
 * @param names values from file names
 */
record Told(Calibration metadata, String source, Calibration names) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Values that differ by more than this share of the larger disagree. */
    private static final double TOLERANCE = 0.02;

    static final Told NOTHING = new Told(Calibration.UNKNOWN, "", Calibration.UNKNOWN);

    /** Returns this with a frame interval from file names. */
    Told withNames(double intervalS) {
        return new Told(metadata, source, new Calibration(Double.NaN, intervalS));
    }

    /** Whether metadata or names give the frame interval. */
    boolean tellsInterval() {
        return metadata.hasFrameInterval() || names.hasFrameInterval();
    }

    /**
     * Combines the sources, in order of precedence: the vendor's metadata, file names, tags of the images.
     * Disagreements become warnings.
     */
    Calibration with(Calibration tags, MovieKey movie, String folder, List<CatalogWarning> warnings) {
        double pixel = first(metadata.pixelSizeUm(), tags.pixelSizeUm());
        double interval = first(metadata.frameIntervalS(), first(names.frameIntervalS(), tags.frameIntervalS()));
        String where = source.isEmpty() ? folder : source;
        warn("pixel size", "um", pixel, tags.pixelSizeUm(), movie, where, warnings);
        double other = differs(interval, names.frameIntervalS()) ? names.frameIntervalS() : tags.frameIntervalS();
        warn("frame interval", "s", interval, other, movie, where, warnings);
        return new Calibration(pixel, interval);
    }

    private static void warn(
            String what,
            String unit,
            double taken,
            double other,
            MovieKey movie,
            String where,
            List<CatalogWarning> warnings) {
        if (differs(taken, other)) {
            warnings.add(CatalogWarning.ofMovie(
                    movie,
                    new Problem(
                            where,
                            String.format(
                                    Locale.ROOT,
                                    "The %s is %.4g %s according to the metadata or names, but %.4g %s according to another source; the"
                                            + " first is used.",
                                    what,
                                    taken,
                                    unit,
                                    other,
                                    unit),
                            "Check which is correct; if it is not the first, correct or remove its file.")));
        }
    }

    private static boolean differs(double a, double b) {
        return Math.abs(a - b) > TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
    }

    private static double first(double a, double b) {
        return Double.isNaN(a) ? b : a;
    }
}
