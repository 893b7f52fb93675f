package org.cellineage.image;

/**
 * Resizes images: area averaging when shrinking, linear interpolation when enlarging, with pixel centres at
 * half-integers and replicated edges. Separable and linear in the number of pixels.
 */
public final class Scaling {

    private Scaling() {}

    /** Resizes an image of intensities or probabilities. */
    public static float[] scale(float[] values, int width, int height, int toWidth, int toHeight) {
        if (width == toWidth && height == toHeight) {
            return values;
        }
        Weights across = Weights.of(width, toWidth);
        float[] rows = new float[toWidth * height];
        for (int y = 0; y < height; y++) {
            int from = y * width;
            for (int x = 0; x < toWidth; x++) {
                int first = across.first[x];
                float sum = 0;
                for (int k = across.start[x]; k < across.start[x + 1]; k++) {
                    sum += across.share[k] * values[from + first++];
                }
                rows[y * toWidth + x] = sum;
            }
        }
        if (height == toHeight) {
            return rows;
        }
        Weights down = Weights.of(height, toHeight);
        float[] out = new float[toWidth * toHeight];
        for (int y = 0; y < toHeight; y++) {
            int row = down.first[y];
            for (int k = down.start[y]; k < down.start[y + 1]; k++) {
                float share = down.share[k];
                int from = row++ * toWidth;
                for (int x = 0; x < toWidth; x++) {
                    out[y * toWidth + x] += share * rows[from + x];
                }
            }
        }
        return out;
    }

    /** Resizes labels: each pixel takes the label at its centre. */
    public static LabelImage scale(LabelImage labels, int toWidth, int toHeight) {
        int width = labels.width();
        int height = labels.height();
        if (width == toWidth && height == toHeight) {
            return labels;
        }
        int[] out = new int[toWidth * toHeight];
        for (int y = 0; y < toHeight; y++) {
            int row = (int) Math.min(height - 1, (long) ((y + 0.5) * height / toHeight)) * width;
            for (int x = 0; x < toWidth; x++) {
                int column = (int) Math.min(width - 1, (long) ((x + 0.5) * width / toWidth));
                out[y * toWidth + x] = labels.labels()[row + column];
            }
        }
        return new LabelImage(toWidth, toHeight, out);
    }

    /**
     * For each output sample, the first input sample that contributes to it, and the weights of this and the following
     * ones.
     */
    private record Weights(int[] first, int[] start, float[] share) {

        static Weights of(int from, int to) {
            int[] first = new int[to];
            int[] start = new int[to + 1];
            double step = (double) from / to;
            float[] share = new float[to * ((int) Math.ceil(step) + 2)];
            for (int i = 0; i < to; i++) {
                int at = start[i];
                if (step > 1) {
                    double left = i * step;
                    double right = Math.min(from, left + step);
                    first[i] = (int) left;
                    for (int k = first[i]; k < Math.min(from, Math.ceil(right)); k++) {
                        share[at++] = (float) ((Math.min(right, k + 1) - Math.max(left, k)) / (right - left));
                    }
                } else {
                    double centre = Math.max(0, Math.min(from - 1, (i + 0.5) * step - 0.5));
                    first[i] = (int) centre;
                    float part = (float) (centre - first[i]);
                    share[at++] = 1 - part;
                    if (part > 0) {
                        share[at++] = part;
                    }
                }
                start[i + 1] = at;
            }
            return new Weights(first, start, share);
        }
    }
}
