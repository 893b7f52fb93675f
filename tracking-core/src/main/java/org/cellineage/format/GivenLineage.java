package org.cellineage.format;

import java.io.Serializable;
import java.util.List;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/**
 * The lineage of a movie as read from a file.
 *
 * @param spans the tracks that could be read, each id once; their parents need not be among them
 * @param flaws what could not be read or is contradictory
 */
public record GivenLineage(List<TrackSpan> spans, List<GivenFlaw> flaws) implements Serializable {

    public GivenLineage {
        spans = List.copyOf(spans);
        flaws = List.copyOf(flaws);
    }

    /**
     * Returns the tracks of a lineage that must be flawless, such as ground truth.
     *
     * @throws BadInputException if it has a flaw
     */
    public List<TrackSpan> flawless() {
        if (!flaws.isEmpty()) {
            Problem first = flaws.get(0).problem();
            throw new BadInputException(first.where(), first.cause(), first.remedy());
        }
        return spans;
    }

    /** Returns the lineage with {@code frames} added to every frame number. */
    public GivenLineage shifted(int frames) {
        if (frames == 0) {
            return this;
        }
        return new GivenLineage(
                spans.stream()
                        .map(span ->
                                new TrackSpan(span.track(), span.begin() + frames, span.end() + frames, span.parent()))
                        .toList(),
                flaws.stream()
                        .map(flaw -> flaw.frame() < 0 ? flaw : new GivenFlaw(flaw.frame() + frames, flaw.problem()))
                        .toList());
    }
}
