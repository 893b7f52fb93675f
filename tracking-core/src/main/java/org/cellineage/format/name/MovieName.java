package org.cellineage.format.name;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The movie of an image as given by its path. Images belong to the same movie if and only if their movie names are
 * equal.
 *
 * @param folder folder of the acquisition relative to the listing's root, {@code ""} for the root itself, without the
 *     folders that belong to the layout ({@code TimePoint_1}, {@code Images}, {@code Pos0})
 * @param acquisition what distinguishes acquisitions of a plate: date, measurement number
 * @param plate the plate given by the name or a folder
 * @param series free text that names the movie or a group of movies, if the layout does not define it as a plate
 * @param well in canonical form ({@code B02}) if it is a well name; {@code W0015} if only its number is known; any text
 *     in a user's pattern
 * @param wellIndex number of the well, counted row by row from 1, if the name has only that; see
 *     {@link WellName#ofIndex}
 * @param site the site: a number without leading zeros, or a text
 */
public record MovieName(
        String folder,
        Optional<String> acquisition,
        Optional<String> plate,
        Optional<String> series,
        Optional<String> well,
        OptionalInt wellIndex,
        Optional<String> site)
        implements Comparable<MovieName> {

    private static final Comparator<MovieName> ORDER = Comparator.comparing(MovieName::folder)
            .thenComparing(m -> text(m.acquisition))
            .thenComparing(m -> text(m.plate))
            .thenComparing(m -> text(m.series))
            .thenComparing(m -> text(m.well))
            .thenComparing(m -> text(m.site));

    /** Numbers within texts are compared as numbers. */
    @Override
    public int compareTo(MovieName other) {
        return ORDER.compare(this, other);
    }

    private static String text(Optional<String> part) {
        return NaturalOrder.padded(part.orElse(""));
    }
}
