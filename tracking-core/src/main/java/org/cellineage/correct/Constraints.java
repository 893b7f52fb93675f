package org.cellineage.correct;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cellineage.track.DecidedLink;

/**
 * The corrections of a movie that bind a run that tracks it again: which links and divisions people made, cut or
 * confirmed. Of two corrections of the same link the later counts, as when they are applied one after the other.
 *
 * <p>All others are applied to what tracking finds: those that change outlines, because tracking knows the segmented
 * cells only; exchanges of a single frame, because what follows depends on what was found there; and divisions whose
 * daughters appear in different frames.
 *
 * @param links what binds, in the order of the log
 * @param corrections ids of the corrections that it comes from, see {@link LoggedCorrection}
 */
public record Constraints(List<DecidedLink> links, Set<String> corrections) {

    public Constraints {
        links = List.copyOf(links);
        corrections = Set.copyOf(corrections);
    }

    /** The constraints that follow from a log. */
    public static Constraints of(List<LoggedCorrection> log) {
        Set<String> undone = Replay.undone(log);
        Builder builder = new Builder();
        for (LoggedCorrection logged : log) {
            if (!undone.contains(logged.id()) && logged.correction().change() instanceof Edit edit) {
                links(edit).forEach(link -> builder.add(link, logged.id()));
            }
        }
        return new Constraints(new ArrayList<>(builder.links.keySet()), new HashSet<>(builder.links.values()));
    }

    static List<DecidedLink> links(Edit edit) {
        if (edit instanceof Edit.Link link) {
            return List.of(new DecidedLink.Link(at(link.from()), at(link.to())));
        } else if (edit instanceof Edit.Cut cut) {
            return List.of(new DecidedLink.Cut(at(cut.from()), at(cut.to())));
        } else if (edit instanceof Edit.Swap swap && swap.scope() == Scope.FROM_HERE) {
            return List.of(
                    new DecidedLink.Link(at(swap.first()), at(swap.afterSecond())),
                    new DecidedLink.Link(at(swap.second()), at(swap.afterFirst())));
        } else if (edit instanceof Edit.AddDivision division
                && division.first().frame() == division.second().frame()) {
            return List.of(
                    new DecidedLink.Division(at(division.mother()), at(division.first()), at(division.second())));
        } else if (edit instanceof Edit.RemoveDivision division) {
            return List.of(new DecidedLink.NoDivision(at(division.mother())));
        } else if (edit instanceof Edit.MarkRight mark && mark.subject() == Edit.Subject.BEGINNING) {
            return List.of(new DecidedLink.Beginning(at(mark.cell())));
        } else if (edit instanceof Edit.MarkRight mark && mark.subject() == Edit.Subject.END) {
            return List.of(new DecidedLink.End(at(mark.cell())));
        }
        return List.of();
    }

    private static DecidedLink.At at(CellRef ref) {
        return new DecidedLink.At(ref.frame(), ref.place());
    }

    /** Keeps what still holds. */
    private static final class Builder {
        private final Map<DecidedLink, String> links = new LinkedHashMap<>();

        void add(DecidedLink link, String correction) {
            links.keySet().removeIf(earlier -> contradict(earlier, link));
            links.put(link, correction);
        }

        private static boolean contradict(DecidedLink earlier, DecidedLink later) {
            if (later instanceof DecidedLink.Cut cut) {
                return isMade(earlier)
                        && source(earlier).isSame(cut.from())
                        && targets(earlier).stream().anyMatch(cut.to()::isSame);
            }
            if (later instanceof DecidedLink.NoDivision division) {
                return earlier instanceof DecidedLink.Division known
                        && known.mother().isSame(division.mother());
            }
            if (earlier instanceof DecidedLink.Cut cut) {
                return isMade(later)
                        && source(later).isSame(cut.from())
                        && targets(later).stream().anyMatch(cut.to()::isSame);
            }
            if (earlier instanceof DecidedLink.NoDivision division) {
                return later instanceof DecidedLink.Division made
                        && made.mother().isSame(division.mother());
            }
            boolean sameTarget = targets(earlier).stream()
                    .anyMatch(one -> targets(later).stream().anyMatch(one::isSame));
            boolean sameSource = !(earlier instanceof DecidedLink.Beginning)
                    && !(later instanceof DecidedLink.Beginning)
                    && source(earlier).isSame(source(later));
            return sameTarget || sameSource;
        }

        private static boolean isMade(DecidedLink link) {
            return link instanceof DecidedLink.Link || link instanceof DecidedLink.Division;
        }

        /** The cell whose continuation it decides. */
        private static DecidedLink.At source(DecidedLink link) {
            return link.cells().get(0);
        }

        /** The cells of which it decides what they follow. */
        private static List<DecidedLink.At> targets(DecidedLink link) {
            return link instanceof DecidedLink.Beginning
                    ? link.cells()
                    : link.cells().subList(1, link.cells().size());
        }
    }
}
