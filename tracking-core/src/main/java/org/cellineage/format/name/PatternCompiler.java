package org.cellineage.format.name;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.cellineage.problem.BadConfigurationException;

/** Compiles a pattern given as {@code --layout pattern:} to a scheme. */
final class PatternCompiler {

    private static final String FREE_TEXT = "[^/]+?";
    private static final Map<String, String> GROUPS = Map.of(
            "plate",
            FREE_TEXT,
            "well",
            FREE_TEXT,
            "row",
            "[A-Za-z]{1,2}|\\d{1,3}",
            "col",
            "\\d{1,3}",
            "site",
            FREE_TEXT,
            "channel",
            FREE_TEXT,
            "z",
            "\\d{1,9}",
            "time",
            TimeText.REGEX,
            "frame",
            "\\d{1,12}");
    /** Groups that match arbitrary text: two of them side by side could be divided anywhere. */
    private static final Set<String> FREE = Set.of("plate", "well", "site", "channel", "*");

    private static final String WELL =
            "(?i:(?:well[ _-]?)?[A-Z]{1,2}[ _-]{0,3}\\d{1,3}|r\\d{1,2}[ _-]?c\\d{1,2})(?!\\d)";
    private static final Pattern TOKEN = Pattern.compile("\\{([^{}/]*)}|\\*+");
    private static final String KNOWN =
            "{plate}, {well} or {row} and {col}, {site}, {channel}, {z}, and {frame} or {time}";

    private final String pattern;
    private final Set<String> groups = new LinkedHashSet<>();

    private PatternCompiler(String pattern) {
        this.pattern = pattern;
    }

    static NamingScheme compile(String pattern) {
        return new PatternCompiler(pattern).compile();
    }

    private NamingScheme compile() {
        if (pattern.isBlank() || pattern.endsWith("/")) {
            throw wrong(
                    "The pattern names no file.", "Write how the paths end, for example {well}_s{site}_t{frame}.tif.");
        }
        // A text that looks like a well is preferred: {plate}_{well}.tif matches siRNA_M2_B02.tif with well B02.
        String free = regex(FREE_TEXT);
        if (groups.contains("row") != groups.contains("col")) {
            throw wrong("{row} and {col} go together.", "Give both, or {well}.");
        }
        if (groups.contains("well") && groups.contains("row")) {
            throw wrong("{well} and {row}{col} say the same.", "Give {well}, or {row} and {col}.");
        }
        if (groups.contains("time") && groups.contains("frame")) {
            throw wrong("{time} and {frame} say the same.", "Give one of them, and * for the other.");
        }
        if (groups.isEmpty()) {
            throw wrong("The pattern has no group.", "Use " + KNOWN + ".");
        }
        List<NameForm> forms = new ArrayList<>();
        if (groups.contains("well")) {
            forms.add(form(regex(WELL)));
        }
        if (!pattern.contains("{well}*")) {
            forms.add(form(free));
        }
        return new NamingScheme(
                new NamingScheme.SchemeParts(
                        NamingSchemes.PATTERN_PREFIX + pattern,
                        "file names after a pattern",
                        NamingScheme.Tier.SPECIFIC,
                        List.of(),
                        List.of(),
                        forms,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        "",
                        List.of(),
                        true),
                true);
    }

    private NameForm form(String regex) {
        try {
            return new NameForm(regex, NameForm.Need.NOTHING, false);
        } catch (PatternSyntaxException e) {
            throw new BadConfigurationException(
                    where(), "The pattern cannot be read: " + e.getDescription() + ".", "Use " + KNOWN + ".", e);
        }
    }

    private String regex(String well) {
        groups.clear();
        StringBuilder regex = new StringBuilder();
        Matcher token = TOKEN.matcher(pattern);
        int done = 0;
        String before = "";
        while (token.find()) {
            literal(regex, pattern.substring(done, token.start()));
            boolean sideBySide = token.start() == done && !before.isEmpty();
            done = token.end();
            String group = token.group(1) == null ? "*" : token.group(1);
            if (sideBySide && !separable(before, group)) {
                throw wrong(
                        shown(before) + " and " + shown(group) + " stand side by side, so where one ends is not known.",
                        "Write what stands between them in the names.");
            }
            before = group;
            if (group.equals("*")) {
                regex.append("[^/]*?");
                continue;
            }
            if (!GROUPS.containsKey(group)) {
                throw wrong("{" + group + "} is not a group of a pattern.", "Use " + KNOWN + ".");
            }
            if (!groups.add(group)) {
                throw wrong("{" + group + "} stands there twice.", "Use each group once, and * for the other place.");
            }
            regex.append("(?<").append(group).append('>');
            regex.append(group.equals("well") ? well : GROUPS.get(group)).append(')');
        }
        literal(regex, pattern.substring(done));
        return regex.toString();
    }

    /** Whether the boundary between two adjacent groups is unambiguous. */
    private static boolean separable(String first, String second) {
        boolean number = !FREE.contains(second);
        return switch (first) {
            case "*" -> number && !second.equals("row");
            case "well" -> second.equals("*");
            case "row" -> second.equals("col");
            default -> !FREE.contains(first) && second.equals("*");
        };
    }

    private void literal(StringBuilder regex, String text) {
        if (text.contains("{") || text.contains("}")) {
            throw wrong("A brace is open or empty in the pattern.", "Use " + KNOWN + ", each in braces.");
        }
        // Path separators must stay outside the quoted parts, where the form counts them.
        String[] parts = text.split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            regex.append(i == 0 ? "" : "/").append(parts[i].isEmpty() ? "" : Pattern.quote(parts[i]));
        }
    }

    private static String shown(String group) {
        return group.equals("*") ? "*" : "{" + group + "}";
    }

    private String where() {
        return "--layout " + NamingSchemes.PATTERN_PREFIX + pattern;
    }

    private BadConfigurationException wrong(String cause, String remedy) {
        return new BadConfigurationException(where(), cause, remedy);
    }
}
