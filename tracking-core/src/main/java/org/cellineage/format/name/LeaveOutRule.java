package org.cellineage.format.name;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A rule for names of images that are not frames.
 *
 * @param pattern matched against the file name or the path, ignoring case
 * @param ofPath whether it is matched against the path, with a leading {@code /}
 * @param leftOut what such a file is
 * @param evenWhenNamed whether it also applies to names that match a form of the layout: {@code MAX_P7_B02_s1_w1.tif}
 */
record LeaveOutRule(Pattern pattern, boolean ofPath, LeftOut leftOut, boolean evenWhenNamed) {

    /**
     * A rule whose pattern is matched against the end of the path if it contains a {@code /}, otherwise against the
     * name.
     */
    static LeaveOutRule of(Pattern pattern, LeftOut leftOut, boolean evenWhenNamed) {
        boolean ofPath = pattern.pattern().replace("[^/", "").contains("/");
        return new LeaveOutRule(pattern, ofPath, leftOut, evenWhenNamed);
    }

    /**
     * One pattern that matches if any of some rules does, all of which apply to the name or all to the path. Nearly all
     * names match no rule, which this finds in a single test.
     */
    static Pattern anyOf(List<LeaveOutRule> rules) {
        String any = rules.stream()
                .map(rule -> "(?:" + rule.pattern().pattern() + ")")
                .collect(Collectors.joining("|"));
        return Pattern.compile(any, Pattern.CASE_INSENSITIVE);
    }

    boolean matches(String path) {
        String held = ofPath ? "/" + path : path.substring(path.lastIndexOf('/') + 1);
        return pattern.matcher(held).matches();
    }
}
