package org.cellineage.page;

import java.util.NoSuchElementException;

/**
 * Whole numbers as text for pages: base 64 VLQ, the code of source maps. Small numbers of either sign take one
 * character, and every character may stand unescaped in a string of JavaScript or JSON.
 *
 * <p>The lowest bit of a number is its sign, the others its absolute value. Five bits go into a character, the lowest
 * first; a sixth says that more follow. {@code pages/numbers.js} reads them.
 */
public final class PackedNumbers {

    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int BITS = 5;
    private static final int MORE = 1 << BITS;

    private final StringBuilder text = new StringBuilder();

    /** Appends a number. */
    public PackedNumbers add(int number) {
        long rest = number < 0 ? -2L * number + 1 : 2L * number;
        do {
            int digit = (int) (rest & (MORE - 1));
            rest >>>= BITS;
            text.append(DIGITS.charAt(rest == 0 ? digit : digit | MORE));
        } while (rest != 0);
        return this;
    }

    /** Number of characters so far. */
    public int length() {
        return text.length();
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** Reads numbers back, in the order in which they were added. */
    public static final class Reader {
        private final String text;
        private int at;

        public Reader(String text) {
            this.text = text;
        }

        /** Whether there are more numbers. */
        public boolean hasNext() {
            return at < text.length();
        }

        /**
         * The next number.
         *
         * @throws NoSuchElementException if there is none
         * @throws IllegalArgumentException if the text is not that of numbers
         */
        public int next() {
            long value = 0;
            int shift = 0;
            boolean more = true;
            while (more) {
                if (at == text.length()) {
                    throw new NoSuchElementException();
                }
                int digit = DIGITS.indexOf(text.charAt(at++));
                if (digit < 0 || shift > 6 * BITS) {
                    throw new IllegalArgumentException("not a packed number");
                }
                value |= (long) (digit & (MORE - 1)) << shift;
                shift += BITS;
                more = (digit & MORE) != 0;
            }
            return (int) ((value & 1) == 0 ? value >> 1 : -(value >> 1));
        }
    }
}
