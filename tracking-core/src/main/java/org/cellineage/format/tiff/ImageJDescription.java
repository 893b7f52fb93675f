package org.cellineage.format.tiff;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.cellineage.format.Calibration;

/**
 * The text that ImageJ writes into the first page: {@code key=value} lines, the first of them {@code ImageJ=version}.
 *
 * @param images planes in the file, whether or not they have directories
 * @param channels channels
 * @param slices z positions
 * @param frames time points
 * @param calibration pixel size and frame interval where given
 */
record ImageJDescription(int images, int channels, int slices, int frames, Calibration calibration) {

    static boolean is(String description) {
        return description.startsWith("ImageJ=");
    }

    static ImageJDescription parse(String description, double pixelsPerUnit) {
        Map<String, String> values = new HashMap<>();
        for (String line : description.split("\n")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(
                        line.substring(0, equals).trim(),
                        line.substring(equals + 1).trim());
            }
        }
        double micrometresPerUnit = micrometres(values.getOrDefault("unit", ""));
        double pixelSize = pixelsPerUnit > 0 ? micrometresPerUnit / pixelsPerUnit : Double.NaN;
        double interval = decimal(values.getOrDefault("finterval", ""));
        return new ImageJDescription(
                whole(values.get("images")),
                whole(values.get("channels")),
                whole(values.get("slices")),
                whole(values.get("frames")),
                new Calibration(pixelSize, interval > 0 ? interval : Double.NaN));
    }

    private static int whole(@org.jspecify.annotations.Nullable String text) {
        double value = text == null ? 1 : decimal(text);
        return value >= 1 && value < 1 << 30 ? (int) value : 1;
    }

    private static double decimal(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static double micrometres(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "micron", "microns", "um", "µm", "\\u00b5m", "μm", "micrometer", "micrometre" -> 1;
            case "nm", "nanometer" -> 1e-3;
            case "mm", "millimeter" -> 1e3;
            case "cm" -> 1e4;
            default -> Double.NaN;
        };
    }
}
