package org.cellineage.format.tiff;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cellineage.format.Calibration;

/**
 * The description that ImageJ writes into the first page: {@code key=value} lines, the first of them
 * {@code ImageJ=version}.
 *
 * @param images number of planes in the file, with or without directories; 0 if not given
 * @param channels number of channels
 * @param slices number of z positions
 * @param frames number of time points
 * @param order the axes from the fastest to the slowest, of the letters c, z and t
 * @param calibration pixel size and frame interval, if given
 * @param doubt ambiguity of the frame interval
 */
record ImageJDescription(
        int images,
        int channels,
        int slices,
        int frames,
        String order,
        Calibration calibration,
        Optional<Doubt> doubt) {

    private static final List<String> ORDERS = List.of("czt", "ctz", "zct", "ztc", "tcz", "tzc");

    /**
     * The smallest pixels of monitors and printers are 21 micrometres (1,200 per inch); those of microscopes are
     * smaller.
     */
    private static final double SCREEN_PIXEL_UM = 21;

    /** An ambiguity, with a remedy. */
    record Doubt(String cause, String remedy) {}

    /** A frame interval in seconds, NaN if unknown. */
    private record Interval(double seconds, Optional<Doubt> doubt) {}

    static boolean is(String description) {
        return description.startsWith("ImageJ=") || description.startsWith("SCIFIO=");
    }

    static ImageJDescription parse(String description, double pixelsPerUnit) {
        Map<String, String> values = new HashMap<>();
        for (String line : description.split("[\r\n]+")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(
                        line.substring(0, equals).trim().toLowerCase(Locale.ROOT),
                        line.substring(equals + 1).replace('\0', ' ').trim());
            }
        }
        double unit = PhysicalUnits.micrometres(values.getOrDefault("unit", ""));
        double pixelSize = PhysicalUnits.positive(unit / pixelsPerUnit);
        // ImageJ keeps the dots per inch of any image; they are unrelated to the microscope.
        if (unit == PhysicalUnits.INCH_UM && pixelSize > SCREEN_PIXEL_UM) {
            pixelSize = Double.NaN;
        }
        Interval interval = interval(values);
        String order = values.getOrDefault("order", "czt").toLowerCase(Locale.ROOT);
        return new ImageJDescription(
                whole(values.get("images"), 0),
                whole(values.get("channels"), 1),
                whole(values.get("slices"), 1),
                whole(values.get("frames"), 1),
                ORDERS.contains(order) ? order : "czt",
                new Calibration(pixelSize, interval.seconds()),
                interval.doubt());
    }

    private static Interval interval(Map<String, String> values) {
        double interval = PhysicalUnits.positive(PhysicalUnits.decimal(values.getOrDefault("finterval", "")));
        if (!Double.isNaN(interval)) {
            String unit = values.getOrDefault("tunit", "");
            double seconds = unit.isEmpty() ? 1 : PhysicalUnits.seconds(unit);
            return new Interval(
                    interval * seconds,
                    Double.isNaN(seconds)
                            ? Optional.of(new Doubt(
                                    "Its frame interval is " + values.get("finterval") + " '" + unit
                                            + "', a unit that is not known; the interval is taken as unknown.",
                                    "Set the frame interval in ImageJ (Image > Properties) with sec, min or h."))
                            : Optional.empty());
        }
        double perSecond = PhysicalUnits.positive(PhysicalUnits.decimal(values.getOrDefault("fps", "")));
        if (Double.isNaN(perSecond)) {
            return new Interval(Double.NaN, Optional.empty());
        }
        return new Interval(
                PhysicalUnits.positive(inverse(perSecond, values.getOrDefault("fps", ""))),
                perSecond < 1
                        ? Optional.empty()
                        : Optional.of(new Doubt(
                                "Its frame interval is taken from fps=" + values.get("fps")
                                        + ", which is often only the speed at which ImageJ plays the movie.",
                                "Set the frame interval in ImageJ (Image > Properties) and save the movie again.")));
    }

    /**
     * Reciprocal, rounded to the precision of the digits given: 0.00166667 frames per second is 600 s, not 599.9988.
     */
    private static double inverse(double number, String text) {
        int digits = text.replaceAll("[^0-9]", "").replaceAll("^0+", "").length();
        return new BigDecimal(1 / number)
                .round(new MathContext(Math.max(4, digits - 1)))
                .doubleValue();
    }

    private static int whole(@org.jspecify.annotations.Nullable String text, int absent) {
        double value = text == null ? absent : PhysicalUnits.decimal(text);
        return value >= 1 && value < 1 << 30 ? (int) value : absent;
    }
}
