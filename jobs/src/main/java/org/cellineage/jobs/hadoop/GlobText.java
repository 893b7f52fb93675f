package org.cellineage.jobs.hadoop;

/**
 * Escapes locations for Spark's readers, which interpret {@code [ ] { } * ? \\} as pattern characters. Paths to which
 * Spark writes must not be escaped.
 */
public final class GlobText {

    private static final String PATTERN_LETTERS = "\\[]{}*?";

    private GlobText() {}

    /** Returns a pattern that matches only this location. */
    public static String escape(String location) {
        StringBuilder text = new StringBuilder(location.length() + 8);
        for (int i = 0; i < location.length(); i++) {
            char c = location.charAt(i);
            if (PATTERN_LETTERS.indexOf(c) >= 0) {
                text.append('\\');
            }
            text.append(c);
        }
        return text.toString();
    }
}
