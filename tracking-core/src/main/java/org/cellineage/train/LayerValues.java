package org.cellineage.train;

/** The values of folded layers. */
@FunctionalInterface
interface LayerValues {

    /**
     * Returns the values of a filter or a bias, see {@link FoldedLayers#filterOf} and {@link FoldedLayers#biasOf}.
     *
     * @param count how many there are
     */
    float[] get(String name, int count);
}
