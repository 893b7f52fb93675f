package org.cellineage.correct;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.cellineage.track.Fate;
import org.cellineage.track.Origin;
import org.cellineage.track.Track;

/**
 * What is doubtful in a lineage, the most doubtful first, each with the edit that is most likely if it is wrong and the
 * edit that says that it is right. Neither is refused by a {@link LineageEditor} of this lineage.
 *
 * <p>Doubts are those of the view {@code review_queue}, less what nobody should be asked: tracks that enter or leave the
 * field, tracks of a frame or two that fit no other, which are debris, what a person has decided, and what is hardly
 * doubtful. A beginning or end that fits no other track counts half.
 */
public final class ReviewQueue {

    /** Doubts that are looked at, for each that is asked for: some are left out. */
    private static final int LOOKED_AT = 6;

    /** Less than this is no doubt. */
    private static final double LEAST = 0.2;

    private static final int DEBRIS_FRAMES = 2;
    private static final double UNMATCHED = 0.5;

    /** Kinds of doubts. */
    public enum Kind {
        LINK,
        DIVISION,
        END,
        BEGINNING
    }

    /**
     * A doubt.
     *
     * @param kind what is doubtful
     * @param cell where it is
     * @param suspicion 0 to 1
     * @param reason in words
     * @param proposal edits that change it, in order; empty if nothing else fits
     * @param right edits that say that it is right
     */
    public record Item(
            Kind kind,
            Reviewed.Place cell,
            double suspicion,
            String reason,
            List<ReviewEdit> proposal,
            List<ReviewEdit> right) {

        public Item {
            proposal = List.copyOf(proposal);
            right = List.copyOf(right);
        }
    }

    private final Reviewed lineage;
    private final Reviewed.Index index;
    private final ReviewProposals proposals;
    private final Map<Integer, Reviewed.Path> tracks = new TreeMap<>();
    private final Set<Integer> parents = new HashSet<>();
    private final List<Item> doubts = new ArrayList<>();

    private ReviewQueue(Reviewed lineage) {
        this.lineage = lineage;
        this.index = new Reviewed.Index(lineage);
        lineage.tracks().forEach(path -> {
            tracks.put(path.track().trackId(), path);
            parents.add(path.track().parentTrackId());
        });
        this.proposals = new ReviewProposals(lineage, index);
    }

    /**
     * The head of the queue.
     *
     * @param most number of items at most
     */
    public static List<Item> of(Reviewed lineage, int most) {
        ReviewQueue queue = new ReviewQueue(lineage);
        queue.addLinks();
        queue.addDivisions();
        queue.addEnds();
        queue.doubts.sort(ORDER);
        List<Item> items = new ArrayList<>();
        Set<List<ReviewEdit>> proposed = new HashSet<>();
        int looked = 0;
        for (Item doubt : queue.doubts) {
            if (looked++ >= LOOKED_AT * most) {
                break;
            }
            // Two doubts that one edit answers, such as the end of a track and the beginning of its continuation.
            queue.withProposal(doubt)
                    .filter(item -> item.proposal().isEmpty() || proposed.add(item.proposal()))
                    .ifPresent(items::add);
        }
        items.sort(ORDER);
        return List.copyOf(items.subList(0, Math.min(most, items.size())));
    }

    private static final Comparator<Item> ORDER = Comparator.comparingDouble((Item item) -> -item.suspicion())
            .thenComparingInt(item -> item.cell().frame())
            .thenComparingInt(item -> item.cell().track())
            .thenComparing(Item::kind);

    private void addLinks() {
        for (Integer track : tracks.keySet()) {
            List<Reviewed.Place> cells = index.of(track);
            for (int i = 1; i < cells.size(); i++) {
                Reviewed.Place cell = cells.get(i);
                if (!Double.isNaN(cell.linkMargin()) && !cell.corrected()) {
                    // A margin runs from -1 (another link scored 1, this one 0) to 1.
                    double suspicion = (1 - Math.min(cell.linkProbability(), cell.linkMargin())) / 2;
                    String reason = cell.linkMargin() < cell.linkProbability()
                            ? "another link is nearly as good"
                            : "the link is unlikely";
                    add(Kind.LINK, cell, suspicion, reason, ReviewEdit.link(cells.get(i - 1), cell));
                }
            }
        }
    }

    private void addDivisions() {
        for (Reviewed.Split split : lineage.divisions()) {
            List<Reviewed.Place> mother = index.of(split.mother());
            List<Reviewed.Place> first = index.of(split.first());
            List<Reviewed.Place> second = index.of(split.second());
            if (Double.isNaN(split.probability())
                    || split.corrected()
                    || mother.isEmpty()
                    || first.isEmpty()
                    || second.isEmpty()) {
                continue;
            }
            Reviewed.Place last = mother.get(mother.size() - 1);
            add(
                    Kind.DIVISION,
                    last,
                    1 - split.probability(),
                    "the division is unlikely",
                    ReviewEdit.divide(last, first.get(0), second.get(0)));
        }
    }

    private void addEnds() {
        for (Reviewed.Path path : lineage.tracks()) {
            Track track = path.track();
            List<Reviewed.Place> cells = index.of(track.trackId());
            if (cells.isEmpty()) {
                continue;
            }
            double suspicion = 0.5 + 0.5 / track.lengthFrames();
            Reviewed.Place last = cells.get(cells.size() - 1);
            if (track.fate() == Fate.LOST && !path.corrected() && !parents.contains(track.trackId())) {
                add(Kind.END, last, suspicion, "the track ends inside the field", ReviewEdit.endIsRight(last));
            }
            Reviewed.Place first = cells.get(0);
            if (track.origin() == Origin.APPEARED && !first.corrected()) {
                add(
                        Kind.BEGINNING,
                        first,
                        suspicion,
                        "the track begins inside the field",
                        ReviewEdit.beginningIsRight(first));
            }
        }
    }

    private void add(Kind kind, Reviewed.Place cell, double suspicion, String reason, ReviewEdit right) {
        if (suspicion >= LEAST) {
            doubts.add(new Item(kind, cell, suspicion, reason, List.of(), List.of(right)));
        }
    }

    /** The doubt with a proposal; empty if nobody should be asked. */
    private Optional<Item> withProposal(Item doubt) {
        List<ReviewEdit> proposal = switch (doubt.kind()) {
            case LINK -> proposals.forLink(doubt.cell());
            case DIVISION -> proposals.forDivision(doubt.right().get(0));
            case END -> proposals.forEnd(doubt.cell());
            case BEGINNING -> proposals.forBeginning(doubt.cell());
        };
        boolean isEnd = doubt.kind() == Kind.END || doubt.kind() == Kind.BEGINNING;
        if (isEnd && proposal.isEmpty() && isDebris(doubt.cell().track())) {
            return Optional.empty();
        }
        double suspicion = isEnd && proposal.isEmpty() ? doubt.suspicion() * UNMATCHED : doubt.suspicion();
        return Optional.of(new Item(doubt.kind(), doubt.cell(), suspicion, doubt.reason(), proposal, doubt.right()));
    }

    private boolean isDebris(int id) {
        Reviewed.Path path = tracks.get(id);
        return path != null
                && path.track().lengthFrames() <= DEBRIS_FRAMES
                && path.track().parentTrackId() == Track.NO_PARENT
                && path.track().fate() != Fate.DIVISION;
    }
}
