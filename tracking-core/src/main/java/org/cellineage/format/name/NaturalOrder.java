package org.cellineage.format.name;

/** Natural order of texts with numbers, in which {@code t9} is before {@code t10}. */
final class NaturalOrder {

    private static final int DIGITS = 20;

    private NaturalOrder() {}

    /** The text with every number padded, so that lexical order of the results is natural order of the texts. */
    static String padded(String text) {
        StringBuilder padded = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            int start = i;
            while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                i++;
            }
            if (i == start) {
                padded.append(text.charAt(i++));
            } else {
                padded.append("0".repeat(Math.max(0, DIGITS - (i - start)))).append(text, start, i);
            }
        }
        return padded.toString();
    }

    /** Whether a text consists of digits only, at least one. */
    static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** A whole number without leading zeros; other texts are unchanged. */
    static String withoutZeros(String text) {
        if (!isNumber(text)) {
            return text;
        }
        int first = 0;
        while (first < text.length() - 1 && text.charAt(first) == '0') {
            first++;
        }
        return text.substring(first);
    }
}
