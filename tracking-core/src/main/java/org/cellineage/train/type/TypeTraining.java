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
    private final List<TypeImage> heldOut;

    /**
     * Images of one type.
     *
     * @param location a folder with TIFF files, or with a subfolder {@code images} of them
     * @param isHeldOut whether none of them is trained on
     */
    public record Source(ImageType type, String location, boolean isHeldOut) {}

    private TypeTraining(List<TypeImage> learned, List<TypeImage> heldOut) {
        this.learned = List.copyOf(learned);
        this.heldOut = List.copyOf(heldOut);
    }

    /**
     * Reads the images and simulates others.
     *
     * @param heldOut images used for validation only: {@code IMAGE} or {@code SET/IMAGE}, without the file extension
     * @param simulated number of simulated images of each type to train on; a fifth as many others are held out
     * @throws BadInputException if a folder contains no images
     */
    public static TypeTraining read(Storage storage, List<Source> sources, Set<String> heldOut, int simulated)
            throws IOException {
        List<TypeImage> learned = new ArrayList<>(SimulatedImages.draw(simulated, FIRST_SEED));
        List<TypeImage> kept = new ArrayList<>(SimulatedImages.draw(simulated / 5, FIRST_HELD_OUT_SEED));
        for (Source source : sources) {
            for (TypeImage image : TypeFolder.read(storage, source.type(), source.location())) {
                String stem = image.name().substring(image.name().lastIndexOf('/') + 1);
                boolean isKept = source.isHeldOut() || heldOut.contains(image.name()) || heldOut.contains(stem);
                if (!image.levels().isEmpty()) {
                    (isKept ? kept : learned).add(image);
                }
            }
        }
        if (learned.stream().map(TypeImage::type).distinct().count() < ImageType.ALL.size()) {
            throw new BadInputException(
                    "--data",
                    "There are no images to train on of some of the types " + ImageType.ALL + ".",
                    "Give images of every type, or simulate some.");
        }
        return new TypeTraining(learned, kept);
    }

    /** Describes what was read, one line per set. */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        counts().forEach((set, counts) ->
                lines.add("%s: %d images to learn from, %d held out".formatted(set, counts[0], counts[1])));
        return lines;
    }

    private SortedMap<String, int[]> counts() {
        SortedMap<String, int[]> counts = new TreeMap<>();
        learned.forEach(image -> counts.computeIfAbsent(setOf(image), set -> new int[2])[0]++);
        heldOut.forEach(image -> counts.computeIfAbsent(setOf(image), set -> new int[2])[1]++);
        return counts;
    }

    private static String setOf(TypeImage image) {
        return image.type() + ": " + image.name().substring(0, image.name().lastIndexOf('/'));
    }

    /** Trains the network. */
    public TrainingResult train(TrainingPlan plan, TrainingListener listener) {
        return new TrainingRun(
                        new TypeTask(learned, heldOut, plan.seed(), plan.batch(), plan.threads()), plan, listener)
                .train();
    }

    /**
     * Creates the model bundle of a trained network. Its temperature is fitted to the held-out images, and its card lists
     * what is recognised of them.
     *
     * @param command the training command, for the card
     */
    public ModelFiles bundle(String name, String version, String command, TrainingPlan plan, TrainingResult result) {
        byte[] model = TypeNetwork.savedModel(result.weights());
        TypeScores scores;
        try (Network network = TypeNetwork.open(result.weights(), plan.threads())) {
            scores = TypeScores.of(network, heldOut);
        }
        double temperature = scores.temperature();
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
