package org.cellineage.jobs.isolate;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.cellineage.jobs.hadoop.OutputFolder;

/**
 * The attempt markers of an output, in {@code _attempts/plate=PLATE/}. Those of a plate are changed only by the run
 * that has claimed it.
 */
final class AttemptMarkers {

    private static final String ROOT = "_attempts/plate=";

    private final OutputFolder output;

    AttemptMarkers(OutputFolder output) {
        this.output = output;
    }

    private static String folder(String plate) {
        return ROOT + URLEncoder.encode(plate, StandardCharsets.UTF_8);
    }

    List<AttemptMarker> list(String plate) throws IOException {
        List<AttemptMarker> marks = new ArrayList<>();
        output.names(folder(plate)).forEach(name -> AttemptMarker.parse(name).ifPresent(marks::add));
        return marks;
    }

    /** @param words contents of the file for human readers; ignored otherwise */
    void put(String plate, AttemptMarker mark, String words) throws IOException {
        output.createIfAbsent(folder(plate) + "/" + mark.fileName(), words + "\n");
    }

    void remove(String plate, AttemptMarker mark) throws IOException {
        output.delete(folder(plate) + "/" + mark.fileName());
    }

    /** Removes markers, and the folder with the last of them. */
    void removeAll(String plate, Predicate<AttemptMarker> which) throws IOException {
        List<AttemptMarker> all = list(plate);
        for (AttemptMarker mark : all) {
            if (which.test(mark)) {
                remove(plate, mark);
            }
        }
        if (all.stream().allMatch(which)) {
            output.delete(folder(plate));
        }
    }
}
