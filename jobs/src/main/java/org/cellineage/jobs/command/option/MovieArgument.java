package org.cellineage.jobs.command.option;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.train.linking.LinkingTraining;
import org.cellineage.train.linking.MoviePart;

/**
 * Movies as 'train linking' and 'evaluate' name them on the command line: {@code INPUT[@LABELS][[PART]][=SHARE]}.
 *
 * @param input movies with their lineages
 * @param labels where the cells are taken from; empty for the truth's own
 * @param part of the movies, as {@link MoviePart#parse} reads it; empty for all of them
 * @param share of the scenes
 */
public record MovieArgument(String input, String labels, String part, double share) {

    private static final Pattern WITH_PART = Pattern.compile("(.*)\\[([^\\[\\]]*)]");
    private static final String HOW = "Write INPUT, INPUT[0-8], INPUT@LABELS[0-8] or INPUT@LABELS[0-8]=0.5.";

    /** Reads one of the movies to learn from; the share is 1 where none is given. */
    public static MovieArgument learned(String option, String text) {
        // A folder may have an equals sign in its name.
        int at = text.lastIndexOf('=');
        if (at < 0 || text.indexOf('/', at) >= 0) {
            return of(option, text, text, 1);
        }
        double share;
        try {
            share = Double.parseDouble(text.substring(at + 1));
        } catch (NumberFormatException e) {
            throw new BadConfigurationException(option + " " + text, "The share is not a number.", HOW, e);
        }
        if (!(share > 0 && share < Double.POSITIVE_INFINITY)) {
            throw wrong(
                    option,
                    text,
                    "The share is not a finite number above 0.",
                    "Give a share above 0, or use --hold-out to use the movie for validation only.");
        }
        return of(option, text, text.substring(0, at), share);
    }

    /** Reads one of the movies to validate on. */
    public static MovieArgument heldOut(String option, String text) {
        int at = text.lastIndexOf('=');
        if (at >= 0 && text.indexOf('/', at) < 0) {
            throw wrong(option, text, "A held-out movie cannot have a share.", "Remove '" + text.substring(at) + "'.");
        }
        return of(option, text, text, 0);
    }

    private static MovieArgument of(String option, String text, String movies, double share) {
        Matcher withPart = WITH_PART.matcher(movies);
        String names = withPart.matches() ? withPart.group(1) : movies;
        String part = withPart.matches() ? withPart.group(2) : "";
        if (withPart.matches()) {
            checkPart(option, text, part);
        }
        int at = names.lastIndexOf('@');
        String input = at < 0 ? names : names.substring(0, at);
        String labels = at < 0 ? "" : names.substring(at + 1);
        if (input.isBlank() || (at >= 0 && labels.isBlank())) {
            throw wrong(option, text, "It names no " + (input.isBlank() ? "movies." : "labels after the @."), HOW);
        }
        return new MovieArgument(input, labels, part, share);
    }

    private static void checkPart(String option, String text, String part) {
        MoviePart read;
        try {
            read = MoviePart.parse(part);
        } catch (BadConfigurationException e) {
            throw new BadConfigurationException(
                    option + " " + text, e.problem().cause(), e.problem().remedy(), e);
        }
        if (read.firstFrame() > read.lastFrame() || read.fromColumnPx() >= read.toColumnPx()) {
            throw wrong(option, text, "The part of the movie ends before it begins.", HOW);
        }
    }

    private static BadConfigurationException wrong(String option, String text, String cause, String remedy) {
        return new BadConfigurationException(option + " " + text, cause, remedy);
    }

    /** As the training takes them. */
    public LinkingTraining.Source source() {
        return new LinkingTraining.Source(
                input, labels, part.isEmpty() ? MoviePart.WHOLE : MoviePart.parse(part), share);
    }

    /** For the card: folders by their last names, as nobody else has them at the same place. */
    public String shown() {
        return shown(input)
                + (labels.isEmpty() ? "" : "@" + shown(labels))
                + (part.isEmpty() ? "" : "[" + part + "]")
                + (share > 0 ? "=" + share : "");
    }

    private static String shown(String folder) {
        Path path = Path.of(folder).toAbsolutePath().normalize();
        int names = path.getNameCount();
        return names == 0 ? folder : path.subpath(Math.max(0, names - 2), names).toString();
    }
}
