package org.cellineage.format.tiff;

import java.util.Locale;

/** Units of length and time in the spellings that programs and people use. */
public final class PhysicalUnits {

    /** Micrometres per inch. */
    static final double INCH_UM = 25_400;

    private PhysicalUnits() {}

    /** Micrometres per unit of length; NaN if the unit is unknown ({@code pixel}, empty, a name). */
    public static double micrometres(String unit) {
        return switch (plain(unit)) {
            case "\u00b5m",
                    "\u00b5",
                    "um",
                    "u",
                    "mum",
                    "micron",
                    "microns",
                    "micrometer",
                    "micrometers",
                    "micrometre",
                    "micrometres",
                    "micro meter",
                    "micro metre" -> 1;
            case "pm", "picometer", "picometers", "picometre", "picometres" -> 1e-6;
            case "\u00e5", "a\u030a", "angstrom", "angstroms", "\u00e5ngstr\u00f6m" -> 1e-4;
            case "nm", "nanometer", "nanometers", "nanometre", "nanometres" -> 1e-3;
            case "mm", "millimeter", "millimeters", "millimetre", "millimetres" -> 1e3;
            case "cm", "centimeter", "centimeters", "centimetre", "centimetres" -> 1e4;
            case "dm", "decimeter", "decimetre" -> 1e5;
            case "m", "meter", "meters", "metre", "metres" -> 1e6;
            case "in", "inch", "inches", "\"" -> INCH_UM;
            default -> Double.NaN;
        };
    }

    /** Seconds per unit of time; NaN if the unit is unknown ({@code frame}, empty, a name). */
    public static double seconds(String unit) {
        return switch (plain(unit)) {
            case "ns", "nsec", "nanosecond", "nanoseconds" -> 1e-9;
            case "\u00b5s", "us", "usec", "\u00b5sec", "microsecond", "microseconds" -> 1e-6;
            case "ms", "msec", "msecs", "millisec", "millisecs", "millisecond", "milliseconds" -> 1e-3;
            case "s", "sec", "secs", "second", "seconds" -> 1;
            case "min", "mins", "minute", "minutes", "m", "'" -> 60;
            case "h", "hr", "hrs", "hour", "hours" -> 3600;
            case "d", "day", "days" -> 86_400;
            default -> Double.NaN;
        };
    }

    /**
     * Normalizes a unit: lower case, a single micro sign, escapes such as {@code \u00B5} decoded, no trailing full stop
     * and no enclosing brackets.
     */
    private static String plain(String unit) {
        String text = unescaped(unit).strip().toLowerCase(Locale.ROOT);
        text = text.replace('\u03bc', '\u00b5')
                .replace("\u00e2\u00b5", "\u00b5")
                .replace("\u00ee\u00bc", "\u00b5");
        if (text.length() > 2
                && (text.startsWith("[") && text.endsWith("]") || text.startsWith("(") && text.endsWith(")"))) {
            text = text.substring(1, text.length() - 1).strip();
        }
        return text.length() > 1 && text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private static String unescaped(String text) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            boolean escape = text.startsWith("\\u", i) && i + 6 <= text.length();
            int code = escape ? hex(text.substring(i + 2, i + 6)) : -1;
            if (code >= 0) {
                out.append((char) code);
                i += 6;
            } else {
                out.append(text.charAt(i));
                i++;
            }
        }
        return out.toString();
    }

    private static int hex(String digits) {
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** Parses a number with a decimal point or comma; NaN if invalid. */
    static double decimal(String text) {
        String digits = text.strip();
        int comma = digits.lastIndexOf(',');
        if (comma >= 0) {
            digits = comma > digits.lastIndexOf('.')
                    ? digits.replace(".", "").replace(',', '.')
                    : digits.replace(",", "");
        }
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Returns the number if it is positive and finite, as a size or interval must be; otherwise NaN. */
    static double positive(double value) {
        return value > 0 && value < Double.POSITIVE_INFINITY ? value : Double.NaN;
    }
}
