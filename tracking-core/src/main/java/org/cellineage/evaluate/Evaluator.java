package org.cellineage.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cellineage.format.TrackSpan;
import org.cellineage.image.LabelImage;
import org.cellineage.problem.BadInputException;

/** Compares a result with the truth, one movie at a time, one frame at a time. */
public final class Evaluator {

    private static final int MAX_TOLERANCE = 3;

    private Evaluator() {}

    /** Label images and the lineage of their labels. */
    public record Side(String where, LabelFrames labels, Collection<TrackSpan> spans) {}

    /**
     * Compares a movie. A frame of the truth for which the result has no image counts as found empty; frames that only
     * the result has are left out.
     *
     * @param segmentation full masks of some frames, where the truth has them apart from its tracking markers; their
     *     labels need not be tracks, and their frames need not have markers
     * @throws BadInputException where frames do not fit each other in size
     */
    public static Evaluation evaluate(Side truth, Side result, Optional<LabelFrames> segmentation) throws IOException {
        TrackMatching.Builder builder = new TrackMatching.Builder();
        SegScore seg = new SegScore();
        SortedSet<Integer> masked = segmentation.map(LabelFrames::frames).orElseGet(TreeSet::new);
        SortedSet<Integer> tracked = truth.labels().frames();
        SortedSet<Integer> frames = new TreeSet<>(tracked);
        frames.addAll(masked);
        for (int frame : frames) {
            Optional<LabelImage> found = readResult(frame, result.labels());
            if (tracked.contains(frame)) {
                LabelImage labels = truth.labels().read(frame);
                builder.add(frame, labels, fitting(found, frame, labels, result.where()));
            }
            if (masked.contains(frame)) {
                LabelImage masks = segmentation.orElseThrow().read(frame);
                seg.add(masks, fitting(found, frame, masks, result.where()));
            }
        }
        TrackMatching matching = builder.build(truth.spans(), result.spans());
        List<DivisionScore> divisions = new ArrayList<>();
        for (int tolerance = 0; tolerance <= MAX_TOLERANCE; tolerance++) {
            divisions.add(DivisionScore.of(matching, tolerance));
        }
        return new Evaluation(
                matching.frames().size(),
                seg.score(),
                seg.cells(),
                Aogm.of(matching),
                CompleteTracks.of(matching),
                TrackFractions.of(matching),
                divisions,
                CellCycleAccuracy.of(matching),
                Chota.of(matching),
                LinkScore.of(matching));
    }

    /**
     * SEG alone, for results without tracks.
     *
     * @param where the result, for messages
     * @throws BadInputException where frames do not fit each other in size
     */
    public static SegScore segmentation(LabelFrames truth, LabelFrames result, String where) throws IOException {
        SegScore seg = new SegScore();
        for (int frame : truth.frames()) {
            LabelImage masks = truth.read(frame);
            seg.add(masks, fitting(readResult(frame, result), frame, masks, where));
        }
        return seg;
    }

    private static Optional<LabelImage> readResult(int frame, LabelFrames result) throws IOException {
        return result.frames().contains(frame) ? Optional.of(result.read(frame)) : Optional.empty();
    }

    /** What was found in a frame, if only nothing, of the size of the truth. */
    private static LabelImage fitting(Optional<LabelImage> found, int frame, LabelImage truth, String where) {
        int width = truth.width();
        int height = truth.height();
        LabelImage labels = found.orElseGet(() -> new LabelImage(width, height, new int[width * height]));
        if (labels.width() != width || labels.height() != height) {
            throw new BadInputException(
                    where,
                    "Frame " + frame + " has " + labels.width() + " x " + labels.height()
                            + " pixels, but its ground truth has " + width + " x " + height + ".",
                    "Compare a result with the ground truth of the same movie.");
        }
        return labels;
    }
}
