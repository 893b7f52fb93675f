package org.cellineage.evaluate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cellineage.format.TrackSpan;

/** The cells near a lineage's divisions: each mother in her last frame, and each of her daughters in its first two. */
final class DividingCells {

    private record CellOfFrame(int frame, int track) {}

    private final Set<CellOfFrame> cells = new HashSet<>();

    /** Divisions are tracks with at least two daughters. */
    DividingCells(Collection<TrackSpan> spans) {
        Map<Integer, List<TrackSpan>> daughters = new HashMap<>();
        for (TrackSpan span : spans) {
            if (span.parent() != TrackSpan.NO_PARENT) {
                daughters
                        .computeIfAbsent(span.parent(), mother -> new ArrayList<>())
                        .add(span);
            }
        }
        for (TrackSpan mother : spans) {
            List<TrackSpan> born = daughters.getOrDefault(mother.track(), List.of());
            if (born.size() >= 2) {
                cells.add(new CellOfFrame(mother.end(), mother.track()));
                for (TrackSpan daughter : born) {
                    cells.add(new CellOfFrame(daughter.begin(), daughter.track()));
                    cells.add(new CellOfFrame(daughter.begin() + 1, daughter.track()));
                }
            }
        }
    }

    boolean contains(int frame, int track) {
        return cells.contains(new CellOfFrame(frame, track));
    }
}
