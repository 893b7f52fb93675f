package org.cellineage.correct;

import java.util.List;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.RunLengthMask;

/**
 * A change of a lineage, stated as what is true afterwards, so that it can be applied again to the lineage that another
 * run finds in the same movie. {@link LineageEditor} says what each does and when it is refused.
 */
public sealed interface Edit extends Change {

    /** Whether it makes or changes outlines, so that cells must be measured in the images. */
    default boolean needsImages() {
        return this instanceof MergeCells
                || this instanceof SplitByLine
                || this instanceof SplitBySeeds
                || this instanceof ReplaceMask
                || this instanceof NewCell;
    }

    /** {@code to} is the next cell of the track of {@code from}. If it is already, the link is marked as right. */
    record Link(CellRef from, CellRef to) implements Edit {
        @Override
        public int frame() {
            return to.frame();
        }

        @Override
        public List<CellRef> cells() {
            return List.of(from, to);
        }

        @Override
        public String summary() {
            return "link " + from.describe() + " to " + to.describe();
        }
    }

    /** {@code to} does not follow {@code from}: it begins a track of its own. */
    record Cut(CellRef from, CellRef to) implements Edit {
        @Override
        public int frame() {
            return to.frame();
        }

        @Override
        public List<CellRef> cells() {
            return List.of(from, to);
        }

        @Override
        public String summary() {
            return "cut " + from.describe() + " from " + to.describe();
        }
    }

    /**
     * Two tracks exchange what follows: {@code first} goes on as {@code afterSecond}, and {@code second} as
     * {@code afterFirst}.
     *
     * @param first last cell of one track before the exchange
     * @param afterFirst the cell that followed it
     * @param second last cell of the other track before the exchange
     * @param afterSecond the cell that followed it
     * @param scope whether they exchange only these cells, or also everything after them
     */
    record Swap(CellRef first, CellRef afterFirst, CellRef second, CellRef afterSecond, Scope scope) implements Edit {
        @Override
        public int frame() {
            return afterFirst.frame();
        }

        @Override
        public List<CellRef> cells() {
            return List.of(first, afterFirst, second, afterSecond);
        }

        @Override
        public String summary() {
            return "swap " + afterFirst.describe() + " and " + afterSecond.describe() + " " + scope.words();
        }
    }

    /** {@code mother} divides into two daughters. If it does already, the division is marked as right. */
    record AddDivision(CellRef mother, CellRef first, CellRef second) implements Edit {
        @Override
        public int frame() {
            return Math.min(first.frame(), second.frame());
        }

        @Override
        public List<CellRef> cells() {
            return List.of(mother, first, second);
        }

        @Override
        public String summary() {
            return "divide " + mother.describe() + " into " + first.describe() + " and " + second.describe();
        }
    }

    /** {@code mother} does not divide: its daughters begin tracks of their own. */
    record RemoveDivision(CellRef mother) implements Edit {
        @Override
        public int frame() {
            return mother.frame();
        }

        @Override
        public List<CellRef> cells() {
            return List.of(mother);
        }

        @Override
        public String summary() {
            return "remove the division of " + mother.describe();
        }
    }

    /** There is no cell, in this frame or from here to the end of its track. */
    record RemoveCell(CellRef cell, Scope scope) implements Edit {
        @Override
        public int frame() {
            return cell.frame();
        }

        @Override
        public List<CellRef> cells() {
            return List.of(cell);
        }

        @Override
        public String summary() {
            return "remove " + cell.describe() + " " + scope.words();
        }
    }

    /** Two cells of a frame are one, which keeps the track of {@code kept}. */
    record MergeCells(CellRef kept, CellRef merged, Scope scope) implements Edit {
        @Override
        public int frame() {
            return kept.frame();
        }

        @Override
        public List<CellRef> cells() {
            return List.of(kept, merged);
        }

        @Override
        public String summary() {
            return "merge " + merged.describe() + " into " + kept.describe() + " " + scope.words();
        }
    }

    /**
     * A cell is two, divided by a line. The larger part keeps the track, the other begins one.
     *
     * @param from a point of the line
     * @param to another point of it
     */
    record SplitByLine(CellRef cell, Point from, Point to) implements Edit {
        @Override
        public int frame() {
            return cell.frame();
        }

        @Override
        public List<CellRef> cells() {
            return List.of(cell);
        }

        @Override
        public String summary() {
            return "split " + cell.describe() + " by a line";
        }
    }

    /**
     * A cell is as many as there are seeds; each pixel belongs to the seed that is nearest within the cell. The part of
     * the first seed keeps the track, the others begin tracks.
     */
    record SplitBySeeds(CellRef cell, List<Point> seeds) implements Edit {
        public SplitBySeeds {
            seeds = List.copyOf(seeds);
        }

        @Override
        public int frame() {
            return cell.frame();
        }

        @Override
        public List<CellRef> cells() {
            return List.of(cell);
        }

        @Override
        public String summary() {
            return "split " + cell.describe() + " by " + seeds.size() + " seeds";
        }
    }

    /** A cell has these pixels, less those of other cells: it was redrawn, or some of it was erased. */
    record ReplaceMask(CellRef cell, BoundingBox box, RunLengthMask mask) implements Edit {
        @Override
        public int frame() {
            return cell.frame();
        }

        @Override
        public List<CellRef> cells() {
            return List.of(cell);
        }

        @Override
        public String summary() {
            return "redraw " + cell.describe();
        }
    }

    /** There is a cell with these pixels, less those of other cells. It begins a track. */
    record NewCell(int frame, BoundingBox box, RunLengthMask mask) implements Edit {
        @Override
        public List<CellRef> cells() {
            return List.of();
        }

        @Override
        public String summary() {
            return "new cell in frame " + frame + " (y " + (box.minY() + box.maxY()) / 2 + ", x "
                    + (box.minX() + box.maxX()) / 2 + ")";
        }
    }

    /** Something about a cell is right as it is. A link or division is marked by {@link Link} or {@link AddDivision}. */
    record MarkRight(CellRef cell, Subject subject) implements Edit {
        @Override
        public int frame() {
            return cell.frame();
        }

        @Override
        public List<CellRef> cells() {
            return List.of(cell);
        }

        @Override
        public String summary() {
            return "mark as right: "
                    + switch (subject) {
                        case CELL -> "the cell of ";
                        case BEGINNING -> "the beginning of ";
                        case END -> "the end of ";
                    }
                    + cell.describe();
        }
    }

    /** What was found to be right. */
    enum Subject {
        /** It is a cell, and its outline is good. */
        CELL,
        /** Its track begins here. */
        BEGINNING,
        /** Its track ends here. */
        END
    }

    /** A point in pixels; the centre of a pixel has whole coordinates. */
    record Point(double yPx, double xPx) implements java.io.Serializable {}
}
