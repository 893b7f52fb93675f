package org.cellineage.format.layout;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.cellineage.format.Calibration;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.MovieKey;
import org.cellineage.problem.Problem;

/**
 * What a metadata file of the vendor and file names tell of a movie's pixel size and frame interval.
 *
 * @param metadata what the metadata file tells
 * @param source the metadata file; empty where there is none
 * @param names what file names tell
 */
record Told(Calibration metadata, String source, Calibration names) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Values further apart than this share of the larger are a disagreement. */
    private static final double TOLERANCE = 0.02;

    static final Told NOTHING = new Told(Calibration.UNKNOWN, "", Calibration.UNKNOWN);

    /** The same, and a frame interval that file names tell. */
    Told withNames(double intervalS) {
        return new Told(metadata, source, new Calibration(Double.NaN, intervalS));
    }

    /** Whether metadata or names tell the frame interval. */
    boolean tellsInterval() {
        return metadata.hasFrameInterval() || names.hasFrameInterval();
    }

    /** The vendor's metadata first, then file names, then tags of the images; what disagrees is a warning. */
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
                                    "The %s is %.4g %s by the metadata or names, but %.4g %s by another source; the"
                                            + " first is taken.",
                                    what,
                                    taken,
                                    unit,
                                    other,
                                    unit),
                            "Check which is right; where the first is wrong, correct or remove its file.")));
        }
    }

    private static boolean differs(double a, double b) {
        return Math.abs(a - b) > TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
    }

    private static double first(double a, double b) {
        return Double.isNaN(a) ? b : a;
    }
}
