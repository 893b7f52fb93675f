package org.cellineage.format.layout;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.StoredFile;

/**
 * Folders of truth and results beside the sequences that they belong to ({@code 01_GT} beside {@code 01}), as the Cell
 * Tracking Challenge lays them out. Their images are never movies, also where the sequence itself is damaged.
 */
final class TruthFolders {

    private static final Pattern NAME = Pattern.compile("(.+)_(GT|ST|RES|ERR_SEG)");

    private final Set<String> sequences;

    private TruthFolders(Set<String> sequences) {
        this.sequences = sequences;
    }

    /** Of an input. */
    static TruthFolders of(List<StoredFile> files) {
        Set<String> sequences = new HashSet<>();
        files.forEach(file -> sequences.add(Names.parent(file.location())));
        return new TruthFolders(sequences);
    }

    /** Whether a file lies in such a folder, at any depth. */
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
