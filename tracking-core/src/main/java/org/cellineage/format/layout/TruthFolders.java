package org.cellineage.format.layout;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.StoredFile;

/**
 * Folders with ground truth and results next to their sequences ({@code 01_GT} next to {@code 01}), as in the Cell
 * Tracking Challenge. Their images are never movies, even if the sequence itself is damaged.
 */
final class TruthFolders {

    private static final Pattern NAME = Pattern.compile("(.+)_(GT|ST|RES|ERR_SEG)");

    private final Set<String> sequences;

    private TruthFolders(Set<String> sequences) {
        this.sequences = sequences;
    }

    /** Finds these folders in an input. */
    static TruthFolders of(List<StoredFile> files) {
        Set<String> sequences = new HashSet<>();
        files.forEach(file -> sequences.add(Names.parent(file.location())));
        return new TruthFolders(sequences);
    }

    /** Whether a file is in such a folder, at any depth. */
    boolean holds(StoredFile file) {
        for (String at = Names.parent(file.location()); !at.isEmpty(); at = Names.parent(at)) {
            Matcher folder = NAME.matcher(Names.last(at));
            if (folder.matches() && sequences.contains(Names.parent(at) + "/" + folder.group(1))) {
                return true;
            }
        }
        return false;
    }
}
