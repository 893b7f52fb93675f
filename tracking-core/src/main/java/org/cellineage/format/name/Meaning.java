package org.cellineage.format.name;

import java.util.Locale;
import java.util.Optional;

/** What a named group of an expression means; the group's name is the constant's in camel case, digits after it ignored. */
enum Meaning {
    PLATE,
    /** Parts of what tells acquisitions of a plate apart. */
    DATE,
    MEASUREMENT,
    SERIES,
    WELL,
    ROW,
    COL,
    WELL_INDEX,
    SITE,
    /** A site that counts only where nothing else tells one. */
    POSITION,
    CHANNEL,
    CHANNEL_NAME,
    /** Put in front of the channel: the imaging step of a plan that takes a channel more than once. */
    CHANNEL_PART,
    Z,
    /** Any form of {@link TimeText}. */
    TIME,
    DAYS,
    HOURS,
    MINUTES,
    SECONDS,
    /** Parts of a time of the clock. */
    YEAR,
    /** Year of two digits and month, as IncuCyte's folders have them. */
    YEAR_MONTH,
    MONTH,
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    /** Milliseconds since the start, beside a time point's number or alone. */
    MS,
    PART,
    /** Groups that mark an image to leave out where they match. */
    THUMB,
    CALIBRATION,
    PROJECTION,
    PROCESSED,
    LABELS;

    /** The meaning of a group's name; empty where it has none. */
    static Optional<Meaning> of(String group) {
        String base = group.replaceAll("\\d+$", "");
        for (Meaning meaning : values()) {
            if (meaning.group().equals(base)) {
                return Optional.of(meaning);
            }
        }
        // A pattern's {frame} is a time point.
        return base.equals("frame") ? Optional.of(TIME) : Optional.empty();
    }

    /** The group's name. */
    String group() {
        StringBuilder camel = new StringBuilder();
        for (String word : name().toLowerCase(Locale.ROOT).split("_")) {
            camel.append(
                    camel.length() == 0 ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return camel.toString();
    }

    /** What an image with this group is instead of a frame; empty where the group is none of those. */
    Optional<LeftOut> leftOut() {
        return switch (this) {
            case THUMB -> Optional.of(new LeftOut(LeftOut.Kind.THUMBNAIL, "a thumbnail"));
            case CALIBRATION -> Optional.of(new LeftOut(LeftOut.Kind.CALIBRATION, "a calibration image"));
            case PROJECTION -> Optional.of(new LeftOut(LeftOut.Kind.PROJECTION, "a projection of other images"));
            case PROCESSED -> Optional.of(new LeftOut(LeftOut.Kind.PROCESSED, "a processed copy of other images"));
            case LABELS -> Optional.of(new LeftOut(LeftOut.Kind.LABELS, "a label image"));
            default -> Optional.empty();
        };
    }
}
