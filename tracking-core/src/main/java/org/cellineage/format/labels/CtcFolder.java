package org.cellineage.format.labels;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.StoredFile;

/** The Cell Tracking Challenge's naming of label images and their folders. */
final class CtcFolder {

    private static final Pattern LABEL = Pattern.compile("(man_track|man_seg|mask|t)(\\d{3,6})\\.tiff?");
    private static final Pattern SEQUENCE = Pattern.compile("(.+)_(GT|ST|RES)");
    private static final List<String> RANKS = List.of("_GT/TRA", "_RES", "_ST/SEG", "_GT/SEG");

    private CtcFolder() {}

    /** Whether the file name is that of a label image of the challenge. */
    static boolean isLabel(StoredFile file) {
        return LABEL.matcher(file.name()).matches();
    }

    /** Whether a folder contains only labels: {@code SEQ_GT}, {@code SEQ_ST}, {@code SEQ_RES}, or a folder below. */
    static boolean isTruthOrResult(String folder) {
        return folder.matches(".*_(GT|ST|RES)(/.*)?");
    }

    static boolean isLineage(StoredFile file) {
        return file.name().equals("man_track.txt") || file.name().equals("res_track.txt");
    }

    /**
     * Whether a tNNN.tif is a raw image, because ground truth or results of its own or another sequence are next to its
     * folder.
     */
    static boolean isRaw(StoredFile file, List<StoredFile> files) {
        if (!file.name().startsWith("t")) {
            return false;
        }
        String dataset = Places.parent(Places.parent(file.location())) + "/";
        return !isTruthOrResult(Places.parent(file.location()))
                && files.stream()
                        .map(StoredFile::location)
                        .anyMatch(f -> f.startsWith(dataset)
                                && f.substring(dataset.length()).matches("[^/]+_(GT|ST|RES)/.*"));
    }

    /** {@code 01} for {@code 01_GT}; other names are unchanged. */
    static String sequence(String folderName) {
        Matcher m = SEQUENCE.matcher(folderName);
        return m.matches() ? m.group(1) : folderName;
    }

    /** The sequence that a folder's labels belong to, from a parent that names it, or else the folder's own name. */
    static String sequenceOf(String folder) {
        for (String at = folder; !at.isEmpty(); at = Places.parent(at)) {
            Matcher m = SEQUENCE.matcher(Places.last(at));
            if (m.matches()) {
                return m.group(1);
            }
        }
        return Places.last(folder);
    }

    /** The folder of the dataset that contains a folder of labels. */
    static String datasetOf(String folder) {
        for (String at = folder; !at.isEmpty(); at = Places.parent(at)) {
            if (SEQUENCE.matcher(Places.last(at)).matches()) {
                return Places.parent(at);
            }
        }
        return Places.parent(folder);
    }

    /** Preference among the labels of a sequence; lower is better. */
    static int rank(String folder) {
        for (int rank = 0; rank < RANKS.size(); rank++) {
            if (folder.endsWith(RANKS.get(rank))) {
                return rank;
            }
        }
        return RANKS.size();
    }
}
