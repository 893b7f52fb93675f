package org.cellineage.format.name;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * Texts that an expression matches: walks it and writes what each part may be.
 *
 * <p>It knows what the descriptions use: literals, classes, groups, alternatives, quantifiers; looking ahead or behind
 * writes nothing, so a text may fail to match.
 */
final class RegexSampler {

    private final String regex;
    private final SplittableRandom random;
    private final Map<String, String> fixed;
    private final Map<String, String> captured;
    private final List<String> words;
    private int at;

    private RegexSampler(
            String regex,
            SplittableRandom random,
            List<String> words,
            Map<String, String> fixed,
            Map<String, String> captured) {
        this.regex = regex;
        this.random = random;
        this.words = words;
        this.fixed = fixed;
        this.captured = captured;
    }

    /**
     * One text.
     *
     * @param words what free text may be
     * @param fixed what groups must hold, where their expression allows it; the others are drawn
     * @param captured receives what each named group holds
     */
    static String sample(
            String regex,
            SplittableRandom random,
            List<String> words,
            Map<String, String> fixed,
            Map<String, String> captured) {
        return new RegexSampler(regex, random, words, fixed, captured).alternatives(true);
    }

    /** Writes one of the alternatives up to the end or a closing bracket; all are read, one is kept. */
    private String alternatives(boolean live) {
        int start = at;
        int count = 1;
        int depth = 0;
        boolean inClass = false;
        boolean escaped = false;
        for (int i = at; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (escaped) {
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else if (inClass) {
                inClass = c != ']';
            } else if (c == '[') {
                inClass = true;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && depth-- == 0) {
                break;
            } else if (c == '|' && depth == 0) {
                count++;
            }
        }
        int chosen = random.nextInt(count);
        at = start;
        String text = "";
        for (int i = 0; i < count; i++) {
            String written = sequence(live && i == chosen);
            text = i == chosen ? written : text;
            if (i < count - 1) {
                at++;
            }
        }
        return text;
    }

    private String sequence(boolean live) {
        StringBuilder text = new StringBuilder();
        while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
            int start = at;
            atom(false);
            int[] times = quantifier();
            int after = at;
            int n = times[0] == times[1] ? times[0] : times[0] + random.nextInt(times[1] - times[0] + 1);
            boolean free = regex.charAt(start) == '.' || regex.startsWith("[^", start);
            if (free && times[1] > 1) {
                text.append(n == 0 ? "" : words.get(random.nextInt(words.size())));
                continue;
            }
            for (int i = 0; i < n; i++) {
                at = start;
                text.append(atom(live));
            }
            at = after;
        }
        return text.toString();
    }

    private int[] quantifier() {
        int[] times = {1, 1};
        if (at >= regex.length()) {
            return times;
        }
        char c = regex.charAt(at);
        if (c == '?' || c == '*' || c == '+') {
            times = new int[] {c == '+' ? 1 : 0, c == '?' ? 1 : 3};
            at++;
        } else if (c == '{') {
            int close = regex.indexOf('}', at);
            String[] bounds = regex.substring(at + 1, close).split(",");
            int low = Integer.parseInt(bounds[0]);
            times = new int[] {low, bounds.length > 1 ? Math.min(low + 3, Integer.parseInt(bounds[1])) : low};
            at = close + 1;
        }
        if (at < regex.length() && times[0] != times[1] && (regex.charAt(at) == '?' || regex.charAt(at) == '+')) {
            at++;
        }
        return times;
    }

    private String atom(boolean live) {
        char c = regex.charAt(at++);
        return switch (c) {
            case '(' -> group(live);
            case '[' -> charClass();
            case '\\' -> escaped(regex.charAt(at++));
            case '.' -> "x";
            case '^', '$' -> "";
            default -> String.valueOf(c);
        };
    }

    private String escaped(char c) {
        return c == 'd' ? String.valueOf((char) ('0' + random.nextInt(10))) : c == 'D' ? "x" : String.valueOf(c);
    }

    private String group(boolean live) {
        if (regex.startsWith("?:", at) || regex.startsWith("?-i:", at)) {
            at = regex.indexOf(':', at) + 1;
            return close(alternatives(live));
        }
        if (regex.startsWith("?<", at) && Character.isLetter(regex.charAt(at + 2))) {
            int end = regex.indexOf('>', at);
            String name = regex.substring(at + 2, end);
            at = end + 1;
            int body = at;
            String text = close(alternatives(live));
            String must = fixed.get(name);
            if (must != null
                    && Pattern.compile(regex.substring(body, at - 1), Pattern.CASE_INSENSITIVE)
                            .matcher(must)
                            .matches()) {
                text = must;
            }
            if (live) {
                captured.put(name, text);
            }
            return text;
        }
        if (regex.startsWith("?", at)) {
            at += regex.startsWith("?<", at) ? 3 : 2;
            close(alternatives(false));
            return "";
        }
        return close(alternatives(live));
    }

    private String close(String text) {
        at++;
        return text;
    }

    private String charClass() {
        int close = at;
        while (regex.charAt(close) != ']' || regex.charAt(close - 1) == '\\') {
            close++;
        }
        String body = regex.substring(at, close);
        at = close + 1;
        if (body.startsWith("^")) {
            return "x";
        }
        StringBuilder choices = new StringBuilder();
        int i = 0;
        while (i < body.length()) {
            char c = body.charAt(i);
            if (c == '\\') {
                i++;
                choices.append(body.charAt(i) == 'd' ? "0123456789" : String.valueOf(body.charAt(i)));
            } else if (i + 2 < body.length() && body.charAt(i + 1) == '-') {
                for (char k = c; k <= body.charAt(i + 2); k++) {
                    choices.append(k);
                }
                i += 2;
            } else {
                choices.append(c);
            }
            i++;
        }
        return String.valueOf(choices.charAt(random.nextInt(choices.length())));
    }
}
