package org.cellineage.jobs.hadoop;

/**
 * Locations for Spark's readers, which take some letters of a path for a pattern: {@code [ ] { } * ? \\} stand for themselves
 * once they are escaped. What Spark writes to needs no such thing.
 */
public final class GlobText {

    private static final String PATTERN_LETTERS = "\\[]{}*?";

    private GlobText() {}

    /** The location as a pattern that only it matches. */
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
