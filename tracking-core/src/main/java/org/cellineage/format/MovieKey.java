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
        if (!isPart(plate) || !isPart(well) || !isPart(site)) {
            throw new IllegalArgumentException(
                    "plate, well and site become names of folders: '" + plate + "', '" + well + "', '" + site + "'");
        }
    }

    /**
     * Whether a text can be a plate, well or site: not empty, not {@code .} or {@code ..}, and without {@code /},
     * {@code \\} and control characters, because tables and pictures lie in folders of these names.
     */
    public static boolean isPart(String text) {
        return !text.isEmpty()
                && !text.equals(".")
                && !text.equals("..")
                && text.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
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
