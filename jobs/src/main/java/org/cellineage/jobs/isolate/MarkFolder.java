package org.cellineage.jobs.isolate;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.cellineage.jobs.hadoop.OutputFolder;

/** The marks of an output, in {@code _attempts/plate=PLATE/}; a plate's are changed by the run that has claimed it. */
final class MarkFolder {

    private static final String ROOT = "_attempts/plate=";

    private final OutputFolder output;

    MarkFolder(OutputFolder output) {
        this.output = output;
    }

    private static String folder(String plate) {
        return ROOT + URLEncoder.encode(plate, StandardCharsets.UTF_8);
    }

    List<Mark> list(String plate) throws IOException {
        List<Mark> marks = new ArrayList<>();
        output.names(folder(plate)).forEach(name -> Mark.parse(name).ifPresent(marks::add));
        return marks;
    }

    /** @param words for whoever looks into the file; nothing reads them */
    void put(String plate, Mark mark, String words) throws IOException {
        output.createIfAbsent(folder(plate) + "/" + mark.fileName(), words + "\n");
    }

    void remove(String plate, Mark mark) throws IOException {
        output.delete(folder(plate) + "/" + mark.fileName());
    }

    /** Removes marks, and the folder with the last of them. */
    void removeAll(String plate, Predicate<Mark> which) throws IOException {
        List<Mark> all = list(plate);
        for (Mark mark : all) {
            if (which.test(mark)) {
                remove(plate, mark);
            }
        }
        if (all.stream().allMatch(which)) {
            output.delete(folder(plate));
        }
    }
}
