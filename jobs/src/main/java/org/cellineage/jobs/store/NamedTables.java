package org.cellineage.jobs.store;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables and views that SQL statements may read, found by the words in their text: a name that occurs only in a
 * comment or as an alias counts too, which costs time but no answer.
 *
 * <p>A statement that is not a plain query ({@code show views}, {@code execute immediate}) or that computes a name
 * ({@code identifier(...)}) may read any table.
 */
final class NamedTables implements Predicate<String> {

    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final Pattern PLAIN_QUERY = Pattern.compile("(?is)[\\s(]*(select|with|from|values)\\b.*");
    private static final Pattern COMPUTES_NAMES = Pattern.compile("(?is).*\\bidentifier\\s*\\(.*");

    private final Set<String> words = new TreeSet<>();
    private final boolean all;

    /**
     * @param views names of views, each after those it reads
     * @param query the query of a view
     */
    NamedTables(List<String> statements, List<String> views, UnaryOperator<String> query) {
        all = !statements.stream().allMatch(NamedTables::namesItsTables);
        statements.forEach(this::addWords);
        for (int i = views.size() - 1; i >= 0; i--) {
            if (words.contains(views.get(i))) {
                addWords(query.apply(views.get(i)));
            }
        }
    }

    private static boolean namesItsTables(String statement) {
        return PLAIN_QUERY.matcher(statement).matches()
                && !COMPUTES_NAMES.matcher(statement).matches();
    }

    private void addWords(String text) {
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            words.add(word.group().toLowerCase(Locale.ROOT));
        }
    }

    @Override
    public boolean test(String name) {
        return all || words.contains(name);
    }
}
