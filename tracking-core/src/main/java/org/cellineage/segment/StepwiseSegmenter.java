package org.cellineage.segment;

import java.util.List;
import org.cellineage.image.Plane;

/**
 * A segmenter in three steps, so that reading, inference and post-processing of different frames can overlap.
 *
 * <p>The labels of a frame depend only on the frame and its plan. {@link #prepare} and {@link #finish} may be
 * called from any thread, also while {@link #infer} runs; {@link #infer} is called from one thread at a time.
 *
 * @param <P> a prepared frame
 * @param <S> the network's result for a frame
 */
public interface StepwiseSegmenter<P, S> {

    /**
     * Prepares a frame for inference.
     *
     * @param channels planes of the frame in the movie's channel order, all of the same size
     * @param plan the channel that shows the cells, their typical diameter, and the model, if there are several
     */
    P prepare(List<Plane> channels, FramePlan plan);

    /** Runs the network on frames, in a batch where that is faster. One result per frame, in the same order. */
    List<S> infer(List<P> frames);

    /** Returns labels of the frame's size, cells numbered from 1 in raster order of their first pixel. */
    FoundCells finish(S seen);

    /** Best batch size for frames of this size; at least 1. */
    int batch(P frame);

    /** Wraps a segmenter that works in one step; all of it runs in {@link #finish}. */
    static StepwiseSegmenter<List<Plane>, List<Plane>> of(Segmenter segmenter) {
        return new StepwiseSegmenter<>() {
            @Override
            public List<Plane> prepare(List<Plane> channels, FramePlan plan) {
                return channels;
            }

            @Override
            public List<List<Plane>> infer(List<List<Plane>> frames) {
                return frames;
            }

            @Override
            public FoundCells finish(List<Plane> channels) {
                return FoundCells.ofLabels(segmenter.segment(channels));
            }

            @Override
            public int batch(List<Plane> frame) {
                return 1;
            }
        };
    }
}
