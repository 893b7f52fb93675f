package org.cellineage.train.image;

import java.util.List;

/**
 * A frame of which both sides are known: the channels that a model reads and the channel that it predicts, registered, at
 * the frame's own scale.
 *
 * @param frame 0-based frame of its movie
 * @param width in pixels
 * @param height in pixels
 * @param brightness of each channel that is read, as {@link org.cellineage.predict.PredictionInput#normal} gives it
 * @param contrast local contrast of each channel that is read
 * @param intensity of the channel to predict: 0 is its background, 1 a typical bright pixel of what it shows
 * @param objects numbers of the objects that the channel to predict shows; 0 is background
 */
@SuppressWarnings("ArrayRecordComponent")
record PairFrame(
        int frame,
        int width,
        int height,
        List<float[]> brightness,
        List<float[]> contrast,
        float[] intensity,
        int[] objects) {

    PairFrame {
        brightness = List.copyOf(brightness);
        contrast = List.copyOf(contrast);
    }

    boolean isObject(int row, int column) {
        return objects[row * width + column] != 0;
    }
}
