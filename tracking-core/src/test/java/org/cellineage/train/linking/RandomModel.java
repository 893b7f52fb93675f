package org.cellineage.train.linking;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cellineage.link.TrackHistory;
import org.cellineage.link.learned.LinkInputs;
import org.cellineage.link.learned.LinkingModel;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelDescription;
import org.cellineage.model.ModelFiles;
import org.cellineage.train.TrainedLayers;
import org.cellineage.train.Weights;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;

/** Linking networks that nobody trained. */
final class RandomModel {

    private RandomModel() {}

    /** Weights as training starts with, shaken so that no bias is 0 and the statistics are unlike those of any batch. */
    static Weights weights(long seed) {
        Map<String, float[]> shaken = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(seed);
        first(seed).forEach((name, values) -> {
            float[] changed = values.clone();
            for (int i = 0; i < changed.length; i++) {
                changed[i] += name.endsWith(".variance")
                        ? (float) (2 * random.nextDouble() - 0.5)
                        : (float) (0.1 * random.nextGaussian());
            }
            shaken.put(name, changed);
        });
        return new Weights(shaken);
    }

    /** The same weights with some replaced. */
    static Weights with(Weights weights, Map<String, float[]> replaced) {
        Map<String, float[]> all = new LinkedHashMap<>();
        first(1).keySet().forEach(name -> all.put(name, replaced.getOrDefault(name, weights.get(name))));
        return new Weights(all);
    }

    private static Map<String, float[]> first(long seed) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            TrainedLayers layers = new TrainedLayers(graph, tf, seed);
            LinkingTask.build(tf, new LinkNetwork(tf, layers, Set.of(LinkNetwork.Branch.values())));
            Map<String, float[]> first = new LinkedHashMap<>();
            layers.stored().forEach(stored -> first.put(stored.name(), stored.first()));
            return first;
        }
    }

    /** The bundle of a network, not calibrated. */
    static LinkingModel bundle(Weights weights) {
        SortedMap<String, byte[]> files = LinkModel.files(weights, Set.of(LinkNetwork.Branch.values()));
        LinkingModel.Settings settings = new LinkingModel.Settings(
                LinkNetwork.CODE,
                LinkNetwork.TRACK,
                TrackHistory.LENGTH,
                LinkInputs.VERSION,
                3,
                6,
                5,
                2,
                1,
                1,
                0.5,
                0.5);
        ModelDescription description = new ModelDescription(
                ModelDescription.FORMAT,
                LinkingModel.TASK,
                "random",
                "1",
                LinkModel.networks(),
                ModelDescription.node(Map.of("linking", settings)),
                new TreeMap<>(),
                ModelDescription.node(Map.of("made of", List.of("chance"))));
        files.put(ModelFiles.DESCRIPTION, description.toJson());
        return LinkingModel.of(ModelBundle.of(new ModelFiles("random", files)));
    }
}
