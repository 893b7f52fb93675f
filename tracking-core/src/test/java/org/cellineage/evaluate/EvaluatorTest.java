package org.cellineage.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.cellineage.evaluate.DrawnMovies.frames;
import static org.cellineage.evaluate.DrawnMovies.movie;
import static org.cellineage.evaluate.DrawnMovies.spans;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import org.cellineage.image.LabelImage;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;

/** Which frames are compared with which, and what does not fit. */
class EvaluatorTest {

    private static final LabelFrames TRUTH = movie("11.22", "11.22", "11.22");

    private static Evaluation evaluate(LabelFrames truth, LabelFrames result, Optional<LabelFrames> masks)
            throws IOException {
        return Evaluator.evaluate(
                new Evaluator.Side("TRUTH", truth, spans(truth)),
                new Evaluator.Side("RESULT", result, spans(result)),
                masks);
    }

    private static LabelFrames only(int frame, String drawn) throws IOException {
        TreeMap<Integer, LabelImage> images = new TreeMap<>();
        images.put(frame, movie(drawn).read(0));
        return frames(images);
    }

    @Test
    void aFrameWithoutAResultWasFoundEmpty() throws IOException {
        Evaluation e = evaluate(TRUTH, movie("11.22", "11.22"), Optional.empty());
        assertThat(e.frames()).isEqualTo(3);
        assertThat(e.aogm().missedVertices()).containsExactly(new Aogm.Vertex(2, 1), new Aogm.Vertex(2, 2));
        assertThat(e.trackFractions().score()).isCloseTo(2.0 / 3, within(1e-12));
    }

    @Test
    void framesThatOnlyTheResultHasAreLeftOut() throws IOException {
        Evaluation e = evaluate(TRUTH, movie("11.22", "11.22", "11.22", "33333"), Optional.empty());
        assertThat(e.aogm().tra()).isEqualTo(1);
        assertThat(e.completeTracks().resultTracks()).isEqualTo(2);
    }

    @Test
    void masksOfSomeFramesHaveLabelsOfTheirOwn() throws IOException {
        Evaluation e = evaluate(TRUTH, TRUTH, Optional.of(only(1, "99.7.")));
        assertThat(e.segCells()).isEqualTo(2);
        assertThat(e.segScore()).isCloseTo((1 + 1.0 / 2) / 2, within(1e-12));
        assertThat(e.aogm().tra()).isEqualTo(1);
    }

    @Test
    void masksCountInFramesWithoutMarkersToo() throws IOException {
        LabelFrames result = movie("11.22", "11.22", "11.22", "1...2");
        Evaluation e = evaluate(TRUTH, result, Optional.of(only(3, "11111")));
        assertThat(e.frames()).isEqualTo(3);
        assertThat(e.segCells()).isEqualTo(1);
        assertThat(e.segScore()).isZero();
    }

    @Test
    void withoutMasksSegIsUndefined() throws IOException {
        Evaluation e = evaluate(TRUTH, TRUTH, Optional.empty());
        assertThat(e.segScore()).isNaN();
        assertThat(e.segCells()).isZero();
    }

    @Test
    void aResultOfAnotherSizeIsTheUsersToMend() throws IOException {
        LabelFrames smaller = movie("11.2", "11.2", "11.2");
        assertThatThrownBy(() -> evaluate(TRUTH, smaller, Optional.empty()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("RESULT")
                .hasMessageContaining("4 x 1")
                .hasMessageContaining("5 x 1");
        assertThatThrownBy(() -> evaluate(smaller, smaller, Optional.of(TRUTH)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("Frame 0");
        assertThatThrownBy(() -> Evaluator.segmentation(TRUTH, smaller, "RESULT", FrameImages.NONE))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("RESULT");
    }

    @Test
    void everyImageIsReadOnceInOrder() throws IOException {
        List<Integer> reads = new ArrayList<>();
        LabelFrames watched = new LabelFrames() {
            @Override
            public SortedSet<Integer> frames() {
                return TRUTH.frames();
            }

            @Override
            public LabelImage read(int frame) throws IOException {
                reads.add(frame);
                return TRUTH.read(frame);
            }
        };
        Evaluator.evaluate(
                new Evaluator.Side("TRUTH", TRUTH, spans(TRUTH)),
                new Evaluator.Side("RESULT", watched, spans(TRUTH)),
                Optional.of(TRUTH));
        assertThat(reads).containsExactly(0, 1, 2);
    }
}
