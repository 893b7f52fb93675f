package org.cellineage.format.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.Catalog;
import org.cellineage.format.MovieFormat;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.problem.BadConfigurationException;

/**
 * Files whose names say what they are, after a pattern that the user gives:
 * {@code pattern:{plate}/{well}_s{site}_w{channel}_t{frame}.tif}.
 *
 * <p>Groups are {@code plate}, {@code well}, {@code site}, {@code channel} and {@code frame}; {@code *} stands for
 * anything within one part of the path; the pattern is held against the end of the path. The lowest frame number found
 * in the whole input is frame 0, so that movies may be counted from 0 or 1.
 */
final class PatternFormat implements MovieFormat {

    static final String PREFIX = "pattern:";

    private static final Set<String> GROUPS = Set.of("plate", "well", "site", "channel", "frame");
    private static final Pattern TOKEN = Pattern.compile("\\{(\\w+)}|\\*");

    private final String pattern;
    private final Pattern regex;
    private final Set<String> groups = new LinkedHashSet<>();

    /** @param pattern without the prefix {@code pattern:} */
    PatternFormat(String pattern) {
        this.pattern = pattern;
        StringBuilder regexText = new StringBuilder();
        Matcher token = TOKEN.matcher(pattern);
        int done = 0;
        while (token.find()) {
            regexText.append(Pattern.quote(pattern.substring(done, token.start())));
            done = token.end();
            if (token.group(1) == null) {
                regexText.append("[^/]*?");
                continue;
            }
            String group = token.group(1);
            if (!GROUPS.contains(group) || !groups.add(group)) {
                throw new BadConfigurationException(
                        "--layout " + PREFIX + pattern,
                        "{" + group + "} is not a group of the pattern, or stands there twice.",
                        "Use {plate}, {well}, {site}, {channel} and {frame}, each at most once.");
            }
            regexText
                    .append("(?<")
                    .append(group)
                    .append('>')
                    .append(group.equals("frame") ? "\\d+" : "[^/]+?")
                    .append(')');
        }
        regexText.append(Pattern.quote(pattern.substring(done)));
        if (!groups.contains("frame")) {
            throw new BadConfigurationException(
                    "--layout " + PREFIX + pattern,
                    "The pattern has no {frame}.",
                    "Add {frame} where the frame number stands, for example {well}_s{site}_t{frame}.tif.");
        }
        this.regex = Pattern.compile("(?:^|.*/)" + regexText + "$");
    }

    @Override
    public String name() {
        return PREFIX + pattern;
    }

    @Override
    public String summary() {
        return "file names after a pattern: 'pattern:{plate}/{well}_s{site}_w{channel}_t{frame}.tif'";
    }

    /** A pattern is asked for, never guessed. */
    @Override
    public boolean recognises(String root, List<StoredFile> files, Storage storage) {
        return false;
    }

    @Override
    public Catalog catalog(String root, List<StoredFile> files, Storage storage) throws IOException {
        int lowest = Integer.MAX_VALUE;
        List<Matcher> matches = new ArrayList<>();
        List<StoredFile> matched = new ArrayList<>();
        for (StoredFile file : files) {
            Matcher m = regex.matcher(file.location());
            if (m.matches()) {
                matches.add(m);
                matched.add(file);
                lowest = Math.min(lowest, frame(m));
            }
        }
        if (matches.isEmpty()) {
            String example = files.isEmpty()
                    ? "there is no file at all"
                    : "the first file is " + files.get(0).location();
            throw new BadConfigurationException(
                    "--layout " + name(),
                    "No file under " + root + " fits the pattern; " + example + ".",
                    "Make the pattern fit the end of such a path, with * for what does not matter.");
        }
        List<PlaneFile> planes = new ArrayList<>();
        for (int i = 0; i < matches.size(); i++) {
            Matcher m = matches.get(i);
            MovieKey key = new MovieKey(
                    group(m, "plate", Names.last(root)), group(m, "well", MovieKey.NO_WELL), group(m, "site", "1"));
            planes.add(new PlaneFile(key, frame(m) - lowest, group(m, "channel", ""), matched.get(i)));
        }
        return new FrameFiles(storage, name()).catalog(planes);
    }

    private static int frame(Matcher m) {
        String digits = m.group("frame");
        return Integer.parseInt(digits.substring(Math.max(0, digits.length() - 9)));
    }

    private String group(Matcher m, String group, String absent) {
        String value = groups.contains(group) ? m.group(group) : null;
        return value == null || value.isEmpty() ? absent : value;
    }
}
