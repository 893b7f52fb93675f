package org.cellineage.format.name;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The movie that an image belongs to, as its path tells. Images with equal movie names are of one movie, others never.
 *
 * @param folder the folder of the acquisition, relative to the listing's root, {@code ""} for the root itself: the path
 *     without the folders that the layout explains ({@code TimePoint_1}, {@code Images}, {@code Pos0})
 * @param acquisition what tells acquisitions of one plate apart: date, measurement number
 * @param plate the plate that the name or a folder tells
 * @param series free text that names the movie or a group of movies, where the layout does not call it a plate
 * @param well canonical ({@code B02}) where it is a well name; {@code W0015} where only its number is known; a user's
 *     pattern may give any text
 * @param wellIndex the number of the well, counted row by row from 1, where the name tells only that; see
 *     {@link WellName#ofIndex}
 * @param site the site: a number without zeros in front of it, or a text
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

    /** Numbers within texts compare as numbers. */
    @Override
    public int compareTo(MovieName other) {
        return ORDER.compare(this, other);
    }

    private static String text(Optional<String> part) {
        return NaturalOrder.padded(part.orElse(""));
    }
}
