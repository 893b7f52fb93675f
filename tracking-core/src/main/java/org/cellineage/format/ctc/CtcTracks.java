package org.cellineage.format.ctc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.TrackSpan;
import org.cellineage.problem.BadInputException;

/**
 * The lineage text of the Cell Tracking Challenge, {@code man_track.txt} and {@code res_track.txt}: one track a line,
 * {@code L B E P} (label, first frame, last frame, parent or 0).
 */
public final class CtcTracks {

    private static final int MAX_BYTES = 1 << 28;

    private CtcTracks() {}

    /**
     * Reads a lineage text.
     *
     * @throws BadInputException where a line is not four whole numbers, a track is listed twice or ends before it begins
     */
    public static List<TrackSpan> read(Storage storage, String location) throws IOException {
        try (SeekableBytes bytes = storage.open(location)) {
            if (bytes.length() > MAX_BYTES) {
                throw new BadInputException(
                        location, "It is too large for a list of tracks.", "Give the text file of lines L B E P.");
            }
            byte[] text = new byte[(int) bytes.length()];
            bytes.readFully(0, text, 0, text.length);
            return parse(new String(text, StandardCharsets.UTF_8), location);
        }
    }

    /** Parses a lineage text. */
    public static List<TrackSpan> parse(String text, String where) {
        List<TrackSpan> spans = new ArrayList<>();
        TreeSet<Integer> seen = new TreeSet<>();
        int number = 0;
        for (String line : text.split("\n")) {
            number++;
            String trimmed = line.trim();
            if (trimmed.isEmpty()) {
                continue;
            }
            TrackSpan span = parseLine(trimmed, where, number);
            if (span.track() <= 0 || span.begin() < 0 || span.end() < span.begin() || span.parent() < 0) {
                throw bad(where, number, trimmed, "does not describe a track");
            }
            if (!seen.add(span.track())) {
                throw bad(where, number, trimmed, "lists track " + span.track() + " a second time");
            }
            spans.add(span);
        }
        return spans;
    }

    private static TrackSpan parseLine(String line, String where, int number) {
        String[] parts = line.split("\\s+");
        if (parts.length != 4) {
            throw bad(where, number, line, "has " + parts.length + " numbers instead of 4");
        }
        try {
            return new TrackSpan(
                    Integer.parseInt(parts[0]),
                    Integer.parseInt(parts[1]),
                    Integer.parseInt(parts[2]),
                    Integer.parseInt(parts[3]));
        } catch (NumberFormatException e) {
            throw bad(where, number, line, "holds something that is no whole number");
        }
    }

    private static BadInputException bad(String where, int number, String line, String what) {
        String shown = line.length() > 60 ? line.substring(0, 60) + "…" : line;
        return new BadInputException(
                where,
                "Line " + number + " '" + shown + "' " + what + ".",
                "Write each track as 'label first_frame last_frame parent', with 0 for no parent.");
    }

    /** The text of these tracks, ascending by id, lines ended by a newline. */
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
