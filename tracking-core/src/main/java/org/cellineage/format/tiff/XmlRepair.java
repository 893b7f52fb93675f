package org.cellineage.format.tiff;

/**
 * Repairs XML that programs write incorrectly: removes control characters, escapes bare ampersands and angle brackets
 * within values, and removes text before the first and after the last element. Valid XML is unchanged.
 */
final class XmlRepair {

    private static final int LONGEST_ENTITY = 10;

    private final String in;
    private final StringBuilder out;
    private char quote;
    private boolean inTag;

    private XmlRepair(String in) {
        this.in = in;
        this.out = new StringBuilder(in.length() + 64);
    }

    static String repair(String xml) {
        int from = xml.indexOf('<');
        int to = xml.lastIndexOf('>');
        return from < 0 || to < from ? xml : new XmlRepair(xml.substring(from, to + 1)).run();
    }

    private String run() {
        int i = 0;
        while (i < in.length()) {
            char c = in.charAt(i);
            int end = !inTag && c == '<' ? endOfAside(i) : i;
            if (end > i) {
                clean(i, end);
                i = end;
                continue;
            }
            if (isLegal(i)) {
                add(i, c);
            }
            i++;
        }
        return out.toString();
    }

    private void add(int i, char c) {
        if (c == '&' && !isEntity(i)) {
            out.append("&amp;");
            return;
        }
        if (!inTag) {
            inTag = c == '<';
        } else if (quote != 0) {
            if (c == '<') {
                out.append("&lt;");
                return;
            }
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            inTag = false;
        }
        out.append(c);
    }

    /** The end of a comment, CDATA section or processing instruction that starts at {@code i}; otherwise {@code i}. */
    private int endOfAside(int i) {
        String closing = in.startsWith("<!--", i)
                ? "-->"
                : in.startsWith("<![CDATA[", i) ? "]]>" : in.startsWith("<?", i) ? "?>" : "";
        int end = closing.isEmpty() ? -1 : in.indexOf(closing, i);
        return end < 0 ? i : end + closing.length();
    }

    private void clean(int from, int to) {
        for (int i = from; i < to; i++) {
            if (isLegal(i)) {
                out.append(in.charAt(i));
            }
        }
    }

    /** Whether XML 1.0 allows the character. */
    private boolean isLegal(int i) {
        char c = in.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 < in.length() && Character.isLowSurrogate(in.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i > 0 && Character.isHighSurrogate(in.charAt(i - 1));
        }
        return c >= 0x20 && c != 0xfffe && c != 0xffff || c == '\t' || c == '\n' || c == '\r';
    }

    private boolean isEntity(int i) {
        int end = in.indexOf(';', i);
        if (end < 0 || end - i > LONGEST_ENTITY) {
            return false;
        }
        String name = in.substring(i + 1, end);
        if (!name.startsWith("#")) {
            return name.equals("amp")
                    || name.equals("lt")
                    || name.equals("gt")
                    || name.equals("quot")
                    || name.equals("apos");
        }
        boolean hex = name.startsWith("#x");
        try {
            int code = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
            return code >= 0x20 && code <= 0xd7ff || code == 9 || code == 10 || code == 13;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
