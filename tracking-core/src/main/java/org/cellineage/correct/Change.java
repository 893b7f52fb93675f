package org.cellineage.correct;

import java.io.Serializable;
import java.util.List;

/** What a correction does: edit the lineage, or undo an earlier correction. */
public sealed interface Change extends Serializable permits Edit, Change.Undo {

    /** 0-based frame in which to look; -1 if there is none. */
    int frame();

    /** The cells that it names. */
    List<CellRef> cells();

    /** The change in words, without a full stop. */
    String summary();

    /**
     * Undoes an earlier correction, which stays in the log. Undoing an undo applies the correction again.
     *
     * @param event id of the correction, see {@link LoggedCorrection}
     */
    record Undo(String event) implements Change {
        @Override
        public int frame() {
            return -1;
        }

        @Override
        public List<CellRef> cells() {
            return List.of();
        }

        @Override
        public String summary() {
            return "undo " + event;
        }
    }
}
