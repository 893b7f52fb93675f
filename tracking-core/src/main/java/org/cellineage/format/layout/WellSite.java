package org.cellineage.format.layout;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A well and a site as names write them: {@code B02_s1}, {@code plate7_B2_s14}, {@code B02}. A well without a site is one
 * of a plate with up to 384 wells, rows A to P; so {@code movie_s3} names no well.
 *
 * @param well the well, upper case, column with two digits
 * @param site the site
 */
record WellSite(String well, String site) {

    private static final Pattern WELL_AND_SITE = Pattern.compile("(?:^|.*[_\\- ])([A-Za-z]{1,2})(\\d{1,2})_s(\\d+)");
    private static final Pattern WELL = Pattern.compile("(?:^|.*[_\\- ])([A-Pa-p])(\\d{1,2})");

    /** Finds well and site at the end of a name; a well without a site has site 1. */
    static Optional<WellSite> in(String name) {
        Matcher both = WELL_AND_SITE.matcher(name);
        if (both.matches()) {
            return Optional.of(of(both, both.group(3)));
        }
        Matcher well = WELL.matcher(name);
        return well.matches() ? Optional.of(of(well, "1")) : Optional.empty();
    }

    private static WellSite of(Matcher m, String site) {
        String well =
                m.group(1).toUpperCase(Locale.ROOT) + String.format(Locale.ROOT, "%02d", Integer.parseInt(m.group(2)));
        return new WellSite(well, site);
    }
}
