package org.cellineage.format.name;

import java.util.regex.Pattern;

/**
 * Names that are images but no frames.
 *
 * @param pattern held against the file's name, or the end of its path where it holds a {@code /}
 * @param leftOut what such a file is
 * @param evenWhenNamed whether it holds also for names that fit a form of the layout: {@code MAX_P7_B02_s1_w1.tif}
 */
record LeaveOutRule(Pattern pattern, LeftOut leftOut, boolean evenWhenNamed) {

    boolean matches(String path) {
        String held = pattern.pattern().replace("[^/", "").contains("/")
                ? "/" + path
                : path.substring(path.lastIndexOf('/') + 1);
        return pattern.matcher(held).matches();
    }
}
