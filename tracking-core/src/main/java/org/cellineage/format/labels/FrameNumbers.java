package org.cellineage.format.labels;

import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.format.PlaneRef;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/**
 * Assigns label images to frames by number.
 *
 * <p>A label image belongs to the image with the same number. Two numberings that differ by a constant are aligned only
 * if there is a label image for each frame, and this is reported. The images of a stack are assigned in order only if
 * there is one for each frame. Anything else is an error, because an image must never get the labels of another.
 */
final class FrameNumbers {

    private FrameNumbers() {}

    /** Labels by frame, and how they were aligned if the user should know. */
    record Aligned(LabelSet set, Optional<Problem> note) {}

    /**
     * Assigns the labels of a candidate to the frames of a movie.
     *
     * @throws BadInputException if this is impossible or ambiguous
     */
    static Aligned align(MovieNames names, LabelCandidate labels) {
        TreeSet<Integer> given = new TreeSet<>(labels.set().frames().keySet());
        return labels.numbered() ? byNumber(names, labels, given) : byOrder(names, labels, given);
    }

    private static Aligned byOrder(MovieNames movie, LabelCandidate labels, TreeSet<Integer> given) {
        NavigableSet<Integer> frames = movie.frames();
        int count = given.size();
        if (count == movie.frameCount()) {
            return new Aligned(labels.set(), Optional.empty());
        }
        boolean inARow = frames.last() - frames.first() + 1 == frames.size();
        if (count == frames.size() && inARow) {
            return shifted(movie, labels, frames.first(), "the images of the file are counted from 0");
        }
        throw new BadInputException(
                labels.set().source(),
                "It contains " + count + " label images, but movie "
                        + movie.key().id() + " has " + movie.frameCount()
                        + " frames"
                        + (frames.size() < movie.frameCount() ? ", " + frames.size() + " of them there" : "")
                        + ": it is not clear which label image belongs to which frame.",
                "Give one label image for each frame, including frames without cells; or a file for each frame, with the"
                        + " number of the frame.");
    }

    private static Aligned byNumber(MovieNames movie, LabelCandidate labels, TreeSet<Integer> given) {
        NavigableSet<Integer> frames = movie.frames();
        boolean hasNumbers = !movie.numbers().isEmpty();
        TreeSet<Integer> images = new TreeSet<>(hasNumbers ? movie.numbers().values() : frames);
        TreeSet<Integer> shifts = new TreeSet<>();
        movie.numbers().forEach((frame, number) -> shifts.add(number - frame));
        boolean constant = shifts.size() <= 1;
        int first = hasNumbers && constant ? shifts.first() : 0;
        if (constant && given.first() >= first && given.last() < first + movie.frameCount()) {
            // If only the order of the images is known, numbers might start at 1 and the last label image be missing.
            boolean certain = hasNumbers
                    || given.contains(0)
                    || given.size() == frames.size()
                    || CtcFolder.isTruthOrResult(labels.set().source());
            if (certain) {
                return new Aligned(labels.set().later(-first), Optional.empty());
            }
        }
        if (!constant && images.containsAll(given)) {
            Map<Integer, PlaneRef> moved = new TreeMap<>();
            movie.numbers().forEach((frame, number) -> {
                PlaneRef plane = labels.set().frames().get(number);
                if (plane != null) {
                    moved.put(frame, plane);
                }
            });
            return new Aligned(labels.set().withFrames(moved, 0), Optional.empty());
        }
        int step = given.first() - images.first();
        if (given.size() == images.size()
                && constant
                && images.stream().allMatch(number -> given.contains(number + step))) {
            return shifted(
                    movie,
                    labels,
                    -first - step,
                    "the images are numbered " + images.first() + " to " + images.last() + ", the labels "
                            + given.first() + " to " + given.last());
        }
        throw new BadInputException(
                labels.set().source(),
                "Its label images are numbered " + given.first() + " to " + given.last() + " (" + given.size()
                        + " files), but the images of movie " + movie.key().id()
                        + (hasNumbers ? " " : ", counted from 0, ") + images.first() + " to " + images.last() + " ("
                        + images.size() + "): it is not clear which label image belongs to which frame.",
                "Number the label images like the images, or give one label image for each of them.");
    }

    private static Aligned shifted(MovieNames movie, LabelCandidate labels, int shift, String why) {
        return new Aligned(
                labels.set().later(shift),
                Optional.of(new Problem(
                        labels.set().source(),
                        "Numbers differ by a constant: " + why + "; because there are equally many of both, "
                                + labels.set().frames().size()
                                + ", the first label image is assigned to the first frame of"
                                + " movie " + movie.key().id() + ", and so on.",
                        "Check one frame with 'segment --overlays-out', or number both alike.")));
    }
}
