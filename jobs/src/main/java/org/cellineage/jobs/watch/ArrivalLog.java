package org.cellineage.jobs.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.problem.BadInputException;

/**
 * The movies that have arrived, in the stream's checkpoint: a numbered file for each time that some did. A file exists
 * before Spark is told its number, so that a batch that is repeated has the same movies.
 */
final class ArrivalLog {

    private static final String FOLDER = "arrivals";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A summary of all previous files is written at this interval, which limits how many files are read at a start. */
    private static final int SUMMARY_EVERY = 50;

    private final OutputFolder checkpoint;
    /** Version of each movie that has arrived, by name. */
    private final Map<String, Arrival> arrived = new TreeMap<>();

    private long last;

    private ArrivalLog(OutputFolder checkpoint) {
        this.checkpoint = checkpoint;
    }

    static ArrivalLog open(OutputFolder checkpoint) throws IOException {
        ArrivalLog log = new ArrivalLog(checkpoint);
        List<String> names = checkpoint.names(FOLDER);
        for (String name : names) {
            if (name.matches("\\d+\\.json")) {
                log.last = Math.max(log.last, Long.parseLong(name.substring(0, name.indexOf('.'))));
            }
        }
        // A summary is written after its file, so the latest may be missing.
        long from = log.last - log.last % SUMMARY_EVERY;
        while (from > 0 && !names.contains(summary(from))) {
            from -= SUMMARY_EVERY;
        }
        if (from > 0) {
            log.read(summary(from)).forEach(arrival -> log.arrived.put(arrival.name(), arrival));
        }
        for (long number = from + 1; number <= log.last; number++) {
            log.read(number).forEach(arrival -> log.arrived.put(arrival.name(), arrival));
        }
        return log;
    }

    private static String file(long number) {
        return String.format(Locale.ROOT, "%09d.json", number);
    }

    private static String summary(long number) {
        return String.format(Locale.ROOT, "%09d.all.json", number);
    }

    /** Number of the last file; 0 if nothing has arrived. */
    long last() {
        return last;
    }

    /**
     * Takes those of some movies that have not yet arrived in their current version, and writes the next file if there
     * are any.
     */
    void take(List<Arrival> whole) throws IOException {
        List<Arrival> fresh = new ArrayList<>();
        for (Arrival arrival : whole) {
            Arrival before = arrived.get(arrival.name());
            if (before == null || !before.version().equals(arrival.version())) {
                fresh.add(arrival);
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        long next = last + 1;
        write(file(next), fresh);
        fresh.forEach(arrival -> arrived.put(arrival.name(), arrival));
        last = next;
        if (next % SUMMARY_EVERY == 0) {
            write(summary(next), arrived.values());
        }
    }

    /** The movies of a file. */
    List<Arrival> read(long number) throws IOException {
        return read(file(number));
    }

    private void write(String name, Collection<Arrival> arrivals) throws IOException {
        checkpoint.replace(FOLDER + "/" + name, JSON.writeValueAsString(arrivals) + "\n");
    }

    private List<Arrival> read(String name) throws IOException {
        String relative = FOLDER + "/" + name;
        try {
            return List.of(JSON.readValue(checkpoint.read(relative).orElse(""), Arrival[].class));
        } catch (JsonProcessingException e) {
            throw new BadInputException(
                    checkpoint.resolve(relative),
                    "The checkpoint of 'watch' is damaged.",
                    "Give another --checkpoint; published movies that are unchanged are skipped.",
                    e);
        }
    }
}
