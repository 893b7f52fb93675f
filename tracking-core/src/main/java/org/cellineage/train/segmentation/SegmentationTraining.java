package org.cellineage.train.segmentation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cellineage.format.Storage;
import org.cellineage.model.ModelDescription;
import org.cellineage.model.ModelFiles;
import org.cellineage.problem.BadInputException;
import org.cellineage.segment.network.SegmentationModel;
import org.cellineage.train.TrainingListener;
import org.cellineage.train.TrainingPlan;
import org.cellineage.train.TrainingResult;
import org.cellineage.train.TrainingRun;

/** Trains a network that segments nuclei or whole cells on labelled images. */
public final class SegmentationTraining {

    private final List<TrainingSet> sets;
    private final CellKind kind;

    /**
     * A source of labelled images.
     *
     * @param location a folder with {@code images/} and {@code labels/}, or a sequence folder of the Cell Tracking
     *     Challenge
     * @param share share of the crops, relative to the other sources
     */
    public record Source(String location, double share) {}

    private SegmentationTraining(List<TrainingSet> sets, CellKind kind) {
        this.sets = sets;
        this.kind = kind;
    }

    /**
     * Reads the images.
     *
     * @param kind what the network is to segment
     * @param heldOut images used for validation only: {@code IMAGE} or {@code SET/IMAGE}, without the file extension
     * @throws BadInputException if an entry of {@code heldOut} matches no image, or there is nothing to train on
     */
    public static SegmentationTraining read(Storage storage, List<Source> sources, CellKind kind, Set<String> heldOut)
            throws IOException {
        List<TrainingSet> sets = new ArrayList<>();
        Set<String> unused = new java.util.TreeSet<>(heldOut);
        for (Source source : sources) {
            TrainingSet set = TrainingFolder.read(storage, source, kind, name -> {
                String image = name.substring(name.lastIndexOf('/') + 1);
                unused.remove(name);
                unused.remove(image);
                return heldOut.contains(name) || heldOut.contains(image);
            });
            if (set.images().isEmpty() && source.share() > 0) {
                throw new BadInputException(
                        source.location(),
                        "All its images are held out.",
                        "Hold out fewer, or give it a share of 0 to use it for validation only.");
            }
            sets.add(set);
        }
        if (!unused.isEmpty()) {
            throw new BadInputException(
                    unused.iterator().next(),
                    "No image of the given data has this name, which should be held out (" + unused.size()
                            + " such names).",
                    "Give names as IMAGE or SET/IMAGE, without the file extension, and give all of the data.");
        }
        if (TrainingSet.withNuclei(TrainingSet.learned(sets)).isEmpty()) {
            throw new BadInputException(
                    sources.stream().map(Source::location).collect(Collectors.joining(", ")),
                    "There is no labelled nucleus to train on.",
                    "Give labelled images a share above 0, and do not hold out all of them.");
        }
        return new SegmentationTraining(sets, kind);
    }

    /** Describes what was read, one line per set. */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        for (TrainingSet set : sets) {
            long nuclei = set.images().stream().mapToLong(LabelledImage::count).sum();
            lines.add("%s: %d images with %d nuclei to learn from, %d held out, share %s"
                    .formatted(
                            set.name(),
                            set.images().size(),
                            nuclei,
                            set.heldOut().size(),
                            set.share()));
        }
        return lines;
    }

    /**
     * Trains the segmentation network.
     *
     * @param hardExamples whether rare nuclei and debris are drawn more often, and pasted into other crops
     */
    public TrainingResult trainNetwork(TrainingPlan options, boolean hardExamples, TrainingListener listener) {
        CropSampler sampler = new CropSampler(TrainingSet.learned(sets), kind, options.seed(), hardExamples);
        SegmentationTask task = new SegmentationTask(sets, kind, sampler, options.batch(), options.threads());
        return new TrainingRun(task, options, listener).train();
    }

    /** Trains the network that estimates the nucleus diameter. */
    public TrainingResult trainSize(TrainingPlan options, TrainingListener listener) {
        SizeTask task = new SizeTask(sets, kind, options.seed(), options.batch(), options.threads());
        return new TrainingRun(task, options, listener).train();
    }

    /**
     * Creates the model bundle of two trained networks. Its card lists the training data and the scores on held-out
     * images.
     *
     * @param name of the model
     * @param command the training command, for the card
     */
    public ModelFiles bundle(
            String name, String version, String command, long seed, TrainingResult network, TrainingResult size) {
        SortedMap<String, byte[]> files = NucleusModel.files(network.weights(), size.weights());
        SortedMap<String, String> sums = new TreeMap<>();
        files.forEach((path, content) -> sums.put(path, ModelFiles.sha256(content)));
        ModelDescription description = new ModelDescription(
                ModelDescription.FORMAT,
                SegmentationModel.TASK,
                name,
                version,
                NucleusModel.networks(),
                NucleusModel.settings(kind),
                sums,
                card(command, seed, network, size));
        files.put(ModelFiles.DESCRIPTION, description.toJson());
        return new ModelFiles(name, files);
    }

    private JsonNode card(String command, long seed, TrainingResult network, TrainingResult size) {
        List<Map<String, Object>> data = new ArrayList<>();
        for (TrainingSet set : sets) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("set", set.name());
            entry.put("share", set.share());
            entry.put("images", set.images().size());
            entry.put(
                    "nuclei",
                    set.images().stream().mapToLong(LabelledImage::count).sum());
            entry.put("held_out_images", set.heldOut().size());
            data.add(entry);
        }
        List<Map<String, Object>> heldOut = new ArrayList<>();
        for (SegmentationTask.SetScore score :
                SegmentationTask.scores(sets, kind, processors(), network.weights(), kind.head())) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("set", score.set());
            putFigure(entry, "ap_50", score.score().at(0.5).ap());
            putFigure(entry, "f1_50", score.score().at(0.5).f1());
            putFigure(entry, "mean_ap", score.score().meanAp());
            putFigure(entry, "seg", score.score().seg());
            entry.put("merges", score.score().merges());
            entry.put("splits", score.score().splits());
            entry.put("nuclei", score.score().truthCells());
            heldOut.add(entry);
        }
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("data", data);
        card.put("held_out_at_true_diameter", heldOut);
        putFigure(card, "size_found_within_factor_1_3", size.score());
        card.put("command", command);
        card.put("seed", seed);
        card.put("crops", network.crops());
        card.put("training_minutes", network.elapsed().toMinutes());
        card.put("size_crops", size.crops());
        card.put("size_training_minutes", size.elapsed().toMinutes());
        return ModelDescription.node(card);
    }

    /** Omits the figure if nothing was scored. */
    private static void putFigure(Map<String, Object> card, String key, double value) {
        if (!Double.isNaN(value)) {
            card.put(key, Math.round(value * 1e4) / 1e4);
        }
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }
}
