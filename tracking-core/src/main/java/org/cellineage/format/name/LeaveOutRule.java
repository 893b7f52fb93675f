package org.cellineage.format.name;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names that are images but no frames.
 *
 * @param pattern held against the file's name or its path, upper and lower case alike
 * @param ofPath whether it is held against the path, with a {@code /} in front
 * @param leftOut what such a file is
 * @param evenWhenNamed whether it holds also for names that fit a form of the layout: {@code MAX_P7_B02_s1_w1.tif}
 */
record LeaveOutRule(Pattern pattern, boolean ofPath, LeftOut leftOut, boolean evenWhenNamed) {

    /** A rule whose pattern is held against the end of the path where it holds a {@code /}, else against the name. */
    static LeaveOutRule of(Pattern pattern, LeftOut leftOut, boolean evenWhenNamed) {
        boolean ofPath = pattern.pattern().replace("[^/", "").contains("/");
        return new LeaveOutRule(pattern, ofPath, leftOut, evenWhenNamed);
    }

    /**
     * One pattern that matches where any of some rules does, which are all held against the name or all against the path:
     * nearly all names are of no rule, and are told so by one look.
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
