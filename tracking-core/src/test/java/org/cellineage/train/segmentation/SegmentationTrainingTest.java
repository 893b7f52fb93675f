package org.cellineage.train.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cellineage.format.LocalStorage;
import org.cellineage.model.ModelFiles;
import org.cellineage.problem.BadInputException;
import org.cellineage.train.TrainingListener;
import org.cellineage.train.TrainingPlan;
import org.cellineage.train.TrainingResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is learned from and what is held out, and that short trainings on drawn discs learn to find them. */
class SegmentationTrainingTest {

    private static final int STEPS = 160;
    private static final long SEED = 3;
    private static final int SIZE_STEPS = 100;

    @TempDir
    private Path temp;

    private final List<TrainingListener.Progress> heard = new ArrayList<>();

    @BeforeEach
    void draw() {
        new LabelledFolder(temp.resolve("discs"))
                .drawn("a", 200, 14, 12, 1)
                .drawn("b", 200, 14, 11, 2)
                .drawn("c", 200, 14, 13, 3);
        new LabelledFolder(temp.resolve("blank")).drawn("d", 64, 0, 12, 4).drawn("e", 64, 0, 12, 5);
    }

    private SegmentationTraining.Source source(String name, double share) {
        return new SegmentationTraining.Source(temp.resolve(name).toString(), share);
    }

    private static SegmentationTraining read(Set<String> heldOut, SegmentationTraining.Source... sources)
            throws IOException {
        return SegmentationTraining.read(new LocalStorage(), List.of(sources), CellKind.NUCLEUS, heldOut);
    }

    private static BadInputException refused(Set<String> heldOut, SegmentationTraining.Source... sources) {
        Throwable thrown = catchThrowable(() -> read(heldOut, sources));
        assertThat(thrown).isInstanceOf(BadInputException.class);
        return (BadInputException) thrown;
    }

    @Test
    void imagesAreHeldOutByTheirNameAloneOrWithTheSets() throws IOException {
        assertThat(read(Set.of("b", "blank/e"), source("discs", 0.75), source("blank", 1))
                        .describe())
                .containsExactly(
                        "discs: 2 images with 28 nuclei to learn from, 1 held out, share 0.75",
                        "blank: 1 images with 0 nuclei to learn from, 1 held out, share 1.0");
        assertThat(read(Set.of(), source("discs", 2)).describe())
                .containsExactly("discs: 3 images with 42 nuclei to learn from, 0 held out, share 2.0");
    }

    @Test
    void namesThatFitNoImageAreRefused() {
        BadInputException refused = refused(Set.of("a", "zebra", "blank/a", "b.tif"), source("discs", 1));
        // The first, and how many.
        assertThat(refused.problem().where()).isEqualTo("b.tif");
        assertThat(refused.problem().cause()).contains("3 such names");
        assertThat(refused.problem().remedy()).contains("without the file extension");
    }

    @Test
    void aSetOfWhichAllIsHeldOutNeedsAShareOfZero() throws IOException {
        BadInputException refused = refused(Set.of("d", "e"), source("discs", 1), source("blank", 0.1));
        assertThat(refused.problem().where()).endsWith("blank");
        assertThat(refused.problem().cause()).contains("All its images are held out");
        assertThat(refused.problem().remedy()).contains("share of 0");
        assertThat(read(Set.of("d", "e"), source("discs", 1), source("blank", 0))
                        .describe())
                .last()
                .isEqualTo("blank: 0 images with 0 nuclei to learn from, 2 held out, share 0.0");
    }

    @Test
    void whereThereIsNoNucleusToLearnFromNothingIsTrained() {
        for (BadInputException refused : List.of(
                refused(Set.of(), source("blank", 1)),
                refused(Set.of(), source("discs", 0)),
                refused(Set.of("a", "b"), source("discs", 0), source("blank", 1)))) {
            assertThat(refused.problem().where()).startsWith(temp.toString());
            assertThat(refused.problem().cause()).contains("no labelled nucleus");
        }
    }

    /** Of a set with a share of 0, images are validated on. */
    @Test
    void aSetThatIsOnlyValidatedOnIsValidatedOn() throws IOException {
        TrainingPlan options = new TrainingPlan(2, 2, 0.01, 2, 1, Duration.ofDays(1), 1, false, 1, Optional.empty());
        new LabelledFolder(temp.resolve("more")).drawn("f", 100, 6, 10, 7);
        TrainingResult size =
                read(Set.of("discs/a"), source("discs", 0), source("more", 1)).trainSize(options, heard::add);
        assertThat(size.score()).isBetween(0.0, 1.0);
        assertThat(size.crops()).isEqualTo(2);
    }

    /** Mean over the reports of a part of the training. */
    private double loss(double from, double to) {
        return heard.stream()
                .filter(p -> p.crops() > from * p.ofCrops() && p.crops() <= to * p.ofCrops())
                .mapToDouble(TrainingListener.Progress::loss)
                .average()
                .orElseThrow();
    }

    @Test
    void aFewStepsOnDiscsTeachToFindThem() throws IOException {
        TrainingPlan options = new TrainingPlan(
                STEPS * 2, 2, 0.015, STEPS / 4 * 2, 100, Duration.ofDays(1000), SEED, false, 1, Optional.empty());
        TrainingResult result = read(Set.of("c"), source("discs", 1)).trainNetwork(options, true, heard::add);
        assertThat(loss(0.75, 1)).isLessThan(loss(0, 0.25) / 2);

        TrainingSet set = TrainingFolder.read(
                new LocalStorage(),
                new SegmentationTraining.Source(temp.resolve("discs").toString(), 1),
                CellKind.NUCLEUS,
                "discs/c"::equals);
        List<SegmentationTask.SetScore> scores = SegmentationTask.scores(
                List.of(set), CellKind.NUCLEUS, 1, result.weights(), SegmentationTask.WHILE_LEARNING);
        assertThat(scores).hasSize(1);
        assertThat(scores.get(0).set()).isEqualTo("discs");
        assertThat(scores.get(0).score().at(0.5).f1()).isGreaterThan(0.85);
        assertThat(scores.get(0).score().at(0.5).ap()).isEqualTo(result.score());
    }

    /** With all of the old weights kept, it is the old network, and between both it is neither. */
    @Test
    void aBlendLiesBetweenTheNetworkAndTheOneItStartedFrom() throws IOException {
        ModelFiles bundled = ModelFiles.bundled("nuclear");
        SegmentationTraining training = SegmentationTraining.read(
                new LocalStorage(),
                List.of(source("discs", 1)),
                CellKind.NUCLEUS,
                Set.of("c"),
                List.of(),
                Optional.of(bundled));
        TrainingPlan options =
                new TrainingPlan(4, 2, 0.01, 4, 100, Duration.ofDays(1000), SEED, false, 1, Optional.empty());
        TrainingResult result = training.trainNetwork(options, false, heard::add);

        byte[] before = NucleusModel.segmentModel(NucleusModel.weights(bundled));
        byte[] after = NucleusModel.segmentModel(result.weights());
        assertThat(after).isNotEqualTo(before);
        assertThat(NucleusModel.segmentModel(training.blend(result, 1, 1).weights()))
                .isEqualTo(before);
        assertThat(NucleusModel.segmentModel(training.blend(result, 0, 1).weights()))
                .isEqualTo(after);
        assertThat(NucleusModel.segmentModel(training.blend(result, 0.5, 1).weights()))
                .isNotIn(before, after);
        assertThat(training.blend(result, 1, 1).score()).isEqualTo(training.scoreBefore(1));
    }

    @Test
    void drawnCellsAreOfTheKindThatIsSegmented() {
        TrainingSet nuclei = DrawnSet.of(CellKind.NUCLEUS, 0.2, 4);
        assertThat(nuclei.images()).hasSize(4).allMatch(image -> image.count() > 0);
        assertThat(nuclei.heldOut()).isEmpty();
        assertThat(DrawnSet.of(CellKind.CYTOPLASM, 0.2, 2).images()).hasSize(2);
        assertThatIllegalArgumentException().isThrownBy(() -> DrawnSet.of(CellKind.PHASE, 0.2, 2));
    }

    /** Of images with discs of 18 to 48 pixels, of which an answer of always the same size would be right for two. */
    @Test
    void aFewStepsOnDiscsTeachTheirSize() throws IOException {
        new LabelledFolder(temp.resolve("sizes"))
                .drawn("s9", 200, 12, 9, 11)
                .drawn("s12", 200, 12, 12, 12)
                .drawn("s18", 200, 10, 18, 13)
                .drawn("s24", 200, 8, 24, 14);
        TrainingPlan options = new TrainingPlan(
                SIZE_STEPS * 8, 8, 0.03, 10 * 8, 100, Duration.ofDays(1000), SEED, false, 1, Optional.empty());
        TrainingResult result = read(Set.of("s9", "s12", "s18", "s24"), source("discs", 1), source("sizes", 0))
                .trainSize(options, heard::add);
        assertThat(loss(0.75, 1)).isLessThan(loss(0, 0.25) * 0.85);
        assertThat(result.score()).isGreaterThan(0.7);
    }
}
