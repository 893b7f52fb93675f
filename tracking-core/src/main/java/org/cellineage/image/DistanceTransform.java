package org.cellineage.image;

/**
 * Exact Euclidean distance of every foreground pixel to the nearest background pixel, in linear time (Felzenszwalb and
 * Huttenlocher 2012). Pixels outside the image do not count as background.
 */
public final class DistanceTransform {

    private static final float FAR = 1e20f;

    private DistanceTransform() {}

    /** Distances in pixels, 0 in the background; all {@link Float#POSITIVE_INFINITY} if there is no background. */
    public static float[] of(boolean[] foreground, int width, int height) {
        float[] squared = new float[foreground.length];
        for (int i = 0; i < squared.length; i++) {
            squared[i] = foreground[i] ? FAR : 0;
        }
        int side = Math.max(width, height);
        Scratch scratch = new Scratch(side);
        float[] line = new float[side];
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                line[y] = squared[y * width + x];
            }
            scratch.transform(line, height);
            for (int y = 0; y < height; y++) {
                squared[y * width + x] = scratch.out[y];
            }
        }
        for (int y = 0; y < height; y++) {
            System.arraycopy(squared, y * width, line, 0, width);
            scratch.transform(line, width);
            for (int x = 0; x < width; x++) {
                float d = scratch.out[x];
                squared[y * width + x] = d >= FAR / 2 ? Float.POSITIVE_INFINITY : (float) Math.sqrt(d);
            }
        }
        return squared;
    }

    /**
     * The nearest labelled pixel of each pixel.
     *
     * @param label its label; 0 if there are no labels
     * @param distance to it in pixels, 0 on labelled pixels; infinite if there are no labels
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Nearest(int[] label, float[] distance) {}

    /** Finds the nearest labelled pixel of each pixel; among several equally near ones, always the same. */
    public static Nearest toNearest(LabelImage labels) {
        int width = labels.width();
        int height = labels.height();
        int[] label = new int[width * height];
        float[] squared = new float[width * height];
        int side = Math.max(width, height);
        Scratch scratch = new Scratch(side);
        float[] line = new float[side];
        int[] of = new int[side];
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                line[y] = labels.labels()[y * width + x] > 0 ? 0 : FAR;
            }
            scratch.transform(line, height);
            for (int y = 0; y < height; y++) {
                squared[y * width + x] = scratch.out[y];
                label[y * width + x] = labels.labels()[scratch.source[y] * width + x];
            }
        }
        for (int y = 0; y < height; y++) {
            System.arraycopy(squared, y * width, line, 0, width);
            System.arraycopy(label, y * width, of, 0, width);
            scratch.transform(line, width);
            for (int x = 0; x < width; x++) {
                boolean isReached = scratch.out[x] < FAR / 2;
                squared[y * width + x] = isReached ? (float) Math.sqrt(scratch.out[x]) : Float.POSITIVE_INFINITY;
                label[y * width + x] = isReached ? of[scratch.source[x]] : 0;
            }
        }
        return new Nearest(label, squared);
    }

    /** Buffers for the lower envelope of parabolas over one line. */
    private static final class Scratch {
        private final float[] out;

        /** For each place, that of the parabola that is lowest there. */
        private final int[] source;

        private final int[] apex;
        private final double[] from;

        Scratch(int side) {
            out = new float[side];
            source = new int[side];
            apex = new int[side];
            from = new double[side + 1];
        }

        void transform(float[] f, int n) {
            int k = 0;
            apex[0] = 0;
            from[0] = Double.NEGATIVE_INFINITY;
            from[1] = Double.POSITIVE_INFINITY;
            for (int q = 1; q < n; q++) {
                double s = meeting(f, q, apex[k]);
                while (s <= from[k]) {
                    k--;
                    s = meeting(f, q, apex[k]);
                }
                k++;
                apex[k] = q;
                from[k] = s;
                from[k + 1] = Double.POSITIVE_INFINITY;
            }
            k = 0;
            for (int q = 0; q < n; q++) {
                while (from[k + 1] < q) {
                    k++;
                }
                float d = q - apex[k];
                out[q] = d * d + f[apex[k]];
                source[q] = apex[k];
            }
        }

        private static double meeting(float[] f, int q, int p) {
            return ((f[q] + (double) q * q) - (f[p] + (double) p * p)) / (2.0 * (q - p));
        }
    }
}
