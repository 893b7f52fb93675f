package org.cellineage.format.labels;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.geff.GeffSource;
import org.cellineage.format.zarr.ZarrRoots;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/**
 * The graphs of an input in GEFF: each has the tracks of one movie, painted into the label images to which it refers.
 *
 * @param candidates one for each graph; one that cannot be used says why
 * @param files one for each graph that can be used
 */
record GeffScan(List<LabelCandidate> candidates, List<StoredFile> files) {

    /** Names of graphs that do not name their movie. */
    private static final Set<String> GENERIC = Set.of("tracks", "graph", "lineage", "geff");

    /**
     * Reads the graphs of an input one after the other; empty if it has none.
     *
     * @throws BadInputException if none can be used
     */
    static Optional<GeffScan> read(Storage storage, String root) throws IOException {
        List<String> locations = GeffSource.find(storage, root);
        if (locations.isEmpty()) {
            return Optional.empty();
        }
        GeffScan scan = new GeffScan(new ArrayList<>(), new ArrayList<>());
        for (String location : locations) {
            try {
                GeffSource source = GeffSource.open(storage, location);
                scan.candidates.add(candidate(location, source.frames(), Optional.empty()));
                scan.files.add(source.fingerprint());
            } catch (BadInputException e) {
                scan.candidates.add(candidate(location, Map.of(), Optional.of(e.problem())));
            }
        }
        if (scan.files.isEmpty()) {
            Problem first = scan.candidates.get(0).conflict().orElseThrow();
            throw new BadInputException(first.where(), first.cause(), first.remedy());
        }
        return Optional.of(scan);
    }

    private static LabelCandidate candidate(
            String location, Map<Integer, PlaneRef> frames, Optional<Problem> conflict) {
        String own = Places.last(location).replaceFirst("(?i)\\.geff$", "");
        String parent = Places.parent(location);
        String name = GENERIC.contains(own.toLowerCase(Locale.ROOT)) ? ZarrRoots.stem(parent) : own;
        Set<String> names = new TreeSet<>(LabelName.of(name).bases());
        names.add(Places.plain(name));
        return new LabelCandidate(
                new LabelSet(name, location, frames, location, 0),
                false,
                List.of(),
                names,
                Places.folders(parent),
                parent,
                CtcFolder.rank(""),
                conflict);
    }
}
