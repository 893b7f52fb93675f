package org.cellineage.format.labels;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a label file, and what remains of it without the words that programs add to the name of the image.
 *
 * @param stem the name without its extension, as written
 * @param bases the stem, and the stem with the added words removed one after another, in lower case, from longest to
 *     shortest
 * @param marked whether a word marks the file as labels: {@code _cp_masks}, {@code LblImg_}, …
 */
record LabelName(String stem, List<String> bases, boolean marked) {

    private static final String WORDS = "cp[_ ]masks?|masks?|labels?|labell?ed|label[_ ]?images?|seg|segm|segmented"
            + "|segmentation|instances?|object[_ ]identities|objects?|stardist|cellpose|mesmer|deepcell";
    private static final Pattern SUFFIX = Pattern.compile("(.*?)[_\\-. ]+(?:" + WORDS + ")");
    private static final Pattern PREFIX = Pattern.compile("(?:lblimg|" + WORDS + ")[_\\-. ]+(.+)");
    /** The name of an object, as CellProfiler users add it: letters only, so that no number is lost. */
    private static final Pattern ANY_WORD = Pattern.compile("(.*\\d.*?)[_\\-. ]+\\p{L}+");

    private static final Pattern ENDING = Pattern.compile("(.+?)(?:\\.ome)?\\.(?:tiff?|png|trks?|zip|geff)");
    private static final Pattern NUMBER = Pattern.compile("(.*?)(\\d+)");
    private static final int MOST_DIGITS = 9;

    LabelName {
        bases = List.copyOf(bases);
    }

    static LabelName of(String fileName) {
        String stem = stem(fileName);
        List<String> bases = new ArrayList<>();
        String at = stem.toLowerCase(Locale.ROOT);
        bases.add(at);
        for (String next = strip(at); !next.equals(at); next = strip(at)) {
            at = next;
            bases.add(at);
        }
        boolean marked = bases.size() > 1;
        Matcher word = ANY_WORD.matcher(at);
        if (!marked && word.matches()) {
            bases.add(word.group(1));
        }
        return new LabelName(stem, bases, marked);
    }

    /** A file name without its extension. */
    static String stem(String fileName) {
        Matcher ending =
                Pattern.compile(ENDING.pattern(), Pattern.CASE_INSENSITIVE).matcher(fileName);
        return ending.matches() ? ending.group(1) : fileName;
    }

    private static String strip(String name) {
        Matcher suffix = SUFFIX.matcher(name);
        if (suffix.matches() && !suffix.group(1).isEmpty()) {
            // If there are two extensions, Cellpose keeps the image's own before its suffix.
            return suffix.group(1).endsWith(".ome")
                    ? suffix.group(1).substring(0, suffix.group(1).length() - 4)
                    : suffix.group(1);
        }
        Matcher prefix = PREFIX.matcher(name);
        return prefix.matches() ? prefix.group(1) : name;
    }

    /** The name without the words for labels. */
    String base() {
        return marked ? bases.get(bases.size() - 1) : bases.get(0);
    }

    /** The number at the end of the name, ignoring words for labels; -1 if there is none. */
    int number() {
        Matcher number = NUMBER.matcher(base());
        if (!number.matches()) {
            return -1;
        }
        String digits = number.group(2);
        return Integer.parseInt(digits.substring(Math.max(0, digits.length() - MOST_DIGITS)));
    }

    /**
     * What the name has in common with those of the movie's other frames: its base without the number and without
     * trailing separators.
     */
    String series() {
        Matcher number = NUMBER.matcher(base());
        return number.matches() ? number.group(1) : base();
    }
}
