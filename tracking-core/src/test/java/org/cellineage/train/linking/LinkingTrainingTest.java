package org.cellineage.train.linking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.format.LocalStorage;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.learned.CellEncoder;
import org.cellineage.link.learned.LearnedScorer;
import org.cellineage.link.learned.LinkingModel;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.model.Network;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.BadInputException;
import org.cellineage.simulate.PlateSimulator;
import org.cellineage.track.FrameLinks;
import org.cellineage.track.LearnedLinker;
import org.cellineage.track.LinkDoubts;
import org.cellineage.train.TrainingListener;
import org.cellineage.train.TrainingPlan;
import org.cellineage.train.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.ConfigProto;

/** What is read, and that a short training on a simulated plate gives a bundle that links. */
class LinkingTrainingTest {

    private static final int STEPS = 120;

    @TempDir
    private Path temp;

    private String plate(String name, long seed, int frames) throws IOException {
        PlateSimulator plate = new PlateSimulator(TrueMovies.options(160, frames, 24), seed, 1, 1, false);
        plate.write(
                0,
                path -> {
                    Path file = temp.resolve(name).resolve(path);
                    Files.createDirectories(file.getParent());
                    return Files.newOutputStream(file);
                },
                () -> {});
        return temp.resolve(name).toString();
    }

    private static LinkingTraining.Source source(String input, double share) {
        return new LinkingTraining.Source(input, "", MoviePart.WHOLE, share);
    }

    private static LinkingTraining read(Set<String> without, LinkingTraining.Source... sources) throws IOException {
        return LinkingTraining.read(new LocalStorage(), List.of(sources), without);
    }

    @Test
    void moviesAreDescribed() throws IOException {
        List<String> lines = read(Set.of(), source(plate("a", 1, 3), 0.5), source(plate("b", 2, 2), 0))
                .describe();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("/a").containsPattern(": 3 frames with \\d+ cells, share 0.500");
        assertThat(lines.get(1)).contains("/b").containsPattern(": 2 frames with \\d+ cells, held out");
    }

    @Test
    void whatCannotBeLearnedFromIsRefused() throws IOException {
        String movie = plate("a", 1, 3);
        BadInputException none = catchThrowableOfType(BadInputException.class, () -> read(Set.of(), source(movie, 0)));
        assertThat(none.problem().cause()).contains("no movie to train on");
        BadInputException tooShort = catchThrowableOfType(
                BadInputException.class,
                () -> read(Set.of(), new LinkingTraining.Source(movie, "", MoviePart.parse("1-1"), 1)));
        assertThat(tooShort.problem().where()).isEqualTo(movie);
        assertThat(tooShort.problem().cause()).contains("fewer than two frames");
        BadConfigurationException branch =
                catchThrowableOfType(BadConfigurationException.class, () -> read(Set.of("colour"), source(movie, 1)));
        assertThat(branch.problem().cause()).contains("colour");
        assertThat(branch.problem().remedy()).contains("appearance, neighbourhood, morphology and motion");
    }

    /** Mean over the reports of a part of the training. */
    private static double loss(List<TrainingListener.Progress> heard, int from, int to) {
        return heard.subList(from, to).stream()
                .mapToDouble(TrainingListener.Progress::loss)
                .average()
                .orElseThrow();
    }

    @Test
    void aShortTrainingTeachesToLink() throws IOException {
        LinkingTraining training = read(Set.of(), source(plate("a", 1, 14), 1), source(plate("b", 2, 6), 0));
        TrainingPlan plan = new TrainingPlan(
                2 * STEPS, 2, 0.01, STEPS / 2, 100, Duration.ofDays(1000), 1, false, 1, Optional.empty());
        List<TrainingListener.Progress> heard = new ArrayList<>();
        TrainingResult result = training.train(plan, heard::add);
        assertThat(heard).hasSizeGreaterThanOrEqualTo(4);
        assertThat(loss(heard, heard.size() - 1, heard.size())).isLessThan(loss(heard, 0, 1) * 0.6);
        assertThat(result.score()).isGreaterThan(0.6);

        ModelFiles files = training.bundle("mine", "3", "train linking --data a", plan, result);
        assertThat(training.bundle("mine", "3", "train linking --data a", plan, result)
                        .hash())
                .isEqualTo(files.hash());
        String card = new String(files.file(ModelFiles.DESCRIPTION), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(card)
                .contains("train linking --data a", "confusion_different_same_mother", "reliability", "appearance")
                .doesNotContain(temp.toString());
        assertThat(training.confusion(1, result))
                .hasSizeGreaterThan(3)
                .first()
                .asString()
                .contains("/b");

        LinkingModel model = LinkingModel.of(ModelBundle.of(files));
        assertThat(model.name()).isEqualTo("mine 3");
        double[] found = linked(model, TrueMovies.simulated("c", 8, 3));
        // Of the true links, and of those that are made.
        assertThat(found[0]).isGreaterThan(0.9);
        assertThat(found[1]).isGreaterThan(0.9);
    }

    /** The shares of true links that are found, and of found ones that are true, frame by frame behind the truth. */
    private static double[] linked(LinkingModel model, LinkMovie movie) {
        ConfigProto session = ConfigProto.getDefaultInstance();
        double[] count = new double[3];
        try (Network cells = model.openCellEncoder(session);
                Network tracks = model.openTrackEncoder(session);
                Network score = model.openScore(session);
                Network divide = model.openDivide(session);
                EncodedScene encoded = new EncodedScene(model, 1, network -> network)) {
            LearnedLinker linker = new LearnedLinker(
                    LinkOptions.DEFAULTS, new LearnedScorer(tracks, score, divide, model.settings()), model.settings());
            CellEncoder encoder = new CellEncoder(cells);
            TrueMovies.play(movie, new int[] {0, 1, 2, 3, 4, 5, 6, 7}, (scene, frame, problem, truth) -> {
                LinkMovie.Frame of = scene.frame(frame);
                SegmentedFrame segmented =
                        new SegmentedFrame(frame, of.width(), of.height(), problem.cells(), encoder.encode(of.views()));
                LinkProblem coded = encoded.encoded(scene, frame, problem);
                assertThat(linker.cellFeatures(segmented)).hasSameSizeAs(problem.cells());
                boolean[] mayDivide = new boolean[truth.length];
                java.util.Arrays.fill(mayDivide, true);
                FrameLinks links = linker.link(segmented, coded, LinkDoubts.none(mayDivide));
                int[] tracksOfCells = scene.cells(frame).track();
                for (int c = 0; c < tracksOfCells.length; c++) {
                    int track = links.trackOfCell()[c];
                    for (int known : truth) {
                        count[0] += known == tracksOfCells[c] ? 1 : 0;
                    }
                    if (track != FrameLinks.NONE) {
                        count[1]++;
                        count[2] += truth[track] == tracksOfCells[c] ? 1 : 0;
                    }
                }
            });
        }
        return new double[] {count[2] / count[0], count[2] / count[1]};
    }
}
