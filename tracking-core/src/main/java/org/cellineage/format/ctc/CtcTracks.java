package org.cellineage.format.ctc;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cellineage.format.GivenFlaw;
import org.cellineage.format.GivenLineage;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.TrackSpan;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/**
 * The lineage files of the Cell Tracking Challenge, {@code man_track.txt} and {@code res_track.txt}: one track per
 * line, {@code L B E P} (label, first frame, last frame, parent or 0).
 *
 * <p>Variants that other programs write are accepted too: UTF-8 or UTF-16 with a byte order mark, Windows line ends,
 * commas, semicolons or tabs between the numbers, whole numbers written as {@code 1.0}, comment lines starting with
 * {@code #}, and a header that names the columns in any order. A parent of -1, {@code nan} or nothing, and a track that
 * names itself as parent, mean no parent.
 */
public final class CtcTracks {

    private static final int MAX_BYTES = 1 << 28;
    private static final int SHOWN = 60;

    private CtcTracks() {}

    /**
     * Reads a lineage file that must be flawless.
     *
     * @throws BadInputException if a line is not four whole numbers, or a track is listed twice or ends before it
     *     begins
     */
    public static List<TrackSpan> read(Storage storage, String location) throws IOException {
        return readGiven(storage, location).flawless();
    }

    /**
     * Reads a lineage file; lines that do not describe a track are flaws and do not affect other lines.
     *
     * @throws BadInputException if it is not a list of tracks at all
     */
    public static GivenLineage readGiven(Storage storage, String location) throws IOException {
        try (SeekableBytes bytes = storage.open(location)) {
            if (bytes.length() > MAX_BYTES) {
                throw new BadInputException(
                        location, "It is too large for a list of tracks.", "Give the text file with lines L B E P.");
            }
            byte[] text = new byte[(int) bytes.length()];
            bytes.readFully(0, text, 0, text.length);
            return parseGiven(decode(text), location);
        }
    }

    /** Decodes by byte order mark; UTF-8 without one. */
    private static String decode(byte[] text) {
        Charset charset = StandardCharsets.UTF_8;
        if (text.length >= 2 && (text[0] & 0xff) == 0xff && (text[1] & 0xff) == 0xfe) {
            charset = StandardCharsets.UTF_16LE;
        } else if (text.length >= 2 && (text[0] & 0xff) == 0xfe && (text[1] & 0xff) == 0xff) {
            charset = StandardCharsets.UTF_16BE;
        }
        return new String(text, charset);
    }

    /** Parses a lineage text that must be flawless. */
    public static List<TrackSpan> parse(String text, String where) {
        return parseGiven(text, where).flawless();
    }

    /** Parses a lineage text; lines that do not describe a track are flaws and do not affect other lines. */
    public static GivenLineage parseGiven(String text, String where) {
        List<TrackSpan> spans = new ArrayList<>();
        List<GivenFlaw> flaws = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        TrackColumns columns = TrackColumns.IN_ORDER;
        boolean mayBeHeader = true;
        int number = 0;
        for (String raw : text.split("\r\n|\r|\n")) {
            number++;
            String line = number == 1 && raw.startsWith("\ufeff") ? raw.substring(1) : raw;
            boolean comment = line.strip().startsWith("#");
            List<String> fields = TrackColumns.split(comment ? line.strip().substring(1) : line);
            if (fields.isEmpty()) {
                continue;
            }
            if (mayBeHeader && TrackColumns.isHeader(fields)) {
                Optional<TrackColumns> named = TrackColumns.named(fields);
                if (named.isPresent()) {
                    columns = named.get();
                    mayBeHeader = false;
                } else if (!comment) {
                    throw new BadInputException(
                            where,
                            "Its header '" + shorten(line) + "' does not say which columns are the track, its first"
                                    + " and last frame and its parent.",
                            "Call the columns L, B, E and P, or remove the header and write them in this order.");
                }
                continue;
            }
            if (comment) {
                continue;
            }
            mayBeHeader = false;
            try {
                TrackSpan span = columns.span(fields);
                if (!seen.add(span.track())) {
                    throw new TrackColumns.NotATrack("lists track " + span.track() + " a second time");
                }
                spans.add(span);
            } catch (TrackColumns.NotATrack e) {
                flaws.add(bad(where, number, line.strip(), e.why()));
            }
        }
        return new GivenLineage(spans, flaws);
    }

    private static GivenFlaw bad(String where, int number, String line, String what) {
        return GivenFlaw.of(new Problem(
                where,
                "Line " + number + " '" + shorten(line) + "' " + what + "; it is ignored.",
                "Write each track as 'label first_frame last_frame parent', with 0 for no parent."));
    }

    private static String shorten(String line) {
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }

    /** Formats tracks by ascending id, each line ended by a newline. */
    public static String format(Collection<TrackSpan> spans) {
        StringBuilder text = new StringBuilder();
        spans.stream()
                .sorted(Comparator.comparingInt(TrackSpan::track))
                .forEach(span -> text.append(span.track())
                        .append(' ')
                        .append(span.begin())
                        .append(' ')
                        .append(span.end())
                        .append(' ')
                        .append(span.parent())
                        .append('\n'));
        return text.toString();
    }
}
