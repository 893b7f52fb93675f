package org.cellineage.format;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Names one movie: a site of a well of a plate. Ordered by plate, well, site.
 *
 * @param plate the plate, {@link #DEFAULT_PLATE} where the layout knows none
 * @param well the well as the layout writes it ({@code B02}), {@link #NO_WELL} where the layout knows none
 * @param site the site, or the name of the movie
 */
public record MovieKey(String plate, String well, String site) implements Serializable, Comparable<MovieKey> {

    /** The plate of a movie that belongs to none. */
    public static final String DEFAULT_PLATE = "default";

    /** The well of a movie that belongs to none. */
    public static final String NO_WELL = "-";

    private static final Comparator<MovieKey> ORDER =
            Comparator.comparing(MovieKey::plate).thenComparing(MovieKey::well).thenComparing(MovieKey::site);

    public MovieKey {
        if (plate.isEmpty() || well.isEmpty() || site.isEmpty()) {
            throw new IllegalArgumentException(
                    "plate, well and site must not be empty: '" + plate + "/" + well + "/" + site + "'");
        }
    }

    /** {@code plate/well/site}, the {@code movie_id} of the tables. */
    public String id() {
        return plate + "/" + well + "/" + site;
    }

    @Override
    public int compareTo(MovieKey other) {
        return ORDER.compare(this, other);
    }
}
