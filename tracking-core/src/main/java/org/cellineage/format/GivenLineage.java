package org.cellineage.format;

import java.io.Serializable;
import java.util.List;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/**
 * The lineage of one movie as a file gives it.
 *
 * @param spans the tracks that could be read, each id once; their parents need not be among them
 * @param flaws what could not be read, or contradicts itself
 */
public record GivenLineage(List<TrackSpan> spans, List<GivenFlaw> flaws) implements Serializable {

    public GivenLineage {
        spans = List.copyOf(spans);
        flaws = List.copyOf(flaws);
    }

    /**
     * The tracks of a lineage that must be without a flaw, such as a truth.
     *
     * @throws BadInputException where it has one
     */
    public List<TrackSpan> flawless() {
        if (!flaws.isEmpty()) {
            Problem first = flaws.get(0).problem();
            throw new BadInputException(first.where(), first.cause(), first.remedy());
        }
        return spans;
    }

    /** The same lineage with {@code frames} added to every frame number. */
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
