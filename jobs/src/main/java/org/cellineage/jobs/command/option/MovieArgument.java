package org.cellineage.jobs.command.option;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.train.linking.LinkingTraining;
import org.cellineage.train.linking.MoviePart;

/**
 * Movies in an argument of 'train linking' or 'evaluate': {@code INPUT[@LABELS][[PART]][=SHARE]}.
 *
 * @param input movies with their lineages
 * @param labels label images to take the cells from; empty to use those of the ground truth
 * @param part part of the movies, in the form that {@link MoviePart#parse} reads; empty for all of them; of corrected
 *     movies, which ones
 * @param share share of the scenes
 */
public record MovieArgument(String input, String labels, String part, double share) {

    private static final String CORRECTED = "corrected";
    private static final Pattern WITH_PART = Pattern.compile("(.*)\\[([^\\[\\]]*)]");
    private static final String HOW = "Write INPUT, INPUT[0-8], INPUT@LABELS[0-8] or INPUT@LABELS[0-8]=0.5.";

    /** Parses movies to train on; the share is 1 if not given. */
    public static MovieArgument learned(String option, String text) {
        // A folder name may contain an equals sign.
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

    /** Parses movies to validate on. */
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
        int at = names.lastIndexOf('@');
        String input = at < 0 ? names : names.substring(0, at);
        String labels = at < 0 ? "" : names.substring(at + 1);
        if (input.isBlank() || (at >= 0 && labels.isBlank())) {
            throw wrong(option, text, "It names no " + (input.isBlank() ? "movies." : "labels after the @."), HOW);
        }
        MovieArgument argument = new MovieArgument(input, labels, part, share);
        if (withPart.matches() && !argument.isCorrected()) {
            checkPart(option, text, part);
        }
        return argument;
    }

    /**
     * Whether it names corrected movies, {@code OUTPUT@corrected}, of a lineage folder; the part then names movies, as
     * {@code --only} does.
     */
    public boolean isCorrected() {
        return labels.equals(CORRECTED);
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

    /** The argument as a source of training data. */
    public LinkingTraining.Source source() {
        return new LinkingTraining.Source(
                input, labels, part.isEmpty() ? MoviePart.WHOLE : MoviePart.parse(part), share);
    }

    /** For the model card: the last components of the paths, because the rest differs between machines. */
    public String shown() {
        return shown(input)
                + (labels.isEmpty() ? "" : "@" + (isCorrected() ? labels : shown(labels)))
                + (part.isEmpty() ? "" : "[" + part + "]")
                + (share > 0 ? "=" + share : "");
    }

    private static String shown(String folder) {
        Path path = Path.of(folder).toAbsolutePath().normalize();
        int names = path.getNameCount();
        return names == 0 ? folder : path.subpath(Math.max(0, names - 2), names).toString();
    }
}
