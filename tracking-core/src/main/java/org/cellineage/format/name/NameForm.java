package org.cellineage.format.name;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One expression with named groups, held against a file's name, the end of its path, or the end of a folder.
 *
 * <p>The groups' names are {@link Meaning}s. Several groups may have one meaning (numbers after it tell them apart); where
 * more than one of them matched, they must say the same.
 */
final class NameForm {

    private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

    private final Pattern pattern;
    private final Map<Meaning, List<String>> groups = new EnumMap<>(Meaning.class);
    private final int depth;
    private final Need need;

    /** What must be there besides the name, for the form to mean something. */
    enum Need {
        NOTHING,
        /** A folder of the layout around the file, such as {@code TimePoint_1}. */
        FOLDER,
        /** A file that is decisive for the layout. */
        SENTINEL
    }

    /**
     * @param regex with {@code /} between parts of a path; it is held against as many parts as it has
     * @throws IllegalArgumentException where the expression is none, or a group has no meaning
     */
    NameForm(String regex, Need need, boolean ignoreCase) {
        this.need = need;
        this.pattern = Pattern.compile(regex, ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
        this.depth =
                1 + (int) regex.replace("[^/", "").chars().filter(c -> c == '/').count();
        Set<String> names = new LinkedHashSet<>();
        Matcher m = GROUP.matcher(regex);
        while (m.find()) {
            names.add(m.group(1));
        }
        groups.putAll(names.stream()
                .collect(Collectors.groupingBy(
                        name -> Meaning.of(name)
                                .orElseThrow(
                                        () -> new IllegalArgumentException("the group " + name + " has no meaning")),
                        () -> new EnumMap<>(Meaning.class),
                        Collectors.toList())));
    }

    Need need() {
        return need;
    }

    /** Parts of a path that the form is held against. */
    int depth() {
        return depth;
    }

    Set<Meaning> meanings() {
        return groups.keySet();
    }

    String regex() {
        return pattern.pattern();
    }

    /** The whole text, matched; empty where it does not fit. */
    Optional<Matcher> match(String text) {
        Matcher m = pattern.matcher(text);
        return m.matches() ? Optional.of(m) : Optional.empty();
    }

    /**
     * Adds what a text says to {@code fields}.
     *
     * @param m of {@link #match}
     * @return false where its groups do not agree
     */
    boolean read(Matcher m, Fields fields) {
        for (Map.Entry<Meaning, List<String>> entry : groups.entrySet()) {
            for (String group : entry.getValue()) {
                String value = m.group(group);
                if (value != null && !fields.add(entry.getKey(), value)) {
                    return false;
                }
            }
        }
        return true;
    }
}
