package org.cellineage.format.name;

import java.util.Locale;
import java.util.Optional;

/**
 * Meaning of a named group of an expression; the group's name is the constant in camel case, ignoring trailing digits.
 */
enum Meaning {
    PLATE,
    /** Parts that distinguish acquisitions of a plate. */
    DATE,
    MEASUREMENT,
    SERIES,
    WELL,
    ROW,
    COL,
    WELL_INDEX,
    SITE,
    /** A site that is used only if there is no other. */
    POSITION,
    CHANNEL,
    CHANNEL_NAME,
    /** Prepended to the channel: the imaging step, for protocols that image a channel more than once. */
    CHANNEL_PART,
    Z,
    /** Any form of {@link TimeText}. */
    TIME,
    DAYS,
    HOURS,
    MINUTES,
    SECONDS,
    /** Parts of a date and time. */
    YEAR,
    /** Two-digit year and month, as in IncuCyte's folders. */
    YEAR_MONTH,
    MONTH,
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    /** Milliseconds since the start, alone or in addition to the number of a time point. */
    MS,
    PART,
    /** Groups that mark an image to leave out. */
    THUMB,
    CALIBRATION,
    PROJECTION,
    PROCESSED,
    LABELS;

    /** Returns the meaning of a group's name; empty if unknown. */
    static Optional<Meaning> of(String group) {
        String base = group.replaceAll("\\d+$", "");
        for (Meaning meaning : values()) {
            if (meaning.group().equals(base)) {
                return Optional.of(meaning);
            }
        }
        // {frame} in a pattern is a time point.
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

    /** What an image with this group is if not a frame; empty for other groups. */
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
