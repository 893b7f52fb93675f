package org.cellineage.train.type;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellineage.format.Storage;
import org.cellineage.model.ModelDescription;
import org.cellineage.model.ModelFiles;
import org.cellineage.model.Network;
import org.cellineage.problem.BadInputException;
import org.cellineage.train.FrozenModel;
import org.cellineage.train.TrainingListener;
import org.cellineage.train.TrainingPlan;
import org.cellineage.train.TrainingResult;
import org.cellineage.train.TrainingRun;
import org.cellineage.type.ImageType;
import org.cellineage.type.TypeModel;
import org.cellineage.type.TypeWindows;

/** Trains the network that tells types of images apart. */
public final class TypeTraining {

    private static final String FILE = "type/saved_model.pb";
    private static final long FIRST_SEED = 1000;
    private static final long FIRST_HELD_OUT_SEED = 900_000;

    private final List<TypeImage> learned;

    /** Choose the weights and the temperature. */
    private final List<TypeImage> validation;

    /** Seen by nothing but the card. */
    private final List<TypeImage> test;

    /**
     * Images of one type.
     *
     * @param location a folder with TIFF files, or with a subfolder {@code images} of them
     * @param isHeldOut whether none of them is trained on
     */
    public record Source(ImageType type, String location, boolean isHeldOut) {}

    private TypeTraining(List<TypeImage> learned, List<TypeImage> validation, List<TypeImage> test) {
        this.learned = List.copyOf(learned);
        this.validation = List.copyOf(validation);
        this.test = List.copyOf(test);
    }

    /**
     * Reads the images and simulates others.
     *
     * <p>Every other held-out image of a set that is also trained on chooses the weights and the temperature; the rest,
     * and all sets that are held out as a whole, are for the figures of the card.
     *
     * @param heldOut images that are not trained on: {@code IMAGE} or {@code SET/IMAGE}, without the file extension
     * @param simulated number of simulated images of each type to train on; a fifth as many others are held out
     * @throws BadInputException if a folder contains no images
     */
    public static TypeTraining read(Storage storage, List<Source> sources, Set<String> heldOut, int simulated)
            throws IOException {
        List<TypeImage> learned = new ArrayList<>(SimulatedImages.draw(simulated, FIRST_SEED));
        Map<String, List<TypeImage>> kept = new TreeMap<>();
        List<TypeImage> test = new ArrayList<>();
        for (TypeImage image : SimulatedImages.draw(simulated / 5, FIRST_HELD_OUT_SEED)) {
            kept.computeIfAbsent(setOf(image), set -> new ArrayList<>()).add(image);
        }
        for (Source source : sources) {
            for (TypeImage image : TypeFolder.read(storage, source.type(), source.location())) {
                String stem = image.name().substring(image.name().lastIndexOf('/') + 1);
                if (image.levels().isEmpty()) {
                    continue;
                }
                if (source.isHeldOut()) {
                    test.add(image);
                } else if (heldOut.contains(image.name()) || heldOut.contains(stem)) {
                    kept.computeIfAbsent(setOf(image), set -> new ArrayList<>()).add(image);
                } else {
                    learned.add(image);
                }
            }
        }
        if (learned.stream().map(TypeImage::type).distinct().count() < ImageType.ALL.size()) {
            throw new BadInputException(
                    "--data",
                    "There are no images to train on of some of the types " + ImageType.ALL + ".",
                    "Give images of every type, or simulate some.");
        }
        List<TypeImage> validation = new ArrayList<>();
        for (List<TypeImage> ofSet : kept.values()) {
            for (int i = 0; i < ofSet.size(); i++) {
                (i % 2 == 0 ? validation : test).add(ofSet.get(i));
            }
        }
        return new TypeTraining(learned, validation, test);
    }

    /** Describes what was read, one line per set. */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        counts().forEach((set, counts) -> lines.add("%s: %d images to learn from, %d to validate on, %d for the card"
                .formatted(set, counts[0], counts[1], counts[2])));
        return lines;
    }

    private SortedMap<String, int[]> counts() {
        SortedMap<String, int[]> counts = new TreeMap<>();
        learned.forEach(image -> counts.computeIfAbsent(setOf(image), set -> new int[3])[0]++);
        validation.forEach(image -> counts.computeIfAbsent(setOf(image), set -> new int[3])[1]++);
        test.forEach(image -> counts.computeIfAbsent(setOf(image), set -> new int[3])[2]++);
        return counts;
    }

    private static String setOf(TypeImage image) {
        return image.type() + ": " + image.name().substring(0, image.name().lastIndexOf('/'));
    }

    /** Trains the network. */
    public TrainingResult train(TrainingPlan plan, TrainingListener listener) {
        return new TrainingRun(
                        new TypeTask(learned, validation, plan.seed(), plan.batch(), plan.threads()), plan, listener)
                .train();
    }

    /**
     * Creates the model bundle of a trained network. Its temperature is fitted to the validation images, and its card
     * lists what is recognised of those that had no part in the training.
     *
     * @param command the training command, for the card
     */
    public ModelFiles bundle(String name, String version, String command, TrainingPlan plan, TrainingResult result) {
        byte[] model = TypeNetwork.savedModel(result.weights());
        TypeScores scores;
        double temperature;
        try (Network network = TypeNetwork.open(result.weights(), plan.threads())) {
            temperature = TypeScores.of(network, validation).temperature();
            scores = TypeScores.of(network, test);
        }
        List<String> types = ImageType.ALL.stream().map(ImageType::toString).toList();
        ModelDescription description = new ModelDescription(
                ModelDescription.FORMAT,
                TypeModel.TASK,
                name,
                version,
                new TreeMap<>(
                        Map.of(TypeModel.NETWORK, ModelDescription.Tensors.signature("type", FrozenModel.SIGNATURE))),
                ModelDescription.node(Map.of("type", new TypeModel.Reading(types, TypeWindows.SIDE, temperature))),
                new TreeMap<>(Map.of(FILE, ModelFiles.sha256(model))),
                card(command, plan, result, scores, temperature));
        SortedMap<String, byte[]> files = new TreeMap<>(Map.of(FILE, model));
        files.put(ModelFiles.DESCRIPTION, description.toJson());
        return new ModelFiles(name, files);
    }

    private JsonNode card(
            String command, TrainingPlan plan, TrainingResult result, TypeScores scores, double temperature) {
        List<Map<String, Object>> sets = new ArrayList<>();
        Map<String, int[]> recognised = scores.bySet(temperature);
        counts().forEach((set, counts) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("set", set);
            entry.put("images", counts[0]);
            entry.put("validation_images", counts[1]);
            int[] seen = recognised.getOrDefault(set, new int[4]);
            if (seen[0] > 0) {
                entry.put("held_out_images", seen[0]);
                entry.put("images_recognised", seen[1]);
                entry.put("held_out_windows", seen[2]);
                entry.put("windows_recognised", seen[3]);
            }
            sets.add(entry);
        });
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("data", sets);
        card.put("held_out_windows_true_by_found", scores.windowCounts());
        card.put("mean_recall_of_windows", Math.round(1e4 * scores.meanRecall()) / 1e4);
        card.put("reliability", scores.reliability(temperature));
        card.put("command", command);
        card.put("seed", plan.seed());
        card.put("windows", result.crops());
        card.put("training_minutes", result.elapsed().toMinutes());
        return ModelDescription.node(card);
    }
}
