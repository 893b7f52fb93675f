package org.cellineage.format.layout;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A well and a site as names write them: {@code B02_s1}, {@code plate7_B2_s14}, {@code B02}.
 *
 * @param well the well, upper case, column with two digits
 * @param site the site
 */
record WellSite(String well, String site) {

    private static final Pattern NAME = Pattern.compile("(?:^|.*[_\\- ])([A-Za-z]{1,2})(\\d{1,2})(?:_s(\\d+))?$");

    /** Finds well and site at the end of a name; a well without a site has site 1. */
    static Optional<WellSite> in(String name) {
        Matcher m = NAME.matcher(name);
        if (!m.matches() || (m.group(3) == null && m.group(1).length() > 1)) {
            return Optional.empty();
        }
        String well =
                m.group(1).toUpperCase(Locale.ROOT) + String.format(Locale.ROOT, "%02d", Integer.parseInt(m.group(2)));
        return Optional.of(new WellSite(well, m.group(3) == null ? "1" : m.group(3)));
    }
}
