package org.cellineage.train.segmentation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cellineage.format.Storage;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelDescription;
import org.cellineage.model.ModelFiles;
import org.cellineage.problem.BadInputException;
import org.cellineage.segment.network.SegmentationModel;
import org.cellineage.train.CorrectedMovie;
import org.cellineage.train.TrainingListener;
import org.cellineage.train.TrainingPlan;
import org.cellineage.train.TrainingResult;
import org.cellineage.train.TrainingRun;
import org.cellineage.train.Weights;

/** Trains a network that segments nuclei or whole cells on labelled images. */
public final class SegmentationTraining {

    private final List<TrainingSet> sets;
    private final CellKind kind;
    private final Optional<ModelFiles> from;

    /**
     * A source of labelled images.
     *
     * @param location a folder with {@code images/} and {@code labels/}, or a sequence folder of the Cell Tracking
     *     Challenge
     * @param share share of the crops, relative to the other sources
     */
    public record Source(String location, double share) {}

    /**
     * A corrected movie.
     *
     * @param share share of the crops, relative to the other sources; 0 to use it for validation only
     */
    public record Corrected(CorrectedMovie movie, double share) {}

    private SegmentationTraining(List<TrainingSet> sets, CellKind kind, Optional<ModelFiles> from) {
        this.sets = sets;
        this.kind = kind;
        this.from = from;
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
        return read(storage, sources, kind, heldOut, List.of(), Optional.empty());
    }

    /**
     * Reads the images, among them frames of corrected movies, and the bundle to start from.
     *
     * @param from a bundle that this class wrote; its settings and the network that finds the size are kept
     */
    public static SegmentationTraining read(
            Storage storage,
            List<Source> sources,
            CellKind kind,
            Set<String> heldOut,
            List<Corrected> corrected,
            Optional<ModelFiles> from)
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
        for (Corrected movie : corrected) {
            List<LabelledImage> frames = CorrectedFrames.of(movie.movie(), kind);
            if (!frames.isEmpty()) {
                boolean isLearned = movie.share() > 0;
                sets.add(new TrainingSet(
                        movie.movie().name(),
                        movie.share(),
                        isLearned ? frames : List.of(),
                        isLearned ? List.of() : frames));
            }
        }
        if (TrainingSet.withNuclei(TrainingSet.learned(sets)).isEmpty()) {
            throw nothing(sources, corrected);
        }
        return new SegmentationTraining(sets, kind, from);
    }

    /**
     * The same with drawn images of fluorescent cells beside the others: many stains, noises and densities, which no
     * laboratory has.
     *
     * @param share share of the crops, relative to the other sources
     * @throws IllegalArgumentException for cells in transmitted light, which are not drawn
     */
    public SegmentationTraining withDrawn(double share) {
        List<TrainingSet> all = new ArrayList<>(sets);
        all.add(DrawnSet.of(kind, share, DrawnSet.IMAGES));
        return new SegmentationTraining(all, kind, from);
    }

    private static BadInputException nothing(List<Source> sources, List<Corrected> corrected) {
        return corrected.isEmpty()
                ? new BadInputException(
                        sources.stream().map(Source::location).collect(Collectors.joining(", ")),
                        "There is no labelled nucleus to train on.",
                        "Give labelled images a share above 0, and do not hold out all of them.")
                : new BadInputException(
                        corrected.get(0).movie().name(),
                        "Nobody has corrected or confirmed an outline in the movies to train on.",
                        "Correct outlines there, or train linking, which learns from corrected links and divisions.");
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
        SegmentationTask task = new SegmentationTask(sets, kind, sampler, options.batch(), options.threads(), start());
        return new TrainingRun(task, options, listener).train();
    }

    private Optional<Weights> start() {
        return from.map(NucleusModel::weights);
    }

    /** AP at an IoU of 0.5 of the bundle that the training starts from; NaN if there is none, or nothing is held out. */
    public double scoreBefore(int threads) {
        return start().map(weights -> SegmentationTask.validate(sets, kind, threads, weights))
                .orElse(Double.NaN);
    }

    /**
     * The mean of a network and the one that its training started from. It forgets less of what that one knew than the
     * trained network does, and often serves either's images better (Wortsman et al. 2022).
     *
     * @param network trained by {@link #trainNetwork} from a bundle
     * @param shareKept of the weights that the training started from, from 0 to 1
     * @return the mean, with its own score on the held-out images
     * @throws IllegalStateException if the training started from no bundle
     */
    public TrainingResult blend(TrainingResult network, double shareKept, int threads) {
        Weights before = start().orElseThrow(() -> new IllegalStateException("training started from no bundle"));
        Weights mean = NucleusModel.folded(network.weights()).mean(before, shareKept);
        double score = SegmentationTask.validate(sets, kind, threads, mean);
        return new TrainingResult(mean, score, network.crops(), network.elapsed());
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
        Map<String, Object> card = card(command, seed, network);
        putSize(card, size);
        SortedMap<String, byte[]> files = NucleusModel.files(network.weights(), NucleusModel.sizeModel(size.weights()));
        return bundle(name, version, NucleusModel.settings(kind), files, card);
    }

    /**
     * Creates the model bundle of a network whose training started from a bundle; everything else is that bundle's.
     *
     * @param name of the model
     * @param command the training command, for the card
     * @param size the network that finds the size, if it was trained anew
     * @throws IllegalStateException if there is no such bundle
     */
    public ModelFiles tuned(
            String name,
            String version,
            String command,
            long seed,
            TrainingResult network,
            Optional<TrainingResult> size) {
        ModelFiles bundle = from.orElseThrow(() -> new IllegalStateException("training started from no bundle"));
        ModelDescription known = ModelBundle.of(bundle).description();
        Map<String, Object> card = card(command, seed, network);
        card.put("from", Map.of("model", known.name() + " " + known.version(), "hash", bundle.hash()));
        size.ifPresent(trained -> putSize(card, trained));
        byte[] sizeModel = size.map(trained -> NucleusModel.sizeModel(trained.weights()))
                .orElseGet(() -> bundle.file(NucleusModel.SIZE_FILE));
        SortedMap<String, byte[]> files = NucleusModel.files(network.weights(), sizeModel);
        return bundle(name, version, known.settings(), files, card);
    }

    private static ModelFiles bundle(
            String name, String version, JsonNode settings, SortedMap<String, byte[]> files, Map<String, Object> card) {
        SortedMap<String, String> sums = new TreeMap<>();
        files.forEach((path, content) -> sums.put(path, ModelFiles.sha256(content)));
        ModelDescription description = new ModelDescription(
                ModelDescription.FORMAT,
                SegmentationModel.TASK,
                name,
                version,
                NucleusModel.networks(),
                settings,
                sums,
                ModelDescription.node(card));
        files.put(ModelFiles.DESCRIPTION, description.toJson());
        return new ModelFiles(name, files);
    }

    private Map<String, Object> card(String command, long seed, TrainingResult network) {
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
            long decided = set.images().stream()
                    .mapToLong(image -> image.decided().size())
                    .sum();
            if (decided > 0) {
                entry.put("decided_by_people", decided);
            }
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
        card.put("command", command);
        card.put("seed", seed);
        card.put("crops", network.crops());
        card.put("training_minutes", network.elapsed().toMinutes());
        return card;
    }

    private static void putSize(Map<String, Object> card, TrainingResult size) {
        putFigure(card, "size_found_within_factor_1_3", size.score());
        card.put("size_crops", size.crops());
        card.put("size_training_minutes", size.elapsed().toMinutes());
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
