package org.cellineage.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
     * Compares a movie. A frame of the truth for which the result has no image counts as found empty.
     *
     * @param segmentation full masks of some frames, where the truth has them apart from its tracking markers
     * @throws BadInputException where frames do not fit each other in size
     */
    public static Evaluation evaluate(Side truth, Side result, Optional<LabelFrames> segmentation) throws IOException {
        TrackMatching.Builder builder = new TrackMatching.Builder();
        SegScore seg = new SegScore();
        for (int frame : truth.labels().frames()) {
            LabelImage truthLabels = truth.labels().read(frame);
            LabelImage resultLabels = resultOf(frame, truthLabels, truth, result);
            builder.add(frame, truthLabels, resultLabels);
            if (segmentation.isPresent() && segmentation.get().frames().contains(frame)) {
                seg.add(segmentation.get().read(frame), resultLabels);
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

    /** SEG alone, for results without tracks. */
    public static SegScore segmentation(LabelFrames truth, LabelFrames result) throws IOException {
        SegScore seg = new SegScore();
        for (int frame : truth.frames()) {
            LabelImage labels = truth.read(frame);
            LabelImage found = result.frames().contains(frame)
                    ? result.read(frame)
                    : new LabelImage(labels.width(), labels.height(), new int[labels.labels().length]);
            seg.add(labels, found);
        }
        return seg;
    }

    private static LabelImage resultOf(int frame, LabelImage truthLabels, Side truth, Side result) throws IOException {
        int width = truthLabels.width();
        int height = truthLabels.height();
        if (!result.labels().frames().contains(frame)) {
            return new LabelImage(width, height, new int[width * height]);
        }
        LabelImage labels = result.labels().read(frame);
        if (labels.width() != width || labels.height() != height) {
            throw new BadInputException(
                    result.where(),
                    "Frame " + frame + " has " + labels.width() + " x " + labels.height() + " pixels, but the truth in "
                            + truth.where() + " has " + width + " x " + height + ".",
                    "Compare a result with the truth of the same movie.");
        }
        return labels;
    }
}
