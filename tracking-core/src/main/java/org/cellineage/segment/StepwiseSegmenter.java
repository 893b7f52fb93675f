package org.cellineage.segment;

import java.util.List;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;

/**
 * A segmenter in three steps, so that reading, the network and what comes after it can go on side by side for different
 * frames.
 *
 * <p>The labels of a frame depend on nothing but the frame and its diameter. {@link #prepare} and {@link #finish} may be
 * called from any thread, also while {@link #look} runs; {@link #look} from one at a time.
 *
 * @param <P> a prepared frame
 * @param <S> what was seen of a frame
 */
public interface StepwiseSegmenter<P, S> {

    /**
     * Makes a frame ready.
     *
     * @param channels the frame's planes in the movie's channel order, all of one size
     * @param diameterPx typical diameter of its nuclei, NaN where not known
     */
    P prepare(List<Plane> channels, double diameterPx);

    /** Looks at frames, several at once where that is faster. */
    List<S> infer(List<P> frames);

    /** Labels of the frame's size, cells numbered from 1 in raster order of their first pixel. */
    LabelImage finish(S seen);

    /** Frames of that size that are best looked at together; at least 1. */
    int batch(P frame);

    /** A segmenter that does all its work in the last step. */
    static StepwiseSegmenter<List<Plane>, List<Plane>> of(Segmenter segmenter) {
        return new StepwiseSegmenter<>() {
            @Override
            public List<Plane> prepare(List<Plane> channels, double diameterPx) {
                return channels;
            }

            @Override
            public List<List<Plane>> infer(List<List<Plane>> frames) {
                return frames;
            }

            @Override
            public LabelImage finish(List<Plane> channels) {
                return segmenter.segment(channels);
            }

            @Override
            public int batch(List<Plane> frame) {
                return 1;
            }
        };
    }
}
