package org.cellineage.image;

/** Fills holes: background enclosed by a single cell becomes part of that cell. */
public final class HoleFilling {

    private static final int MIXED = -1;

    private HoleFilling() {}

    /**
     * Returns a copy without holes. Background regions that touch the edge of the frame or several cells are unchanged.
     */
    public static LabelImage fill(LabelImage image) {
        int width = image.width();
        int height = image.height();
        int[] labels = image.labels();
        boolean[] background = new boolean[labels.length];
        for (int p = 0; p < labels.length; p++) {
            background[p] = labels[p] == 0;
        }
        LabelImage regions = ConnectedRegions.of(background, width, height, false);
        int[] owner = new int[regions.maxLabel() + 1];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int p = y * width + x;
                int region = regions.labels()[p];
                if (region == 0 || owner[region] == MIXED) {
                    continue;
                }
                if (x == 0 || y == 0 || x == width - 1 || y == height - 1) {
                    owner[region] = MIXED;
                    continue;
                }
                claim(owner, region, labels[p - 1]);
                claim(owner, region, labels[p + 1]);
                claim(owner, region, labels[p - width]);
                claim(owner, region, labels[p + width]);
            }
        }
        int[] filled = labels.clone();
        for (int p = 0; p < filled.length; p++) {
            int region = regions.labels()[p];
            if (region != 0 && owner[region] > 0) {
                filled[p] = owner[region];
            }
        }
        return new LabelImage(width, height, filled);
    }

    private static void claim(int[] owner, int region, int label) {
        if (label != 0 && owner[region] != label) {
            owner[region] = owner[region] == 0 ? label : MIXED;
        }
    }
}
