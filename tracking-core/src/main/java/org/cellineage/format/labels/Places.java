package org.cellineage.format.labels;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Normalizes folder names for comparison. */
final class Places {

    private Places() {}

    static String last(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    static String parent(String location) {
        return location.substring(0, Math.max(0, location.lastIndexOf('/')));
    }

    /**
     * The folders of a location in lower case, each also without a word for labels: {@code B02_masks} also counts as
     * B02.
     */
    static Set<String> folders(String folder) {
        Set<String> names = new TreeSet<>();
        for (String name : parts(folder)) {
            names.add(name.toLowerCase(Locale.ROOT));
            names.addAll(LabelName.of(name).bases());
            names.add(CtcFolder.sequence(name).toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private static List<String> parts(String folder) {
        return Arrays.stream(folder.split("/")).filter(name -> !name.isEmpty()).toList();
    }

    /** Number of names that two places share. */
    static int shared(Set<String> one, Set<String> other) {
        int shared = 0;
        for (String name : one) {
            shared += other.contains(name) ? 1 : 0;
        }
        return shared;
    }

    /** A name for comparison: lower case, without leading and trailing separators. */
    static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("^[_\\-. ]+|[_\\-. ]+$", "");
    }
}
