package org.cellineage.track;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.cell.Cell;
import org.cellineage.link.TrackHistory;
import org.jspecify.annotations.Nullable;

/**
 * A track that may still be continued: confirmed, or tentative if it began with a weak cell and nothing has shown yet that
 * it follows a cell. A tentative track has no id; its cells are held until it is confirmed or dropped.
 */
final class LiveTrack {

    /** A cell of a tentative track, as it will be reported if the track is confirmed. */
    record Held(int frame, Cell cell, double probability, double margin) {}

    private final TrackHistory history;
    private final Origin origin;
    private final List<Held> held = new ArrayList<>();
    private @Nullable TrackBuilder builder;
    /** Frames since it was last seen. */
    private int missed;

    private LiveTrack(TrackHistory history, Origin origin, @Nullable TrackBuilder builder) {
        this.history = history;
        this.origin = origin;
        this.builder = builder;
    }

    static LiveTrack confirmed(TrackHistory history, TrackBuilder builder) {
        return new LiveTrack(history, builder.origin(), builder);
    }

    static LiveTrack tentative(TrackHistory history, Origin origin, Held first) {
        LiveTrack track = new LiveTrack(history, origin, null);
        track.held.add(first);
        return track;
    }

    TrackHistory history() {
        return history;
    }

    boolean isTentative() {
        return builder == null;
    }

    /** The figures of a confirmed track. */
    TrackBuilder builder() {
        if (builder == null) {
            throw new IllegalStateException("a tentative track has no id yet");
        }
        return builder;
    }

    /** The cells of a tentative track. */
    List<Held> held() {
        return held;
    }

    void hold(Held next) {
        held.add(next);
    }

    /** Mean probability that the weak cells of a tentative track are cells. */
    double meanCellProbability() {
        return held.stream()
                .mapToDouble(seen -> seen.cell().weak() ? seen.cell().cellProbability() : 1)
                .average()
                .orElse(0);
    }

    /** Turns a tentative track into a confirmed one with this id; the caller reports the cells that were held. */
    void confirm(int id) {
        Held first = held.get(0);
        TrackBuilder built = new TrackBuilder(id, Ancestry.ofRoot(id), origin, first.frame(), first.cell());
        for (Held seen : held.subList(1, held.size())) {
            built.add(seen.frame(), seen.cell(), seen.probability());
        }
        builder = built;
    }

    int missed() {
        return missed;
    }

    void seen() {
        missed = 0;
    }

    void unseen() {
        missed++;
    }
}
