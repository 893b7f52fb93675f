package org.cellineage.format.vendor;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ImageDescription that Gen5 writes into the images of a Cytation. */
final class Gen5Description {

    private static final int MAX_CHARS = 1 << 20;
    private static final Pattern DATE = Pattern.compile("(\\d{1,2})/(\\d{1,2})/(?:20)?(\\d{2})");

    private Gen5Description() {}

    static boolean is(String description) {
        return description.length() <= MAX_CHARS && description.contains("<BTIImageMetaData");
    }

    static ImageMetadata read(String description) {
        Map<String, String> values = new HashMap<>();
        try {
            VendorXml.walk(description, new VendorXml.Elements() {
                @Override
                public void start(String name, Map<String, String> attributes) {
                    if (name.equals("Channel")) {
                        values.putIfAbsent(name, attributes.getOrDefault("Color", ""));
                    }
                }

                @Override
                public void end(String name, String text) {
                    values.putIfAbsent(name, text.strip());
                }
            });
        } catch (IOException e) {
            // What precedes the break is used.
        }
        double columns =
                VendorText.number(values.getOrDefault("PixelWidth", "")).orElse(Double.NaN);
        double width =
                VendorText.number(values.getOrDefault("ImageWidthMicrons", "")).orElse(Double.NaN);
        return new ImageMetadata(
                width / columns,
                takenAt(values.getOrDefault("Date", ""), values.getOrDefault("Time", "")),
                ImageMetadata.NO_FRAME,
                Double.NaN,
                Optional.of(values.getOrDefault("Channel", "").strip()).filter(name -> !name.isEmpty()));
    }

    /** The order of month and day depends on the computer's locale; an ambiguous date is ignored. */
    private static double takenAt(String date, String time) {
        Matcher m = DATE.matcher(date.strip());
        if (!m.matches()) {
            return Double.NaN;
        }
        int first = Integer.parseInt(m.group(1));
        int second = Integer.parseInt(m.group(2));
        if (first <= 12 && second <= 12 && first != second) {
            return Double.NaN;
        }
        try {
            LocalDate day = LocalDate.of(
                    2000 + Integer.parseInt(m.group(3)), first <= 12 ? first : second, first <= 12 ? second : first);
            return day.toEpochDay() * 86_400.0 + LocalTime.parse(time.strip()).toSecondOfDay();
        } catch (DateTimeException e) {
            return Double.NaN;
        }
    }
}
