package org.cellineage.correct;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cellineage.cell.Cell;
import org.cellineage.track.TrackedCell;
import org.jspecify.annotations.Nullable;

/**
 * A cell in a {@link CellGraph}, with its links and with what a person has decided about it. Each is equal to itself only.
 */
final class EditedCell {

    /** By frame, then in the order in which they came into the graph. */
    static final Comparator<EditedCell> ORDER =
            Comparator.comparingInt(EditedCell::frame).thenComparingInt(cell -> cell.number);

    /** A track that is not one of the run. */
    static final int NO_TRACK = 0;

    private final int number;
    private final TrackedCell found;
    private Cell cell;
    private double linkProbability;
    private double linkMargin;
    /** Whether it has another track id than the cell before, although that did not divide: given tracks do this. */
    private boolean startsTrack;

    private double divisionProbability = Double.NaN;
    private double foundDivisionProbability = Double.NaN;
    private @Nullable EditedCell foundPrevious;
    private List<EditedCell> foundNext = List.of();
    private @Nullable EditedCell previous;
    private final List<EditedCell> next = new ArrayList<>(1);

    private boolean shapeDecided;
    private boolean linkDecided;
    private boolean endDecided;
    private boolean divisionDecided;

    EditedCell(int number, TrackedCell tracked) {
        this.number = number;
        this.found = tracked;
        this.cell = tracked.cell();
        this.linkProbability = tracked.linkProbability();
        this.linkMargin = tracked.linkMargin();
    }

    int frame() {
        return found.frame();
    }

    /** Its track in the run; {@link #NO_TRACK} if a person made the cell. */
    int baseTrack() {
        return found.trackId();
    }

    Cell cell() {
        return cell;
    }

    double linkProbability() {
        return linkProbability;
    }

    double linkMargin() {
        return linkMargin;
    }

    double divisionProbability() {
        return divisionProbability;
    }

    /** All that follows is known, as the run found it. */
    void foundDivision(double probability) {
        divisionProbability = probability;
        foundDivisionProbability = probability;
    }

    /** Keeps what the run found, to compare it with what people decided. */
    void keepFound() {
        foundPrevious = previous;
        foundNext = List.copyOf(next);
    }

    /** The run's probability of the link to the cell before; NaN if it made none or has none. */
    double foundLinkProbability() {
        return found.linkProbability();
    }

    /** Whether it follows what the run found it to follow. */
    boolean followsAsFound() {
        return previous == foundPrevious;
    }

    /** The run's probability of its division; NaN if it found none or has none. */
    double foundDivisionProbability() {
        return foundDivisionProbability;
    }

    /** Whether a person decided about the division that the run found. */
    boolean foundDivisionDecided() {
        return divisionDecided || endDecided || foundNext.stream().anyMatch(EditedCell::linkDecided);
    }

    /** Whether the cells follow it that the run found to follow it. */
    boolean goesOnAsFound() {
        return next.equals(foundNext);
    }

    @Nullable
    EditedCell previous() {
        return previous;
    }

    /** The cells that follow: none, one, or daughters, in order. */
    List<EditedCell> next() {
        return next;
    }

    boolean divides() {
        return next.size() > 1;
    }

    boolean isDaughter() {
        EditedCell before = previous;
        return before != null && before.divides();
    }

    /** Whether it is the first cell of its track. */
    boolean beginsTrack() {
        return previous == null || isDaughter() || startsTrack;
    }

    void setStartsTrack(boolean starts) {
        startsTrack = starts;
    }

    boolean startsTrack() {
        return startsTrack;
    }

    /** Follows another cell from now on, or none; the scores of the former link are void. */
    void follow(@Nullable EditedCell before) {
        EditedCell former = previous;
        if (former != null) {
            former.next.remove(this);
            former.divisionProbability = Double.NaN;
            if (former.next.size() == 1) {
                // What is left of a division is the same cell.
                former.next.get(0).startsTrack = false;
            }
        }
        previous = before;
        linkProbability = Double.NaN;
        linkMargin = Double.NaN;
        startsTrack = false;
        if (before != null) {
            before.divisionProbability = Double.NaN;
            before.next.add(this);
            before.next.sort(ORDER);
        }
    }

    /** Follows a cell as the run found it. */
    void followAsFound(EditedCell before, boolean asNewTrack) {
        previous = before;
        startsTrack = asNewTrack;
        before.next.add(this);
        before.next.sort(ORDER);
    }

    void reshape(Cell other) {
        cell = other;
        shapeDecided = true;
    }

    void decideShape() {
        shapeDecided = true;
    }

    void decideLink() {
        linkDecided = true;
    }

    void decideEnd() {
        endDecided = true;
    }

    void decideDivision() {
        divisionDecided = true;
    }

    /** Whether a person decided which cell it follows, or that it follows none. */
    boolean linkDecided() {
        return linkDecided;
    }

    boolean divisionDecided() {
        return divisionDecided;
    }

    /** Whether a person decided about the cell or its link. */
    boolean isCorrected() {
        return shapeDecided || linkDecided;
    }

    /** Whether what the corrected lineage says of the cell is all that the run found. */
    boolean isAsFound(TrackedCell now) {
        return !isCorrected()
                && cell.equals(found.cell())
                && now.trackId() == found.trackId()
                && Double.compare(now.linkProbability(), found.linkProbability()) == 0
                && Double.compare(now.linkMargin(), found.linkMargin()) == 0;
    }

    /** Whether a person decided how its track ends. */
    boolean isEndCorrected() {
        return endDecided || divisionDecided;
    }
}
