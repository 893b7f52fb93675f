package org.cellineage.segment.postprocess;

import java.util.ArrayList;
import java.util.List;

/** Finds masks that overlap too many others. */
final class MaskOverlaps {

    private MaskOverlaps() {}

    /**
     * Drops masks until none overlaps more than {@code most} others. The worst mask that does is dropped first and the
     * overlaps are recounted, so that of three masks of one cell the two best remain instead of none.
     *
     * @param masks best first, none empty
     * @param iou two masks overlap if their intersection over union exceeds this
     * @return for each mask, whether it is kept
     */
    static boolean[] uncrowded(List<PixelRuns> masks, double iou, int most, int width, int height) {
        List<List<Integer>> partners = partners(masks, iou, width, height);
        int[] count = new int[masks.size()];
        boolean[] stays = new boolean[masks.size()];
        for (int i = 0; i < count.length; i++) {
            count[i] = partners.get(i).size();
            stays[i] = true;
        }
        // Dropping a mask only lowers the counts of others, so a single pass from the last to the first is enough.
        for (int i = count.length - 1; i >= 0; i--) {
            if (count[i] > most) {
                stays[i] = false;
                for (int j : partners.get(i)) {
                    count[j]--;
                }
            }
        }
        return stays;
    }

    private static List<List<Integer>> partners(List<PixelRuns> masks, double iou, int width, int height) {
        BoxIndex index = new BoxIndex(width, height);
        List<List<Integer>> partners = new ArrayList<>();
        for (int i = 0; i < masks.size(); i++) {
            int self = i;
            PixelRuns mask = masks.get(i);
            partners.add(new ArrayList<>());
            index.any(mask, other -> {
                int shared = mask.shared(masks.get(other));
                double union = (double) mask.area() + masks.get(other).area() - shared;
                if (shared > iou * union) {
                    partners.get(self).add(other);
                    partners.get(other).add(self);
                }
                return false;
            });
            index.add(mask);
        }
        return partners;
    }
}
