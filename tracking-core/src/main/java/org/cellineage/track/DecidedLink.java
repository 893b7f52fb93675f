package org.cellineage.track;

import java.io.Serializable;
import java.util.List;
import org.cellineage.cell.CellPlace;

/**
 * What a person decided about links or divisions, which tracking does not weigh again. Where its cells are not found in
 * a movie, it does not bind.
 */
public sealed interface DecidedLink extends Serializable {

    /** A cell, by frame and place. */
    record At(int frame, CellPlace place) implements Serializable {

        /** Whether both are the same cell, however each was outlined. */
        public boolean isSame(At other) {
            return frame == other.frame && place.isSame(other.place);
        }
    }

    /** The cells that it names. */
    List<At> cells();

    /** A cell is the next one of a track. */
    record Link(At from, At to) implements DecidedLink {
        @Override
        public List<At> cells() {
            return List.of(from, to);
        }
    }

    /** A cell is not the next one of a track. */
    record Cut(At from, At to) implements DecidedLink {
        @Override
        public List<At> cells() {
            return List.of(from, to);
        }
    }

    /** A cell divides into two of one frame. */
    record Division(At mother, At first, At second) implements DecidedLink {
        @Override
        public List<At> cells() {
            return List.of(mother, first, second);
        }
    }

    /** A cell does not divide. */
    record NoDivision(At mother) implements DecidedLink {
        @Override
        public List<At> cells() {
            return List.of(mother);
        }
    }

    /** A track begins with a cell. */
    record Beginning(At cell) implements DecidedLink {
        @Override
        public List<At> cells() {
            return List.of(cell);
        }
    }

    /** A track ends with a cell. */
    record End(At cell) implements DecidedLink {
        @Override
        public List<At> cells() {
            return List.of(cell);
        }
    }
}
