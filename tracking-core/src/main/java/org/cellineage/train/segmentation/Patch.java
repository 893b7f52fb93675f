package org.cellineage.train.segmentation;

/**
 * A square piece of a labelled image at the network's scale, after a random rotation, stretch and reflection.
 *
 * @param side in pixels
 * @param brightness intensities; the augmentation changes them in place
 * @param labels numbers of the image's nuclei
 * @param edge distance to the edge of the nucleus, 0 to 1
 * @param centre closeness to the centre of the nucleus, 0 to 1
 * @param unknown pixels without a label that may still belong to a nucleus
 * @param emphasis how much each pixel counts
 */
@SuppressWarnings("ArrayRecordComponent")
record Patch(
        int side,
        float[] brightness,
        char[] labels,
        float[] edge,
        float[] centre,
        boolean[] unknown,
        float[] emphasis) {

    /**
     * Position of a patch on its image: the matrix applied to a patch pixel relative to the patch's centre, plus
     * {@code (centreY, centreX)}.
     */
    record Placement(double centreY, double centreX, double yy, double yx, double xy, double xx, double scale) {

        /**
         * Creates a placement.
         *
         * @param scaleY patch pixels per image pixel along the image's rows axis (y)
         * @param angle in radians
         * @param flip whether the patch is mirrored
         */
        static Placement of(double centreY, double centreX, double scaleY, double scaleX, double angle, boolean flip) {
            double cos = Math.cos(angle);
            double sin = Math.sin(angle);
            double mirror = flip ? -1 : 1;
            return new Placement(
                    centreY,
                    centreX,
                    cos / scaleY,
                    -sin * mirror / scaleY,
                    sin / scaleX,
                    cos * mirror / scaleX,
                    Math.sqrt(scaleY * scaleX));
        }
    }

    /** Cuts a patch; outside the image, pixels are mirrored at its edges. */
    static Patch cut(LabelledImage image, Placement at, int side) {
        int n = side * side;
        Patch patch =
                new Patch(side, new float[n], new char[n], new float[n], new float[n], new boolean[n], new float[n]);
        // The pyramid level whose pixel size is closest to the patch's.
        int level = (int) Math.round(Math.log(1 / at.scale()) / Math.log(2));
        level = Math.max(0, Math.min(image.levels().size() - 1, level));
        LabelledImage.Level source = image.levels().get(level);
        float shrink = 1f / (1 << level);
        double middle = (side - 1) / 2.0;
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < side; j++) {
                int p = i * side + j;
                float y = (float) (at.centreY() + at.yy() * (i - middle) + at.yx() * (j - middle));
                float x = (float) (at.centreX() + at.xy() * (i - middle) + at.xx() * (j - middle));
                patch.brightness[p] = bilinear(source, (y + 0.5f) * shrink - 0.5f, (x + 0.5f) * shrink - 0.5f);
                patch.takeLabels(image, p, y, x);
            }
        }
        return patch;
    }

    private void takeLabels(LabelledImage image, int p, float y, float x) {
        int width = image.width();
        int row = mirror(floor(y + 0.5f), image.height());
        int column = mirror(floor(x + 0.5f), width);
        char label = image.labels()[row * width + column];
        labels[p] = label;
        emphasis[p] = image.emphasis(row, column);
        if (label == 0) {
            unknown[p] = image.isUnknown(row, column);
            return;
        }
        int floorY = floor(y);
        int floorX = floor(x);
        int top = mirror(floorY, image.height()) * width;
        int bottom = mirror(floorY + 1, image.height()) * width;
        int left = mirror(floorX, width);
        int right = mirror(floorX + 1, width);
        float fy = y - floorY;
        float fx = x - floorX;
        edge[p] = share(image.edgeDistance(), top, bottom, left, right, fy, fx);
        if (image.geodesicCentre().length > 0) {
            centre[p] = share(image.geodesicCentre(), top, bottom, left, right, fy, fx);
            return;
        }
        float dy = row - image.centreY(label);
        float dx = column - image.centreX(label);
        centre[p] = Math.max(0, 1 - (float) Math.sqrt(dy * dy + dx * dx) / (1.6f * image.radius(label)));
    }

    private static float share(byte[] v, int top, int bottom, int left, int right, float fy, float fx) {
        float above = (v[top + left] & 0xff) * (1 - fx) + (v[top + right] & 0xff) * fx;
        float below = (v[bottom + left] & 0xff) * (1 - fx) + (v[bottom + right] & 0xff) * fx;
        return (above * (1 - fy) + below * fy) / 255;
    }

    private static float bilinear(LabelledImage.Level level, float y, float x) {
        int floorY = floor(y);
        int floorX = floor(x);
        int top = mirror(floorY, level.height()) * level.width();
        int bottom = mirror(floorY + 1, level.height()) * level.width();
        int left = mirror(floorX, level.width());
        int right = mirror(floorX + 1, level.width());
        float fy = y - floorY;
        float fx = x - floorX;
        float[] v = level.values();
        float above = v[top + left] + (v[top + right] - v[top + left]) * fx;
        float below = v[bottom + left] + (v[bottom + right] - v[bottom + left]) * fx;
        return above + (below - above) * fy;
    }

    private static int floor(float value) {
        int whole = (int) value;
        return value < whole ? whole - 1 : whole;
    }

    private static int mirror(int i, int size) {
        if (i >= 0 && i < size) {
            return i;
        }
        int at = Math.floorMod(i, 2 * size);
        return at < size ? at : 2 * size - 1 - at;
    }
}
