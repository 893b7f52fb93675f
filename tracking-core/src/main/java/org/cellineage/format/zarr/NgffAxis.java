package org.cellineage.format.zarr;

import java.util.List;
import java.util.Locale;

/**
 * An axis of an image.
 *
 * @param unit as written, empty if there is none
 */
record NgffAxis(String name, Kind kind, String unit) {

    /** Kind of an axis. */
    enum Kind {
        TIME,
        CHANNEL,
        Z,
        Y,
        X,
        OTHER
    }

    /** The axes of images from before axes were part of the metadata. */
    static final List<NgffAxis> TCZYX = List.of(
            new NgffAxis("t", Kind.TIME, ""),
            new NgffAxis("c", Kind.CHANNEL, ""),
            new NgffAxis("z", Kind.Z, ""),
            new NgffAxis("y", Kind.Y, ""),
            new NgffAxis("x", Kind.X, ""));

    static NgffAxis of(String name, String type, String unit) {
        String lower = name.toLowerCase(Locale.ROOT);
        Kind kind = switch (type) {
            case "time" -> Kind.TIME;
            case "channel" -> Kind.CHANNEL;
            default ->
                switch (lower) {
                    case "t", "time" -> Kind.TIME;
                    case "c", "channel" -> Kind.CHANNEL;
                    case "z" -> Kind.Z;
                    case "y" -> Kind.Y;
                    case "x" -> Kind.X;
                    default -> Kind.OTHER;
                };
        };
        return new NgffAxis(name, kind, unit);
    }

    /** Micrometres or seconds per unit; NaN if the unit is unknown. */
    double unitSize() {
        return switch (kind) {
            case TIME -> seconds();
            case X, Y, Z -> micrometres();
            default -> Double.NaN;
        };
    }

    private double micrometres() {
        return switch (unit) {
            case "micrometer", "micrometre", "micron", "um", "µm", "μm" -> 1;
            case "nanometer", "nanometre", "nm" -> 1e-3;
            case "angstrom", "Å" -> 1e-4;
            case "picometer", "pm" -> 1e-6;
            case "millimeter", "millimetre", "mm" -> 1e3;
            case "centimeter", "centimetre", "cm" -> 1e4;
            case "decimeter" -> 1e5;
            case "meter", "metre", "m" -> 1e6;
            case "inch" -> 25_400;
            default -> Double.NaN;
        };
    }

    private double seconds() {
        return switch (unit) {
            case "second", "seconds", "s", "sec" -> 1;
            case "nanosecond", "ns" -> 1e-9;
            case "microsecond", "us", "µs", "μs" -> 1e-6;
            case "millisecond", "milliseconds", "ms" -> 1e-3;
            case "minute", "minutes", "min" -> 60;
            case "hour", "hours", "h" -> 3600;
            case "day", "days", "d" -> 86_400;
            default -> Double.NaN;
        };
    }
}
