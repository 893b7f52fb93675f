package org.cellineage.format.name;

import java.util.regex.Pattern;

/**
 * Names that are images but no frames.
 *
 * @param pattern held against the file's name or its path
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

    boolean matches(String path) {
        String held = ofPath ? "/" + path : path.substring(path.lastIndexOf('/') + 1);
        return pattern.matcher(held).matches();
    }
}
