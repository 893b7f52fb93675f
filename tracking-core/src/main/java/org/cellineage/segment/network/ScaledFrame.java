package org.cellineage.segment.network;

import org.cellineage.image.BrightnessRange;
import org.cellineage.image.LocalContrast;
import org.cellineage.image.Scaling;

/**
 * A frame as the network reads it: at the network's scale, with interleaved channels.
 *
 * @param width at the network's scale, in pixels
 * @param frameWidth width of the original frame, in pixels
 * @param values index {@code (y * width + x) * channels + channel}
 */
@SuppressWarnings("ArrayRecordComponent")
record ScaledFrame(int width, int height, int channels, int frameWidth, int frameHeight, float[] values) {

    /**
     * Normalizes and rescales a frame and computes its channels.
     *
     * @param brightness row-major, as stored
     * @param scale network pixels per frame pixel
     */
    static ScaledFrame of(NetworkInput input, float[] brightness, int frameWidth, int frameHeight, double scale) {
        float[] normal = BrightnessRange.of(brightness, input.darkPercentile(), input.brightPercentile())
                .apply(brightness);
        return ofNormal(input, normal, frameWidth, frameHeight, scale);
    }

    /** Rescales a frame that is already normalized and computes its channels. */
    static ScaledFrame ofNormal(NetworkInput input, float[] normal, int frameWidth, int frameHeight, double scale) {
        int width = Math.max(1, (int) Math.round(frameWidth * scale));
        int height = Math.max(1, (int) Math.round(frameHeight * scale));
        float[] scaled = Scaling.scale(normal, frameWidth, frameHeight, width, height);
        int channels = input.channels().size();
        float[] values = new float[Math.multiplyExact(width * height, channels)];
        for (int c = 0; c < channels; c++) {
            float[] channel = switch (input.channels().get(c)) {
                case BRIGHTNESS -> scaled;
                case LOCAL_CONTRAST -> LocalContrast.of(scaled, width, height);
            };
            for (int p = 0; p < channel.length; p++) {
                values[p * channels + c] = channel[p];
            }
        }
        return new ScaledFrame(width, height, channels, frameWidth, frameHeight, values);
    }

    /** The larger of the frame's own width and its width at the network's scale. */
    int finerWidth() {
        return isFiner() ? frameWidth : width;
    }

    /** The larger of the frame's own height and its height at the network's scale. */
    int finerHeight() {
        return isFiner() ? frameHeight : height;
    }

    private boolean isFiner() {
        return width < frameWidth || height < frameHeight;
    }

    /** The sizes alone, without the pixels, for post-processing. */
    ScaledFrame sizes() {
        return new ScaledFrame(width, height, channels, frameWidth, frameHeight, new float[0]);
    }

    /** The scaled pixels as a frame in their own right. */
    ScaledFrame asFrame() {
        return new ScaledFrame(width, height, channels, width, height, values);
    }

    /** Copies a window into a batch. Outside the frame, pixels are mirrored at its edges. */
    void copyWindow(int top, int left, int windowHeight, int windowWidth, float[] to, int at) {
        int into = at;
        for (int y = top; y < top + windowHeight; y++) {
            int row = mirror(y, height) * width;
            int x = left;
            while (x < left + windowWidth) {
                if (x >= 0 && x < width) {
                    int run = Math.min(left + windowWidth, width) - x;
                    System.arraycopy(values, (row + x) * channels, to, into, run * channels);
                    into += run * channels;
                    x += run;
                } else {
                    System.arraycopy(values, (row + mirror(x, width)) * channels, to, into, channels);
                    into += channels;
                    x++;
                }
            }
        }
    }

    private static int mirror(int i, int size) {
        if (i >= 0 && i < size) {
            return i;
        }
        int at = Math.floorMod(i, 2 * size);
        return at < size ? at : 2 * size - 1 - at;
    }
}
