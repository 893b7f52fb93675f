package org.cellineage.train.classes;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cellineage.classify.Crop;
import org.cellineage.image.Plane;
import org.cellineage.image.Scaling;

/**
 * A cell that was cut out already, in the grey levels of its file.
 *
 * @param known index of its class
 * @param sidePx side of the square in the middle of the image, in pixels of the file
 * @param planes one for each channel that is looked at, side × side values
 * @param number of the cell among those of its file or folder
 * @param groups what it may be held out by
 */
@SuppressWarnings("ArrayRecordComponent")
record GreyCrop(int known, int sidePx, float[][] planes, int number, Map<String, String> groups) {

    /** The square in the middle of an image. */
    static GreyCrop of(int known, List<Plane> channels, int number, Map<String, String> groups) {
        int width = channels.get(0).width();
        int height = channels.get(0).height();
        int side = Math.min(width, height);
        float[][] planes = new float[channels.size()][];
        for (int c = 0; c < planes.length; c++) {
            float[] values = channels.get(c).toFloats();
            int top = (height - side) / 2;
            int left = (width - side) / 2;
            float[] square = new float[side * side];
            for (int y = 0; y < side; y++) {
                System.arraycopy(values, (top + y) * width + left, square, y * side, side);
            }
            planes[c] = square;
        }
        return new GreyCrop(known, side, planes, number, groups);
    }

    /** The cell on the scale of a network. */
    LabelledCrop scaled(int side, List<Double> dark, List<Double> bright) {
        float[][] views = new float[planes.length][];
        for (int c = 0; c < views.length; c++) {
            // The scaling returns the array itself where there is nothing to scale.
            float[] view = Scaling.scale(planes[c], sidePx, sidePx, side, side).clone();
            float from = dark.get(c).floatValue();
            float span = (float) (bright.get(c) - dark.get(c));
            for (int p = 0; p < view.length; p++) {
                view[p] = Math.max(Crop.LOWEST, Math.min(Crop.HIGHEST, (view[p] - from) / span));
            }
            views[c] = view;
        }
        return new LabelledCrop(known, new Crop(side, views, new float[0], new float[0]), number, groups);
    }

    /** A percentile of the pixels of a channel over many cells. */
    static double percentile(List<GreyCrop> crops, int channel, double share) {
        int pixels =
                crops.stream().mapToInt(crop -> crop.planes()[channel].length).sum();
        float[] all = new float[pixels];
        int at = 0;
        for (GreyCrop crop : crops) {
            System.arraycopy(crop.planes()[channel], 0, all, at, crop.planes()[channel].length);
            at += crop.planes()[channel].length;
        }
        Arrays.sort(all);
        return all[(int) (share * (all.length - 1))];
    }
}
