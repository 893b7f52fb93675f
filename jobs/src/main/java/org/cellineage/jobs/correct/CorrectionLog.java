package org.cellineage.jobs.correct;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.cellineage.correct.Correction;
import org.cellineage.correct.CorrectionCodec;
import org.cellineage.correct.LoggedCorrection;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.BadOutputException;
import org.cellineage.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logs of what people decided, one for each movie, beside the tables: {@code _corrections/PLATE/WELL/SITE/}. A batch
 * of corrections is a file, {@code 000001.jsonl}, {@code 000002.jsonl}, …, that is created if it does not exist and never
 * changed or removed. It has one correction per line; its last line says how many they are.
 *
 * <p>A batch is in the log when {@link #append} returns. A file without its last line was being written when its writer
 * died or is being written now; nobody was told that it is in the log, so it is left out, and its number is not used
 * again.
 */
public final class CorrectionLog {

    /** Folder of the logs in an output. */
    public static final String ROOT = "_corrections";

    private static final Logger LOG = LoggerFactory.getLogger(CorrectionLog.class);
    private static final String END = "{\"end\":%d}";
    private static final String BATCH = "\\d{6}\\.jsonl";

    private final OutputFolder output;

    public CorrectionLog(OutputFolder output) {
        this.output = output;
    }

    /**
     * The log of a movie.
     *
     * @param lastBatch number of the last batch, 0 if there is none
     * @param corrections in order, with those that were undone
     */
    public record Entries(int lastBatch, List<LoggedCorrection> corrections) {

        public Entries {
            corrections = List.copyOf(corrections);
        }

        /** SHA-256 of the log, which changes with every correction; empty if there is none. */
        public String hash() {
            List<String> hashes = LogHash.ofPrefixes(corrections);
            return hashes.get(hashes.size() - 1);
        }
    }

    /**
     * Logs by movie. A log that cannot be read concerns its own movie only.
     *
     * @param entries movies that have corrections
     * @param damaged movies whose log cannot be read, and why
     */
    public record Logs(SortedMap<MovieKey, Entries> entries, SortedMap<MovieKey, Problem> damaged) {}

    private void addPlate(String plate, Logs logs) throws IOException {
        for (String folder : output.foldersBelow(ROOT + "/" + escape(plate), 2)) {
            String[] parts = folder.split("/");
            if (parts.length == 2) {
                MovieKey movie = new MovieKey(plate, unescape(parts[0]), unescape(parts[1]));
                try {
                    Entries entries = read(movie);
                    if (!entries.corrections().isEmpty()) {
                        logs.entries().put(movie, entries);
                    }
                } catch (BadInputException e) {
                    logs.damaged().put(movie, e.problem());
                }
            }
        }
    }

    /**
     * The log of a movie; empty if it has none.
     *
     * @throws BadInputException if it is damaged
     */
    public Entries read(MovieKey movie) throws IOException {
        List<LoggedCorrection> corrections = new ArrayList<>();
        int last = 0;
        for (int number : batches(movie)) {
            last = number;
            corrections.addAll(batch(movie, number));
        }
        return new Entries(last, corrections);
    }

    private List<Integer> batches(MovieKey movie) throws IOException {
        return output.names(folder(movie)).stream()
                .filter(name -> name.matches(BATCH))
                .map(name -> Integer.valueOf(name.substring(0, name.indexOf('.'))))
                .toList();
    }

    private List<LoggedCorrection> batch(MovieKey movie, int number) throws IOException {
        String file = file(movie, number);
        List<String> lines = output.read(file).orElse("").lines().toList();
        boolean whole = !lines.isEmpty()
                && lines.get(lines.size() - 1).equals(String.format(Locale.ROOT, END, lines.size() - 1));
        if (!whole) {
            LOG.warn("{}: the batch was not written to its end, and is left out", output.resolve(file));
            return List.of();
        }
        List<LoggedCorrection> batch = new ArrayList<>();
        for (int i = 0; i < lines.size() - 1; i++) {
            String where = output.resolve(file) + " line " + (i + 1);
            batch.add(new LoggedCorrection(number + "." + (i + 1), CorrectionCodec.parse(lines.get(i), where)));
        }
        return batch;
    }

    /**
     * Appends a batch: all of it or, if anyone else has appended one in the meantime, nothing.
     *
     * @param after {@link Entries#lastBatch} of the log that the author of the corrections has seen
     * @return number of the new batch
     * @throws BadOutputException if there is a later batch
     */
    public int append(MovieKey movie, int after, List<Correction> batch) throws IOException {
        if (batch.isEmpty() || batch.stream().anyMatch(one -> !one.movie().equals(movie))) {
            throw new IllegalArgumentException("a batch has corrections of one movie, and at least one");
        }
        StringBuilder text = new StringBuilder();
        batch.forEach(
                correction -> text.append(CorrectionCodec.toLine(correction)).append('\n'));
        text.append(String.format(Locale.ROOT, END, batch.size())).append('\n');
        int number = after + 1;
        String file = file(movie, number);
        boolean isNext = batches(movie).stream().allMatch(known -> known <= after);
        if (isNext && !output.createDurably(file, text.toString())) {
            LOG.debug("{}: somebody was faster, or the answer to the first attempt was lost", output.resolve(file));
        }
        // What is there says whose it is: a bucket without conditions lets two succeed, and one that does not answer
        // may
        // have created the file all the same, so that the second attempt finds it.
        if (!isNext || !output.read(file).equals(Optional.of(text.toString()))) {
            Entries now = read(movie);
            String who = now.corrections().isEmpty()
                    ? "Someone"
                    : now.corrections()
                            .get(now.corrections().size() - 1)
                            .correction()
                            .author();
            throw new BadOutputException(
                    output.resolve(file),
                    who + " has corrected movie " + movie.id() + " in the meantime; these corrections were not saved.",
                    "Look at the movie again, and make the corrections that are still needed.");
        }
        return number;
    }

    /** Where a correction is, for messages. */
    public String where(MovieKey movie, String id) {
        return output.resolve(folder(movie)) + " correction " + id;
    }

    /** The logs of all movies of some plates. */
    public Logs ofPlates(Iterable<String> plates) throws IOException {
        Logs logs = new Logs(new TreeMap<>(), new TreeMap<>());
        // Most plates have none.
        Set<String> there = new HashSet<>(output.names(ROOT));
        for (String plate : plates) {
            if (there.contains(escape(plate))) {
                addPlate(plate, logs);
            }
        }
        return logs;
    }

    static String folder(MovieKey movie) {
        return ROOT + "/" + escape(movie.plate()) + "/" + escape(movie.well()) + "/" + escape(movie.site());
    }

    private static String file(MovieKey movie, int number) {
        return String.format(Locale.ROOT, "%s/%06d.jsonl", folder(movie), number);
    }

    /** Escapes as the folders of the tables are. */
    static String escape(String part) {
        return ExternalCatalogUtils.escapePathName(part);
    }

    private static String unescape(String part) {
        return ExternalCatalogUtils.unescapePathName(part);
    }
}
