package org.cellineage.format.labels;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.StoredFile;

/** How the Cell Tracking Challenge names label images and the folders they lie in. */
final class CtcFolder {

    private static final Pattern LABEL = Pattern.compile("(man_track|man_seg|mask|t)(\\d{3,6})\\.tiff?");
    private static final Pattern SEQUENCE = Pattern.compile("(.+)_(GT|ST|RES)");
    private static final List<String> RANKS = List.of("_GT/TRA", "_RES", "_ST/SEG", "_GT/SEG");

    private CtcFolder() {}

    /** Whether a file is named as a label image of the challenge. */
    static boolean isLabel(StoredFile file) {
        return LABEL.matcher(file.name()).matches();
    }

    /** Whether a file lies where only labels lie: {@code SEQ_GT}, {@code SEQ_ST}, {@code SEQ_RES} or below. */
    static boolean isTruthOrResult(String folder) {
        return folder.matches(".*_(GT|ST|RES)(/.*)?");
    }

    static boolean isLineage(StoredFile file) {
        return file.name().equals("man_track.txt") || file.name().equals("res_track.txt");
    }

    /** Whether a tNNN.tif is an image: where truth or results stand beside its folder, its own or another sequence's. */
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

    /** {@code 01} of {@code 01_GT}; any other name as it is. */
    static String sequence(String folderName) {
        Matcher m = SEQUENCE.matcher(folderName);
        return m.matches() ? m.group(1) : folderName;
    }

    /** The sequence that a folder's labels belong to: by the folder that says so, else the folder's own name. */
    static String sequenceOf(String folder) {
        for (String at = folder; !at.isEmpty(); at = Places.parent(at)) {
            Matcher m = SEQUENCE.matcher(Places.last(at));
            if (m.matches()) {
                return m.group(1);
            }
        }
        return Places.last(folder);
    }

    /** The folder of the dataset that a folder of labels belongs to. */
    static String datasetOf(String folder) {
        for (String at = folder; !at.isEmpty(); at = Places.parent(at)) {
            if (SEQUENCE.matcher(Places.last(at)).matches()) {
                return Places.parent(at);
            }
        }
        return Places.parent(folder);
    }

    /** The lower, the better these labels serve as a sequence's. */
    static int rank(String folder) {
        for (int rank = 0; rank < RANKS.size(); rank++) {
            if (folder.endsWith(RANKS.get(rank))) {
                return rank;
            }
        }
        return RANKS.size();
    }
}
