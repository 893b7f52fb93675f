package org.cellineage.train.classes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellineage.classify.ClassModel;
import org.cellineage.classify.ClassReading;
import org.cellineage.classify.CropFigures;
import org.cellineage.evaluate.ClassConfusion;
import org.cellineage.format.Storage;
import org.cellineage.format.classes.KnownClasses;
import org.cellineage.model.ModelDescription;
import org.cellineage.model.ModelFiles;
import org.cellineage.model.Network;
import org.cellineage.problem.BadInputException;
import org.cellineage.train.FrozenModel;
import org.cellineage.train.TrainingListener;
import org.cellineage.train.TrainingPlan;
import org.cellineage.train.TrainingResult;
import org.cellineage.train.TrainingRun;
import org.cellineage.train.Weights;
import org.cellineage.train.linking.LinkingTraining;
import org.cellineage.train.segmentation.NucleusTrunk;

/** Trains the network that tells classes of cells apart, or several of which it takes the mean. */
public final class ClassTraining {

    private static final String FILE = "class/saved_model.pb";
    private static final double DARK_SHARE = 0.01;
    private static final double BRIGHT_SHARE = 0.995;
    private static final int SIDE_STEP = 4;
    private static final long FIRST_SIMULATED = 50_000;

    private final ClassNetwork network;
    /** The cells of each member: those for the card are the same. */
    private final List<HeldOut.Parts> parts;

    private final Settings settings;

    /**
     * Cells of a class.
     *
     * @param name of the class; empty for a folder whose subfolders are classes
     * @param location of a stack or a folder with an image for each cell
     */
    public record Source(String name, String location) {}

    /**
     * How the network looks at cells, and what it starts from.
     *
     * @param channels channels of the crops that are looked at; empty for all
     * @param sidePx side of a view; 0 for that of the crops, as far as that is small
     * @param width channels of the first layer
     * @param heldOut which cells are not trained on
     * @param perClass most cells of a class to learn from, drawn with the seed; 0 for all
     * @param from segmentation bundle whose trunk the network starts from
     * @param tuned whether that trunk is trained, too
     * @param orientations in how many ways views are turned and mirrored when cells are classified
     * @param members number of networks whose mean tells the classes, each trained with a seed of its own and without other
     *     cells than the others
     */
    public record Settings(
            List<Integer> channels,
            int sidePx,
            int width,
            HeldOut heldOut,
            int perClass,
            Optional<ModelFiles> from,
            boolean tuned,
            int orientations,
            int members) {

        public Settings {
            channels = List.copyOf(channels);
            if (width < 4 || width % 2 != 0) {
                throw new IllegalArgumentException("width must be an even number of at least 4, but is " + width);
            }
            if (members < 1) {
                throw new IllegalArgumentException("members must be at least 1, but is " + members);
            }
            ClassReading.requireOrientations(orientations);
        }
    }

    private ClassTraining(ClassNetwork network, List<HeldOut.Parts> parts, Settings settings) {
        this.network = network;
        this.parts = List.copyOf(parts);
        this.settings = settings;
    }

    /**
     * Reads cells that were cut out already.
     *
     * @param seed decides which cells are drawn if there is a limit
     * @throws BadInputException if there are fewer than two classes, or a class has no cell to learn from
     */
    public static ClassTraining read(Storage storage, List<Source> sources, Settings settings, long seed)
            throws IOException {
        CropFiles files = new CropFiles(storage, settings.channels());
        List<Source> all = new ArrayList<>();
        for (Source source : sources) {
            if (source.name().isEmpty()) {
                files.subfolders(source.location()).forEach((name, folder) -> all.add(new Source(name, folder)));
            } else {
                all.add(source);
            }
        }
        List<String> classes = all.stream().map(Source::name).distinct().toList();
        List<GreyCrop> grey = new ArrayList<>();
        for (Source source : all) {
            grey.addAll(files.read(classes.indexOf(source.name()), source.location()));
        }
        GreyCrop first = grey.get(0);
        for (GreyCrop crop : grey) {
            if (crop.planes().length != first.planes().length) {
                throw new BadInputException(
                        "--data",
                        "Some crops have " + first.planes().length + " channels, others " + crop.planes().length + ".",
                        "Give crops with the same channels, or say with --channels which to look at.");
            }
        }
        int side = settings.sidePx() > 0 ? settings.sidePx() : side(first.sidePx(), settings);
        List<GreyCrop> seen = grey.stream()
                .filter(crop -> !settings.heldOut().isTest(crop.number(), crop.groups()))
                .toList();
        List<Double> dark = new ArrayList<>();
        List<Double> bright = new ArrayList<>();
        for (int c = 0; c < first.planes().length; c++) {
            double low = GreyCrop.percentile(seen, c, DARK_SHARE);
            dark.add(low);
            bright.add(Math.max(low + 1e-3, GreyCrop.percentile(seen, c, BRIGHT_SHARE)));
        }
        List<LabelledCrop> crops =
                grey.stream().map(crop -> crop.scaled(side, dark, bright)).toList();
        List<Integer> channels = new ArrayList<>(settings.channels());
        for (int c = 0; settings.channels().isEmpty() && c < first.planes().length; c++) {
            channels.add(c);
        }
        ClassReading reading = ClassReading.untrained(classes, channels, side, first.sidePx(), 0, false)
                .withLevels(dark, bright);
        return of(crops, reading, settings, seed);
    }

    /**
     * Reads cells in interphase, in mitosis and dead, and simulates others.
     *
     * @param movies with known lineages
     * @param simulated number of simulated movies
     */
    public static ClassTraining ofMitosis(
            Storage storage, List<LinkingTraining.Source> movies, int simulated, Settings settings, long seed)
            throws IOException {
        MitosisCells cells = new MitosisCells();
        for (LinkingTraining.Source movie : movies) {
            cells.add(storage, movie);
        }
        cells.simulate(simulated, FIRST_SIMULATED + seed);
        return of(cells.crops(), cells.staged(MitosisCells.reading()), settings, seed);
    }

    /**
     * Looks in movies at cells, or frames, whose classes a table says.
     *
     * @param movies with labels beside them, or elsewhere; those of frames need none
     * @param unit what the classes are of
     * @throws BadInputException if the table says nothing about them
     */
    public static ClassTraining ofTable(
            Storage storage,
            KnownClasses known,
            List<LinkingTraining.Source> movies,
            Unit unit,
            Settings settings,
            long seed)
            throws IOException {
        TableCrops crops = new TableCrops(storage, known, unit, settings);
        for (LinkingTraining.Source movie : movies) {
            crops.add(movie);
        }
        return of(crops.crops(), crops.reading(), settings, seed);
    }

    /** What a class is of. */
    public enum Unit {
        CELL,
        FRAME
    }

    private static int side(int ofCrop, Settings settings) {
        int step = settings.from().isPresent() ? NucleusTrunk.SIDE_MULTIPLE : SIDE_STEP;
        return Math.max(3 * step, Math.min(64, (ofCrop + step - 1) / step * step));
    }

    /** Prepares the training of a network on crops. */
    static ClassTraining of(List<LabelledCrop> crops, ClassReading unscaled, Settings settings, long seed) {
        List<HeldOut.Parts> parts = new ArrayList<>();
        for (int member = 0; member < settings.members(); member++) {
            HeldOut.Parts all = settings.heldOut().split(crops, member);
            List<LabelledCrop> learned =
                    settings.perClass() > 0 ? some(all.learned(), settings.perClass(), seed + member) : all.learned();
            requireAll(learned, unscaled.classes());
            parts.add(new HeldOut.Parts(learned, all.validation(), all.test()));
        }
        ClassReading reading = scaled(unscaled, parts.get(0).learned()).turned(settings.orientations());
        Optional<ClassNetwork.Trunk> trunk =
                settings.from().map(bundle -> new ClassNetwork.Trunk(NucleusTrunk.weights(bundle), !settings.tuned()));
        return new ClassTraining(new ClassNetwork(reading, settings.width(), trunk), parts, settings);
    }

    private static void requireAll(List<LabelledCrop> learned, List<String> classes) {
        for (int k = 0; k < classes.size(); k++) {
            int known = k;
            if (learned.stream().noneMatch(crop -> crop.known() == known)) {
                throw new BadInputException(
                        "--data",
                        "There is no cell of the class " + classes.get(k) + " to learn from.",
                        "Give more cells, or hold out others.");
            }
        }
    }

    private static List<LabelledCrop> some(List<LabelledCrop> crops, int perClass, long seed) {
        List<LabelledCrop> shuffled = new ArrayList<>(crops);
        Collections.shuffle(shuffled, new Random(seed));
        Map<Integer, Integer> taken = new TreeMap<>();
        List<LabelledCrop> some = new ArrayList<>();
        for (LabelledCrop crop : shuffled) {
            if (taken.merge(crop.known(), 1, Integer::sum) <= perClass) {
                some.add(crop);
            }
        }
        return some;
    }

    private static ClassReading scaled(ClassReading reading, List<LabelledCrop> learned) {
        int count = CropFigures.count(learned.get(0).crop());
        int classes = reading.classes().size();
        double[][] sum = new double[classes][count];
        double[][] squares = new double[classes][count];
        int[] cells = new int[classes];
        for (LabelledCrop crop : learned) {
            float[] figures = CropFigures.of(crop.crop());
            cells[crop.known()]++;
            for (int f = 0; f < count; f++) {
                sum[crop.known()][f] += figures[f];
                squares[crop.known()][f] += (double) figures[f] * figures[f];
            }
        }
        List<Double> means = new ArrayList<>();
        List<Double> spreads = new ArrayList<>();
        for (int f = 0; f < count; f++) {
            double mean = 0;
            double square = 0;
            // All classes count alike, as they are drawn.
            for (int k = 0; k < classes; k++) {
                mean += sum[k][f] / cells[k] / classes;
                square += squares[k][f] / cells[k] / classes;
            }
            means.add(mean);
            spreads.add(Math.max(1e-4, Math.sqrt(Math.max(0, square - mean * mean))));
        }
        return reading.scaled(means, spreads);
    }

    /** Describes what was read, one line per class. */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        counts().forEach((name, counts) -> lines.add("%s: %d cells to learn from, %d to validate on, %d for the card"
                .formatted(name, counts[0], counts[1], counts[2])));
        return lines;
    }

    private Map<String, int[]> counts() {
        Map<String, int[]> counts = new LinkedHashMap<>();
        HeldOut.Parts first = parts.get(0);
        List<List<LabelledCrop>> lists = List.of(first.learned(), first.validation(), first.test());
        for (String name : network.reading().classes()) {
            int known = network.reading().classes().indexOf(name);
            counts.put(
                    name,
                    lists.stream()
                            .mapToInt(list -> (int) list.stream()
                                    .filter(crop -> crop.known() == known)
                                    .count())
                            .toArray());
        }
        return counts;
    }

    /**
     * Trains the networks, one after the other.
     *
     * @param listener is told of each as if it were alone
     */
    public List<TrainingResult> train(TrainingPlan plan, TrainingListener listener) {
        List<TrainingResult> results = new ArrayList<>();
        for (int member = 0; member < parts.size(); member++) {
            TrainingPlan own = plan.ofMember(member, parts.size());
            HeldOut.Parts cells = parts.get(member);
            ClassTask task =
                    new ClassTask(network, cells.learned(), cells.validation(), own.seed(), own.batch(), own.threads());
            results.add(new TrainingRun(task, own, listener).train());
        }
        return results;
    }

    /**
     * A model and how well it does on the cells that had no part in its training.
     *
     * @param files of the bundle
     * @param confusion of the held-out cells
     */
    public record Trained(ModelFiles files, ClassConfusion confusion) {}

    /**
     * Creates the model bundle of the trained networks. The temperature of each is fitted to its validation cells, and the
     * card says what is recognised of the cells that had no part in any training.
     *
     * @param command the training command, for the card
     * @param results of {@link #train}
     */
    public Trained bundle(
            String name, String version, String command, TrainingPlan plan, List<TrainingResult> results) {
        List<ClassNetwork.Member> members = new ArrayList<>();
        for (int member = 0; member < results.size(); member++) {
            Weights weights = results.get(member).weights();
            try (Network open = network.open(weights, plan.threads())) {
                ClassScores validation = ClassScores.of(
                        open, network.reading(), parts.get(member).validation());
                members.add(new ClassNetwork.Member(weights, validation.temperature()));
            }
        }
        byte[] model = network.savedModel(members);
        // Of several, each has its own.
        ClassReading reading = network.reading()
                .calibrated(members.size() == 1 ? members.get(0).temperature() : 1);
        ClassScores scores;
        try (Network open = network.open(members, plan.threads())) {
            scores = ClassScores.of(open, reading, parts.get(0).test());
        }
        ModelDescription description = new ModelDescription(
                ModelDescription.FORMAT,
                ClassModel.TASK,
                name,
                version,
                new TreeMap<>(
                        Map.of(ClassModel.NETWORK, ModelDescription.Tensors.signature("class", FrozenModel.SIGNATURE))),
                ModelDescription.node(Map.of("class", reading)),
                new TreeMap<>(Map.of(FILE, ModelFiles.sha256(model))),
                ModelDescription.node(card(command, plan, results, scores, reading)));
        SortedMap<String, byte[]> files = new TreeMap<>(Map.of(FILE, model));
        files.put(ModelFiles.DESCRIPTION, description.toJson());
        return new Trained(new ModelFiles(name, files), scores.confusion());
    }

    private Map<String, Object> card(
            String command, TrainingPlan plan, List<TrainingResult> results, ClassScores scores, ClassReading reading) {
        List<Map<String, Object>> data = new ArrayList<>();
        counts().forEach((name, counts) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("class", name);
            entry.put("cells", counts[0]);
            entry.put("validation_cells", counts[1]);
            entry.put("held_out_cells", counts[2]);
            data.add(entry);
        });
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("data", data);
        card.put("held_out_by", settings.heldOut().toString());
        if (!parts.get(0).test().isEmpty()) {
            card.put("held_out", scores.confusion().figures());
            card.put("macro_recall", Math.round(1e4 * scores.macroRecall()) / 1e4);
            card.put("reliability", scores.reliability(reading.temperature()));
        }
        card.put("command", command);
        card.put("seed", plan.seed());
        card.put("members", results.size());
        card.put("crops", results.stream().mapToLong(TrainingResult::crops).sum());
        card.put("training_minutes", TrainingResult.together(results).toMinutes());
        return card;
    }
}
