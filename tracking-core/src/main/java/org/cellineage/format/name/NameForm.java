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
 * An expression with named groups, matched against a file name, the end of a path, or the end of a folder.
 *
 * <p>Group names are {@link Meaning}s. Several groups may have the same meaning (distinguished by trailing digits); if
 * more than one of them matches, their texts must agree.
 */
final class NameForm {

    private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

    private final Pattern pattern;
    private final Map<Meaning, List<String>> groups = new EnumMap<>(Meaning.class);
    private final int depth;
    private final Need need;

    /** What else must be present for the form to be accepted. */
    enum Need {
        NOTHING,
        /** A folder of the layout that contains the file, such as {@code TimePoint_1}. */
        FOLDER,
        /** A file that identifies the layout. */
        SENTINEL
    }

    /**
     * @param regex with {@code /} between parts of a path; matched against that many parts
     * @throws IllegalArgumentException if the expression is invalid, or a group has no meaning
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

    /** Number of path components that the form matches. */
    int depth() {
        return depth;
    }

    Set<Meaning> meanings() {
        return groups.keySet();
    }

    String regex() {
        return pattern.pattern();
    }

    /** Matches the whole text; empty if it does not match. */
    Optional<Matcher> match(String text) {
        Matcher m = pattern.matcher(text);
        return m.matches() ? Optional.of(m) : Optional.empty();
    }

    /**
     * Adds the texts of a match to {@code fields}.
     *
     * @param m result of {@link #match}
     * @return false if its groups do not agree
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
