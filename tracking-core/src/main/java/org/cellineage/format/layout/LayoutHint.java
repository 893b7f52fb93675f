package org.cellineage.format.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Suggests patterns for names. */
final class LayoutHint {

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private LayoutHint() {}

    /** {@code pattern:a_{site}_{frame}.tif} for {@code a_1_02.tif}: a possible meaning of the last numbers. */
    static String pattern(String name) {
        String stem = Names.stem(name);
        List<int[]> numbers = new ArrayList<>();
        Matcher m = NUMBER.matcher(stem);
        while (m.find()) {
            numbers.add(new int[] {m.start(), m.end()});
        }
        String text = stem;
        String[] groups = {"{channel}", "{frame}", "{site}"};
        for (int i = 0; i < Math.min(groups.length, numbers.size()); i++) {
            int[] at = numbers.get(numbers.size() - 1 - i);
            text = text.substring(0, at[0]) + groups[i] + text.substring(at[1]);
        }
        return "pattern:" + text + name.substring(stem.length());
    }
}
