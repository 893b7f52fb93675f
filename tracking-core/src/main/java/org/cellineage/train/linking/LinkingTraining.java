package org.cellineage.train.linking;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellineage.format.Storage;
import org.cellineage.link.CandidateFinder;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.LookAhead;
import org.cellineage.link.TrackHistory;
import org.cellineage.link.learned.LinkInputs;
import org.cellineage.link.learned.LinkingModel;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelDescription;
import org.cellineage.model.ModelFiles;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.BadInputException;
import org.cellineage.train.CorrectedMovie;
import org.cellineage.train.TrainingListener;
import org.cellineage.train.TrainingPlan;
import org.cellineage.train.TrainingResult;
import org.cellineage.train.TrainingRun;
import org.cellineage.train.Weights;

/** Trains a linking network on movies with known lineages. */
public final class LinkingTraining {

    /** Gate of a track in spacings; stored in the model. */
    private static final double GATE_SPACINGS = 3;

    private static final int MAX_CANDIDATES = 6;
    /** Dividing cells are those that segmentation loses most often: out of focus, condensed, or too dim. */
    private static final int MOTHER_MAX_MISSED_FRAMES = 5;

    private static final double SAME_THRESHOLD = 0.02;
    private static final double DIVISION_THRESHOLD = 0.01;

    /** Names of the pair classes in the table of held-out movies. */
    private static final List<String> CLASSES = List.of("different", "same", "parent-child");

    private final List<SceneSampler.Shared> learned = new ArrayList<>();
    private final List<LinkMovie> heldOut = new ArrayList<>();
    private final Set<LinkNetwork.Branch> branches;
    private final Optional<Start> from;

    /**
     * Movies with known lineages.
     *
     * @param input movies in any layout; for a Cell Tracking Challenge dataset, one sequence folder
     * @param segmented label images of the same movies to take the cells from; empty to use those of the ground truth
     * @param part the part of the movies to read
     * @param share share of the scenes, relative to the other sources; 0 to use these movies for validation only
     */
    public record Source(String input, String segmented, MoviePart part, double share) {}

    /**
     * A corrected movie.
     *
     * @param share share of the scenes, relative to the other sources; 0 to use it for validation only
     */
    public record Corrected(CorrectedMovie movie, double share) {}

    /**
     * The bundle that a training starts from.
     *
     * @param model its description and settings
     */
    private record Start(LinkingModel model, Weights weights) {}

    private LinkingTraining(Set<LinkNetwork.Branch> branches, Optional<Start> from) {
        this.branches = branches;
        this.from = from;
    }

    /**
     * Reads the movies.
     *
     * @param without branches of the network to leave out: appearance, neighbourhood, morphology, motion
     */
    public static LinkingTraining read(Storage storage, List<Source> sources, Set<String> without) throws IOException {
        return read(storage, sources, List.of(), without, Optional.empty());
    }

    /**
     * Reads the movies, among them corrected ones, and the bundle to start from.
     *
     * @param from a bundle that this class wrote; its settings and the version of its features are kept
     * @throws org.cellineage.problem.BadConfigurationException if the bundle has another network
     */
    public static LinkingTraining read(
            Storage storage,
            List<Source> sources,
            List<Corrected> corrected,
            Set<String> without,
            Optional<ModelFiles> from)
            throws IOException {
        Set<LinkNetwork.Branch> branches = EnumSet.allOf(LinkNetwork.Branch.class);
        for (String name : without) {
            branches.remove(branch(name));
        }
        Optional<Start> start = from.map(files -> {
            LinkingModel model = LinkingModel.of(ModelBundle.of(files));
            return new Start(model, LinkModel.weights(files, branches));
        });
        LinkingTraining training = new LinkingTraining(branches, start);
        for (Source source : sources) {
            training.add(source, storage);
        }
        for (Corrected movie : corrected) {
            training.add(movie);
        }
        if (training.learned.isEmpty()) {
            throw new BadInputException(
                    "--data",
                    corrected.isEmpty()
                            ? "There is no movie to train on."
                            : "In the movies to train on, nobody has corrected or confirmed a link or a division.",
                    "Give at least one movie a share above 0.");
        }
        return training;
    }

    private void add(Source source, Storage storage) throws IOException {
        List<LinkMovie> read =
                new LinkMovies(storage).read(new LinkMovies.Source(source.input(), source.segmented(), source.part()));
        for (LinkMovie movie : read) {
            if (movie.frames().size() < 2) {
                throw new BadInputException(
                        source.input(),
                        "Movie " + movie.name() + " has fewer than two frames with cells.",
                        "Give movies with at least two frames, or a wider range of frames.");
            }
            if (source.share() > 0) {
                learned.add(new SceneSampler.Shared(movie, source.share() / read.size()));
            } else {
                heldOut.add(movie);
            }
        }
    }

    /** Each part of a corrected movie gets a share by the number of decisions in it. */
    private void add(Corrected corrected) throws IOException {
        boolean isLearned = corrected.share() > 0;
        List<LinkMovie> parts = CorrectedParts.of(
                corrected.movie(), isLearned ? LinkMovie.Emphasis.LEARNED : LinkMovie.Emphasis.HELD_OUT);
        double all = parts.stream().mapToLong(LinkMovie::decisions).sum();
        for (LinkMovie part : parts) {
            if (isLearned) {
                learned.add(new SceneSampler.Shared(part, corrected.share() * part.decisions() / all));
            } else {
                heldOut.add(part);
            }
        }
    }

    private static LinkNetwork.Branch branch(String name) {
        for (LinkNetwork.Branch branch : LinkNetwork.Branch.values()) {
            if (branch.name().equalsIgnoreCase(name)) {
                return branch;
            }
        }
        throw new BadConfigurationException(
                "--without",
                "The network has no branch " + name + ".",
                "Its branches are appearance, neighbourhood, morphology and motion.");
    }

    /** Describes each movie in one line, for the log. */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        for (SceneSampler.Shared shared : learned) {
            lines.add(line(shared.movie(), String.format(Locale.ROOT, "share %.3f", shared.share())));
        }
        heldOut.forEach(movie -> lines.add(line(movie, "held out")));
        return lines;
    }

    private static String line(LinkMovie movie, String what) {
        return movie.name() + ": " + movie.frames().size() + " frames with " + movie.cells() + " cells, "
                + (movie.isCorrected() ? movie.decisions() + " decided by people, " : "") + what;
    }

    /** The validation score of the bundle that the training starts from; NaN if there is none, or nothing is held out. */
    public double scoreBefore(int threads) {
        return from.isPresent() ? validation(threads).score(from.get().weights()) : Double.NaN;
    }

    /** Trains the network; where the plan says crops, scenes are counted. */
    public TrainingResult train(TrainingPlan plan, TrainingListener listener) {
        SceneSampler sampler = new SceneSampler(learned, finder(), MOTHER_MAX_MISSED_FRAMES, plan.seed());
        LinkingTask task =
                new LinkingTask(sampler, validation(plan.threads()), branches, plan.batch(), from.map(Start::weights));
        return new TrainingRun(task, plan, listener).train();
    }

    private static CandidateFinder finder() {
        return new CandidateFinder(LinkOptions.DEFAULTS.withGate(GATE_SPACINGS, MAX_CANDIDATES));
    }

    private LinkValidation validation(int threads) {
        return new LinkValidation(heldOut, finder(), MOTHER_MAX_MISSED_FRAMES, branches, threads);
    }

    /**
     * Creates the model bundle of a trained network, calibrated on the held-out movies, with a card.
     *
     * @param name of the model
     * @param command the training command, for the card
     */
    public ModelFiles bundle(String name, String version, String command, TrainingPlan plan, TrainingResult result) {
        LinkValidation validation = validation(plan.threads());
        LinkValidation.Calibration calibration = validation.calibrate(result.weights());
        SortedMap<String, byte[]> files = LinkModel.files(result.weights(), branches);
        SortedMap<String, String> sums = new TreeMap<>();
        files.forEach((path, content) -> sums.put(path, ModelFiles.sha256(content)));
        LinkingModel.Settings settings = from.map(
                        start -> settings(start.model().settings(), calibration))
                .orElseGet(() -> settings(calibration));
        ModelDescription description = new ModelDescription(
                ModelDescription.FORMAT,
                LinkingModel.TASK,
                name,
                version,
                LinkModel.networks(),
                ModelDescription.node(Map.of("linking", settings)),
                sums,
                card(validation, calibration).describe(command, plan, result));
        files.put(ModelFiles.DESCRIPTION, description.toJson());
        return new ModelFiles(name, files);
    }

    private static LinkingModel.Settings settings(LinkValidation.Calibration calibration) {
        return new LinkingModel.Settings(
                LinkNetwork.CODE,
                LinkNetwork.TRACK,
                TrackHistory.LENGTH,
                LinkInputs.VERSION,
                GATE_SPACINGS,
                MAX_CANDIDATES,
                MOTHER_MAX_MISSED_FRAMES,
                LookAhead.MOST_FRAMES,
                calibration.pairTemperature(),
                calibration.divisionTemperature(),
                SAME_THRESHOLD,
                DIVISION_THRESHOLD);
    }

    /**
     * The settings of a bundle, calibrated again if whole movies with known lineages are held out. What people decided
     * is mostly what the model got wrong, and would make it look less sure than it may be.
     */
    private LinkingModel.Settings settings(LinkingModel.Settings of, LinkValidation.Calibration calibration) {
        boolean calibrated = !heldOut.isEmpty() && heldOut.stream().noneMatch(LinkMovie::isCorrected);
        return calibrated ? of.withTemperatures(calibration.pairTemperature(), calibration.divisionTemperature()) : of;
    }

    private LinkingCard card(LinkValidation validation, LinkValidation.Calibration calibration) {
        Map<String, Object> origin = new LinkedHashMap<>();
        from.ifPresent(start -> {
            origin.put("model", start.model().name());
            origin.put("hash", start.model().hash());
        });
        return new LinkingCard(learned, branches, validation, calibration, origin);
    }

    /** Confusion table of each held-out movie, as lines of text. */
    public List<String> confusion(int threads, TrainingResult result) {
        List<String> lines = new ArrayList<>();
        for (LinkValidation.Classified classified : validation(threads).classify(result.weights())) {
            lines.add(classified.movie());
            lines.add(String.format(
                    Locale.ROOT, "  %-16s%12s%12s%14s%10s", "truth", "different", "same", "parent-child", "right"));
            for (int kind = 0; kind < CLASSES.size(); kind++) {
                long[] row = classified.confusion()[kind];
                double recall = classified.recall(kind);
                lines.add(String.format(
                        Locale.ROOT,
                        "  %-16s%,12d%,12d%,14d%10s",
                        CLASSES.get(kind),
                        row[0],
                        row[1],
                        row[2],
                        Double.isNaN(recall) ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * recall)));
            }
        }
        return lines;
    }
}
