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
 * The ImageDescription of a MetaXpress or MetaMorph TIFF.
 *
 * @param pixelSizeUm side of a pixel in micrometres; empty if the image is not calibrated
 * @param acquiredMillis local time of the image in milliseconds, as if in UTC: only differences are meaningful
 * @param channel name of the illumination setting
 * @param stageLabel label of the stage position: {@code B02 : Site 1}
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

    /** Whether a description is of this kind. */
    public static boolean is(String description) {
        return description.stripLeading().startsWith("<MetaData>");
    }

    /**
     * Parses a description.
     *
     * @return its contents, of a broken one those before the break; empty if it is of another kind
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

    /** Despite its name, {@code pixel-size-x} is the width of the image. */
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
