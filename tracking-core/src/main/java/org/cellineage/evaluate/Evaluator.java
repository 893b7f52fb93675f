package org.cellineage.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.cellineage.format.TrackSpan;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;

/** Compares a result with the ground truth of a movie, reading one frame at a time. */
public final class Evaluator {

    private static final int MAX_TOLERANCE = 3;

    private Evaluator() {}

    /** Label images and the lineage of their labels. */
    public record Side(String where, LabelFrames labels, Collection<TrackSpan> spans) {}

    /**
     * Compares a movie without its images, as {@link #score} does.
     *
     * @throws BadInputException if frames differ in size
     */
    public static Evaluation evaluate(Side truth, Side result, Optional<LabelFrames> segmentation) throws IOException {
        return score(truth, result, segmentation, FrameImages.NONE).lineage();
    }

    /**
     * Compares a movie. A frame of the ground truth that has no image in the result counts as empty; frames that exist
     * only in the result are ignored.
     *
     * @param segmentation complete masks of some frames, if the ground truth has them in addition to its tracking
     *     markers; their labels need not be tracks, and their frames need not have markers
     * @param images the movie's images, for the contrast of its cells
     * @throws BadInputException if frames differ in size
     */
    public static EvaluatedMovie score(Side truth, Side result, Optional<LabelFrames> segmentation, FrameImages images)
            throws IOException {
        TrackMatching.Builder builder = new TrackMatching.Builder();
        DividingCells dividing = new DividingCells(truth.spans());
        DetectionCounter markerCounter = DetectionCounter.ofMarkers();
        DetectionCounter maskCounter = DetectionCounter.ofMasks();
        SegScore seg = new SegScore();
        SortedSet<Integer> masked = segmentation.map(LabelFrames::frames).orElseGet(TreeSet::new);
        SortedSet<Integer> tracked = truth.labels().frames();
        SortedSet<Integer> frames = new TreeSet<>(tracked);
        frames.addAll(masked);
        for (int frame : frames) {
            Optional<LabelImage> found = readResult(frame, result.labels());
            Optional<Plane> image = images.read(frame);
            IntPredicate isDividing = track -> dividing.contains(frame, track);
            Optional<LabelImage> markers = Optional.empty();
            if (tracked.contains(frame)) {
                LabelImage labels = truth.labels().read(frame);
                DetectionCounter.Frame both =
                        DetectionCounter.Frame.of(labels, fitting(found, frame, labels, result.where()));
                builder.add(frame, both.overlaps());
                markerCounter.add(both, fitting(image, frame, labels, images), isDividing);
                markers = Optional.of(labels);
            }
            if (masked.contains(frame)) {
                LabelImage masks = segmentation.orElseThrow().read(frame);
                DetectionCounter.Frame both =
                        DetectionCounter.Frame.of(masks, fitting(found, frame, masks, result.where()));
                seg.add(both.overlaps());
                maskCounter.add(both, fitting(image, frame, masks, images), ofMasks(isDividing, frame, masks, markers));
            }
        }
        return new EvaluatedMovie(
                evaluation(builder.build(truth.spans(), result.spans()), seg),
                markerCounter.score(),
                segmentation.map(masks -> maskCounter.score()));
    }

    private static Evaluation evaluation(TrackMatching matching, SegScore seg) {
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

    /** Finds the masks of dividing tracks: a mask belongs to a track if it holds its marker and no other. */
    private static IntPredicate ofMasks(
            IntPredicate isDividing, int frame, LabelImage masks, Optional<LabelImage> markers) {
        if (markers.isEmpty()) {
            return mask -> false;
        }
        FrameMatch match = FrameMatch.of(frame, markers.get(), masks);
        return mask -> {
            int track = match.onlyTruthLabelOf(mask);
            return track != 0 && isDividing.test(track);
        };
    }

    /**
     * Compares masks alone, for ground truth without tracks.
     *
     * @param where the result, for messages
     * @param images the movie's images, for the contrast of its cells
     * @throws BadInputException if frames differ in size
     */
    public static MaskScore segmentation(LabelFrames truth, LabelFrames result, String where, FrameImages images)
            throws IOException {
        SegScore seg = new SegScore();
        DetectionCounter counter = DetectionCounter.ofMasks();
        for (int frame : truth.frames()) {
            LabelImage masks = truth.read(frame);
            DetectionCounter.Frame both =
                    DetectionCounter.Frame.of(masks, fitting(readResult(frame, result), frame, masks, where));
            seg.add(both.overlaps());
            counter.add(both, fitting(images.read(frame), frame, masks, images), mask -> false);
        }
        return new MaskScore(seg.score(), counter.score());
    }

    /**
     * Compares the masks of one still image.
     *
     * @param image its intensities, if known
     * @throws IllegalArgumentException if the sizes differ
     */
    public static DetectionScore detection(LabelImage truth, LabelImage result, Optional<Plane> image) {
        DetectionCounter counter = DetectionCounter.ofMasks();
        counter.add(DetectionCounter.Frame.of(truth, result), image, mask -> false);
        return counter.score();
    }

    private static Optional<Plane> fitting(Optional<Plane> image, int frame, LabelImage truth, FrameImages images) {
        image.filter(plane -> plane.width() != truth.width() || plane.height() != truth.height())
                .ifPresent(plane -> {
                    throw new BadInputException(
                            images.where(),
                            "Frame " + frame + " has " + plane.width() + " x " + plane.height()
                                    + " pixels, but its ground truth has " + truth.width() + " x " + truth.height()
                                    + ".",
                            "Give the images of the movie that the ground truth belongs to.");
                });
        return image;
    }

    private static Optional<LabelImage> readResult(int frame, LabelFrames result) throws IOException {
        return result.frames().contains(frame) ? Optional.of(result.read(frame)) : Optional.empty();
    }

    /** The result's labels of a frame, empty if it has none; checked to have the size of the ground truth. */
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
