package org.cellineage.format;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Identifies a movie: a site of a well of a plate. Ordered by plate, well and site.
 *
 * @param plate the plate, {@link #DEFAULT_PLATE} if the layout has none
 * @param well the well as the layout writes it ({@code B02}), {@link #NO_WELL} if the layout has none
 * @param site the site, or the name of the movie
 */
public record MovieKey(String plate, String well, String site) implements Serializable, Comparable<MovieKey> {

    /** The plate of movies without a plate. */
    public static final String DEFAULT_PLATE = "default";

    /** The well of movies without a well. */
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
     * {@code \\} and control characters, because it becomes the name of a folder of tables and images.
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
