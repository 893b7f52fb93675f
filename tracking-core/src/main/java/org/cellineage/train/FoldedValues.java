package org.cellineage.train;

/** The values of folded layers from the weights of a network that was trained or tuned. */
final class FoldedValues implements LayerValues {

    private final Weights weights;

    FoldedValues(Weights weights) {
        this.weights = weights;
    }

    @Override
    public float[] get(String name, int count) {
        int dot = name.lastIndexOf('.');
        String layer = name.substring(0, dot);
        if (!weights.has(layer + ".scale")) {
            return weights.get(name);
        }
        float[] scale = weights.get(layer + ".scale");
        float[] variance = weights.get(layer + ".variance");
        float[] gain = new float[scale.length];
        for (int c = 0; c < gain.length; c++) {
            gain[c] = (float) (scale[c] / Math.sqrt(variance[c] + TrainedLayers.EPSILON));
        }
        return name.equals(FoldedLayers.biasOf(layer)) ? bias(layer, gain) : filter(name, gain);
    }

    private float[] filter(String name, float[] gain) {
        float[] filter = weights.get(name).clone();
        for (int i = 0; i < filter.length; i++) {
            filter[i] *= gain[i % gain.length];
        }
        return filter;
    }

    private float[] bias(String layer, float[] gain) {
        float[] offset = weights.get(layer + ".offset");
        float[] mean = weights.get(layer + ".mean");
        float[] bias = new float[gain.length];
        for (int c = 0; c < bias.length; c++) {
            bias[c] = offset[c] - gain[c] * mean[c];
        }
        return bias;
    }
}
