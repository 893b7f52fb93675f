package org.cellineage.train.image;

import java.util.List;
import org.cellineage.model.Network;
import org.cellineage.predict.PredictionModel;
import org.cellineage.segment.network.MapNetwork;
import org.cellineage.segment.postprocess.FrameMaps;

/**
 * How well a channel is predicted.
 *
 * @param frames number of frames
 * @param objects number of objects in the true channel
 * @param pixelCorrelation of predicted and true intensity, over all pixels; NaN without frames
 * @param totalCorrelation of the predicted and true intensity above the background, summed over each object; NaN for fewer
 *     than three objects
 * @param totalRatio predicted by true total of all objects together
 * @param foregroundIou overlap of the predicted foreground and the true objects
 */
record ImageScores(
        int frames,
        int objects,
        double pixelCorrelation,
        double totalCorrelation,
        double totalRatio,
        double foregroundIou) {

    private static final int MAX_PIXELS = 2_600_000;

    /** For the choice of weights; higher is better. */
    double score() {
        return Double.isNaN(totalCorrelation) ? pixelCorrelation : (pixelCorrelation + totalCorrelation) / 2;
    }

    /** Sums of pairs of values. */
    private static final class Sums {
        private long n;
        private double x;
        private double y;
        private double xx;
        private double yy;
        private double xy;

        void add(double one, double other) {
            n++;
            x += one;
            y += other;
            xx += one * one;
            yy += other * other;
            xy += one * other;
        }

        /** Pearson's correlation. */
        double correlation() {
            double sx = xx / n - x / n * (x / n);
            double sy = yy / n - y / n * (y / n);
            return (xy / n - x / n * (y / n)) / Math.sqrt(sx * sy);
        }
    }

    /** Predicts frames and compares them with the truth. */
    static ImageScores of(Network network, List<PairFrame> frames) {
        MapNetwork maps = new MapNetwork(network, "the network", ImageNetwork.READS, ImageNetwork.MAPS, MAX_PIXELS);
        Sums pixels = new Sums();
        Sums totals = new Sums();
        long both = 0;
        long either = 0;
        for (PairFrame frame : frames) {
            FrameMaps said = maps.run(frame.brightness(), frame.width(), frame.height(), 1);
            float[] intensity = said.map(PredictionModel.INTENSITY);
            float[] foreground = said.map(PredictionModel.FOREGROUND);
            int most = 0;
            for (int object : frame.objects()) {
                most = Math.max(most, object);
            }
            double[] predicted = new double[most + 1];
            double[] truth = new double[most + 1];
            for (int p = 0; p < intensity.length; p++) {
                pixels.add(intensity[p], frame.intensity()[p]);
                int object = frame.objects()[p];
                predicted[object] += intensity[p];
                truth[object] += frame.intensity()[p];
                boolean isSaid = foreground[p] >= 0.5;
                both += isSaid && object != 0 ? 1 : 0;
                either += isSaid || object != 0 ? 1 : 0;
            }
            for (int object = 1; object <= most; object++) {
                totals.add(predicted[object], truth[object]);
            }
        }
        return new ImageScores(
                frames.size(),
                (int) totals.n,
                pixels.correlation(),
                totals.n < 3 ? Double.NaN : totals.correlation(),
                totals.x / totals.y,
                (double) both / either);
    }
}
