package org.cellineage.train.image;

import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.image.GaussianFilter;

/**
 * Draws training crops. The crop with a given number is always the same, whichever thread draws it and when.
 *
 * <p>All frames are drawn equally often, and positions mostly at what the channel to predict shows. A crop is turned and
 * mirrored. If the movies come from many instruments, it is also zoomed, and its contrast, focus and noise are varied.
 */
final class PairSampler {

    private static final double OBJECT_SHARE = 0.7;
    private static final int TRIES = 24;
    private static final double LOG_ZOOM = 0.15;

    /** A grain of this brightness has, in the local contrast of usual images, a few times as much. */
    private static final float CONTRAST_PER_BRIGHTNESS = 4;

    private final List<PairFrame> frames;
    private final int side;
    private final boolean varies;
    private final long seed;

    /** A crop: input [side, side, 2 * channels] and target [side, side, 2] (intensity, 1 where an object is), row-major. */
    @SuppressWarnings("ArrayRecordComponent")
    record Crop(float[] image, float[] target) {}

    /**
     * Creates a sampler.
     *
     * @param side of a crop in pixels, a multiple of 16
     * @param varies whether the movies come from many instruments
     */
    PairSampler(List<PairFrame> frames, int side, boolean varies, long seed) {
        this.frames = List.copyOf(frames);
        this.side = side;
        this.varies = varies;
        this.seed = seed;
    }

    int side() {
        return side;
    }

    int inputs() {
        return 2 * frames.get(0).brightness().size();
    }

    /** Where the pixels of a crop lie in its frame. */
    private record Placement(double y, double x, double yy, double yx, double xy, double xx) {}

    /** Draws the crop with this number. */
    Crop draw(long number) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
        PairFrame frame = frames.get(random.nextInt(frames.size()));
        Placement at = place(frame, random);
        int channels = frame.brightness().size();
        float[][] planes = new float[2 * channels][side * side];
        float[] target = new float[2 * side * side];
        double middle = (side - 1) / 2.0;
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < side; j++) {
                int p = i * side + j;
                double y = at.y() + at.yy() * (i - middle) + at.yx() * (j - middle);
                double x = at.x() + at.xy() * (i - middle) + at.xx() * (j - middle);
                for (int c = 0; c < channels; c++) {
                    planes[2 * c][p] = at(frame, frame.brightness().get(c), y, x);
                    planes[2 * c + 1][p] = at(frame, frame.contrast().get(c), y, x);
                }
                target[2 * p] = at(frame, frame.intensity(), y, x);
                int row = mirror((int) Math.floor(y + 0.5), frame.height());
                int column = mirror((int) Math.floor(x + 0.5), frame.width());
                target[2 * p + 1] = frame.isObject(row, column) ? 1 : 0;
            }
        }
        if (varies) {
            for (int c = 0; c < channels; c++) {
                vary(planes[2 * c], planes[2 * c + 1], random);
            }
        }
        float[] image = new float[planes.length * side * side];
        for (int c = 0; c < planes.length; c++) {
            for (int p = 0; p < side * side; p++) {
                image[p * planes.length + c] = planes[c][p];
            }
        }
        return new Crop(image, target);
    }

    private Placement place(PairFrame frame, SplittableRandom random) {
        int row = random.nextInt(frame.height());
        int column = random.nextInt(frame.width());
        if (random.nextDouble() < OBJECT_SHARE) {
            for (int i = 0; i < TRIES && !frame.isObject(row, column); i++) {
                row = random.nextInt(frame.height());
                column = random.nextInt(frame.width());
            }
            row += random.nextInt(side / 2) - side / 4;
            column += random.nextInt(side / 2) - side / 4;
        }
        // Half a pixel: the middle of a crop with an even side lies between pixels, and no value is interpolated.
        double y = within(row, frame.height()) + 0.5;
        double x = within(column, frame.width()) + 0.5;
        double zoom = varies ? Math.exp(LOG_ZOOM * (2 * random.nextDouble() - 1)) : 1;
        double angle =
                varies && random.nextBoolean() ? 2 * Math.PI * random.nextDouble() : Math.PI / 2 * random.nextInt(4);
        double mirror = random.nextBoolean() ? -1 : 1;
        double cos = Math.cos(angle) / zoom;
        double sin = Math.sin(angle) / zoom;
        return new Placement(y, x, cos, -sin * mirror, sin, cos * mirror);
    }

    /** The middle of a crop that lies in the frame as far as it can; of a small frame, around its middle. */
    private int within(int at, int size) {
        int half = side / 2;
        if (size <= side) {
            return Math.max(0, size / 2 - 1);
        }
        return Math.max(half - 1, Math.min(size - half - 1, at));
    }

    /** Varies contrast, focus and noise as other instruments would. */
    private void vary(float[] brightness, float[] contrast, SplittableRandom random) {
        if (random.nextDouble() < 0.25) {
            double sigma = 0.4 + 0.8 * random.nextDouble();
            System.arraycopy(GaussianFilter.smooth(brightness, side, side, sigma), 0, brightness, 0, brightness.length);
            System.arraycopy(GaussianFilter.smooth(contrast, side, side, sigma), 0, contrast, 0, contrast.length);
        }
        float gain = (float) Math.exp(0.2 * random.nextGaussian());
        float offset = (float) (0.05 * random.nextGaussian());
        float steepness = (float) Math.exp(0.1 * random.nextGaussian());
        float noise = random.nextBoolean() ? (float) (0.04 * random.nextDouble()) : 0;
        for (int p = 0; p < brightness.length; p++) {
            float grain = noise * (float) random.nextGaussian();
            brightness[p] = gain * brightness[p] + offset + grain;
            contrast[p] = steepness * contrast[p] + CONTRAST_PER_BRIGHTNESS * grain;
        }
    }

    private static float at(PairFrame frame, float[] values, double y, double x) {
        int top = (int) Math.floor(y);
        int left = (int) Math.floor(x);
        float fy = (float) (y - top);
        float fx = (float) (x - left);
        int above = mirror(top, frame.height()) * frame.width();
        int below = mirror(top + 1, frame.height()) * frame.width();
        int first = mirror(left, frame.width());
        int second = mirror(left + 1, frame.width());
        float high = values[above + first] + (values[above + second] - values[above + first]) * fx;
        float low = values[below + first] + (values[below + second] - values[below + first]) * fx;
        return high + (low - high) * fy;
    }

    private static int mirror(int i, int size) {
        int at = Math.floorMod(i, 2 * size);
        return at < size ? at : 2 * size - 1 - at;
    }
}
