package org.cellineage.format.ctc;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.cellineage.format.TrackSpan;

/**
 * The meaning of the fields of a line.
 *
 * @param fields number of fields of a line
 * @param track field of the track's label
 * @param begin field of its first frame
 * @param end field of its last frame
 * @param parent field of its parent
 */
record TrackColumns(int fields, int track, int begin, int end, int parent) {

    /** {@code L B E P}, the order of the Cell Tracking Challenge. */
    static final TrackColumns IN_ORDER = new TrackColumns(4, 0, 1, 2, 3);

    private static final Set<String> TRACK = Set.of("l", "label", "id", "track", "trackid", "cell", "cellid");
    private static final Set<String> BEGIN =
            Set.of("b", "begin", "start", "first", "firstframe", "startframe", "beginframe", "tbegin", "tstart");
    private static final Set<String> END =
            Set.of("e", "end", "stop", "last", "lastframe", "endframe", "stopframe", "tend", "tstop");
    private static final Set<String> PARENT =
            Set.of("p", "parent", "parentid", "parentlabel", "parenttrackid", "mother", "motherid");

    /** A line does not describe a track; the message continues a sentence that starts with the line. */
    static final class NotATrack extends Exception {
        private static final long serialVersionUID = 1L;

        private final String why;

        NotATrack(String why) {
            super(why);
            this.why = why;
        }

        String why() {
            return why;
        }
    }

    /** The fields of a line without surrounding blanks and quotes; empty for a blank line. */
    static List<String> split(String line) {
        String text = line.strip();
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> fields = new ArrayList<>();
        if (text.contains(";")) {
            // Commas are then decimal separators, as in files from Excel with semicolons.
            Arrays.stream(text.split(";", -1)).forEach(field -> fields.add(bare(field.replace(',', '.'))));
        } else if (text.contains(",")) {
            Arrays.stream(text.split(",", -1)).forEach(field -> fields.add(bare(field)));
        } else if (text.split("\t", -1).length >= IN_ORDER.fields) {
            Arrays.stream(text.split("\t", -1)).forEach(field -> fields.add(bare(field)));
        } else {
            Arrays.stream(text.split("\\s+")).forEach(field -> fields.add(bare(field)));
        }
        // Some programs end each line with a separator.
        if (fields.size() > IN_ORDER.fields && fields.get(fields.size() - 1).isEmpty()) {
            fields.remove(fields.size() - 1);
        }
        return fields.stream().allMatch(String::isEmpty) ? List.of() : fields;
    }

    private static String bare(String field) {
        String text = field.strip();
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1).strip()
                : text;
    }

    /** Whether no field is a number, so that all are names. */
    static boolean isHeader(List<String> fields) {
        return fields.stream().noneMatch(field -> number(field).isPresent());
    }

    /** The columns named by a header; empty if one of the four is missing or occurs twice. */
    static Optional<TrackColumns> named(List<String> header) {
        int track = only(header, TRACK);
        int begin = only(header, BEGIN);
        int end = only(header, END);
        int parent = only(header, PARENT);
        return track < 0 || begin < 0 || end < 0 || parent < 0
                ? Optional.empty()
                : Optional.of(new TrackColumns(header.size(), track, begin, end, parent));
    }

    private static int only(List<String> header, Set<String> names) {
        int found = -1;
        for (int i = 0; i < header.size(); i++) {
            if (names.contains(header.get(i).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""))) {
                if (found >= 0) {
                    return -1;
                }
                found = i;
            }
        }
        return found;
    }

    /** The track of a line. */
    TrackSpan span(List<String> line) throws NotATrack {
        if (line.size() != fields) {
            throw new NotATrack("has " + line.size() + " numbers instead of " + fields);
        }
        int label = whole(line.get(track));
        int first = whole(line.get(begin));
        int last = whole(line.get(end));
        String written = line.get(parent);
        int mother = written.isEmpty() || written.toLowerCase(Locale.ROOT).matches("nan|none|null|na")
                ? TrackSpan.NO_PARENT
                : whole(written);
        if (mother == -1 || mother == label) {
            mother = TrackSpan.NO_PARENT;
        }
        if (label <= 0 || first < 0 || last < first || mother < 0) {
            throw new NotATrack("does not describe a track");
        }
        return new TrackSpan(label, first, last, mother);
    }

    private static int whole(String field) throws NotATrack {
        Optional<BigDecimal> number = number(field);
        try {
            return number.orElseThrow(ArithmeticException::new).intValueExact();
        } catch (ArithmeticException e) {
            throw new NotATrack("contains something that is not a whole number");
        }
    }

    private static Optional<BigDecimal> number(String field) {
        try {
            BigDecimal number = new BigDecimal(field);
            // Expanding an exponent with a million digits would take too long.
            return Math.abs((long) number.scale()) > 400 ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
