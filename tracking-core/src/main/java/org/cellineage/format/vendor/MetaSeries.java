package org.cellineage.format.vendor;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the ImageDescription of a MetaXpress or MetaMorph TIFF says.
 *
 * @param pixelSizeUm side of a pixel, micrometres; empty where the image is not calibrated
 * @param acquiredMillis when the image was taken, milliseconds of the clock on the wall as if it stood in UTC: only
 *     differences mean something
 * @param channel the name of the illumination setting
 * @param stageLabel what the stage position is called: {@code B02 : Site 1}
 */
public record MetaSeries(
        OptionalDouble pixelSizeUm,
        OptionalLong acquiredMillis,
        Optional<String> channel,
        Optional<String> stageLabel) {

    private static final int MAX_CHARS = 1 << 20;
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("yyyyMMdd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    /** Whether a description is one of these. */
    public static boolean is(String description) {
        return description.stripLeading().startsWith("<MetaData>");
    }

    /**
     * Reads a description.
     *
     * @return what it says; of a broken one, what stands before the break; empty where it is none of these
     */
    public static Optional<MetaSeries> parse(String description) {
        if (!is(description) || description.length() > MAX_CHARS) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        try {
            VendorXml.walk(description, new VendorXml.Elements() {
                @Override
                public void start(String name, Map<String, String> attributes) {
                    if (name.equals("prop") || name.equals("custom-prop")) {
                        values.putIfAbsent(attributes.getOrDefault("id", ""), attributes.getOrDefault("value", ""));
                    }
                }
            });
        } catch (IOException e) {
            if (values.isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of(new MetaSeries(
                pixelSize(values), time(values), text(values, "_IllumSetting_"), text(values, "stage-label")));
    }

    private static Optional<String> text(Map<String, String> values, String id) {
        return Optional.ofNullable(values.get(id)).map(String::strip).filter(t -> !t.isEmpty());
    }

    /** {@code pixel-size-x}, in spite of its name, is the width of the image. */
    private static OptionalDouble pixelSize(Map<String, String> values) {
        boolean off = values.getOrDefault("spatial-calibration-state", "on").equalsIgnoreCase("off");
        OptionalDouble size = VendorText.number(values.getOrDefault("spatial-calibration-x", ""));
        String units = values.getOrDefault("spatial-calibration-units", "").toLowerCase(Locale.ROOT);
        double um = switch (units) {
            case "um", "\u00b5m", "\u03bcm", "micron", "microns" -> 1;
            case "nm" -> 1e-3;
            case "mm" -> 1e3;
            default -> Double.NaN;
        };
        double result = size.orElse(Double.NaN) * um;
        return !off && result >= 1e-3 && result <= 1e3 ? OptionalDouble.of(result) : OptionalDouble.empty();
    }

    private static OptionalLong time(Map<String, String> values) {
        try {
            LocalDateTime time = LocalDateTime.parse(
                    values.getOrDefault("acquisition-time-local", "").strip(), TIME);
            return OptionalLong.of(time.toInstant(ZoneOffset.UTC).toEpochMilli());
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }
}
