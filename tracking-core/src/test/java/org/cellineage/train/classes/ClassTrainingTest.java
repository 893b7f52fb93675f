package org.cellineage.train.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.classify.CellClassifier;
import org.cellineage.classify.ClassModel;
import org.cellineage.classify.ClassReading;
import org.cellineage.classify.ClassStages;
import org.cellineage.format.Calibration;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.classes.KnownClasses;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.model.Network;
import org.cellineage.problem.BadInputException;
import org.cellineage.simulate.PlateSimulator;
import org.cellineage.simulate.SimulationOptions;
import org.cellineage.train.TrainingPlan;
import org.cellineage.train.TrainingResult;
import org.cellineage.train.linking.LinkingTraining;
import org.cellineage.train.linking.MoviePart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.ConfigProto;

class ClassTrainingTest {

    private static final int SIDE = 20;
    private static final HeldOut THIRD = new HeldOut(3, "", Set.of(), 5);

    @TempDir
    private Path temp;

    /** A stack of discs or bars, in two channels of which the first shows nothing. */
    private Path stack(String name, boolean bars, int cells) throws IOException {
        Path file = temp.resolve(name);
        SplittableRandom random = new SplittableRandom(bars ? 1 : 2);
        long page = 2L * SIDE * SIDE;
        try (TiffWriter writer = TiffWriter.imageJ(
                Files.newOutputStream(file), 2, cells, page, TiffWriter.Compression.DEFLATE, Calibration.UNKNOWN)) {
            for (int i = 0; i < cells; i++) {
                short[] empty = new short[SIDE * SIDE];
                short[] shown = new short[SIDE * SIDE];
                double angle = Math.PI * random.nextDouble();
                for (int p = 0; p < shown.length; p++) {
                    double y = p / SIDE - 9.5;
                    double x = p % SIDE - 9.5;
                    double along = Math.cos(angle) * y + Math.sin(angle) * x;
                    double across = Math.cos(angle) * x - Math.sin(angle) * y;
                    boolean inside = bars ? Math.abs(along) < 8 && Math.abs(across) < 2 : Math.hypot(y, x) < 4.5;
                    shown[p] = (short) (100 + (inside ? 400 : 0) + random.nextInt(60));
                    empty[p] = (short) (100 + random.nextInt(60));
                }
                writer.write(Plane.of(SIDE, SIDE, empty));
                writer.write(Plane.of(SIDE, SIDE, shown));
            }
        }
        return file;
    }

    private static TrainingPlan plan() {
        return new TrainingPlan(8000, 16, 0.004, 2000, 10, Duration.ofMinutes(10), 1, false, 1, Optional.empty());
    }

    private static ClassTraining.Settings settings(HeldOut heldOut) {
        return new ClassTraining.Settings(List.of(), 0, 8, heldOut, 0, Optional.empty(), false, 1, 1);
    }

    @Test
    void shapesAreToldApartAndTheBundleOpens() throws IOException {
        List<ClassTraining.Source> sources = List.of(
                new ClassTraining.Source("disc", stack("discs.tif", false, 60).toString()),
                new ClassTraining.Source("bar", stack("bars.tif", true, 30).toString()));
        ClassTraining training = ClassTraining.read(new LocalStorage(), sources, settings(THIRD), 1);
        assertThat(training.describe())
                .containsExactly(
                        "disc: 32 cells to learn from, 8 to validate on, 20 for the card",
                        "bar: 16 cells to learn from, 4 to validate on, 10 for the card");

        List<TrainingResult> results = training.train(plan(), progress -> {});
        ClassTraining.Trained trained = training.bundle("shapes", "1", "train class", plan(), results);

        assertThat(trained.confusion().macroRecall()).isGreaterThan(0.95);
        trained.files().writeTo(temp.resolve("bundle"));
        ClassModel model = ClassModel.of(ModelBundle.of(
                ModelFiles.read(new LocalStorage(), temp.resolve("bundle").toString())));
        assertThat(model.reading().classes()).containsExactly("disc", "bar");
        assertThat(model.reading().windowPx()).isEqualTo(SIDE);
        assertThat(model.reading().temperature()).isPositive();
    }

    @Test
    void theModelOfSeveralNetworksSaysTheMeanOfWhatTheySay() throws IOException {
        List<ClassTraining.Source> sources = List.of(
                new ClassTraining.Source("disc", stack("discs.tif", false, 24).toString()),
                new ClassTraining.Source("bar", stack("bars.tif", true, 24).toString()));
        TrainingPlan plan =
                new TrainingPlan(320, 16, 0.004, 160, 10, Duration.ofMinutes(10), 1, false, 1, Optional.empty());
        // Without validation all temperatures are 1.
        ClassTraining.Settings three = new ClassTraining.Settings(
                List.of(), 0, 8, new HeldOut(3, "", Set.of(), 0), 0, Optional.empty(), false, 1, 3);
        ClassTraining training = ClassTraining.read(new LocalStorage(), sources, three, 1);
        List<TrainingResult> results = training.train(plan, progress -> {});
        double[][] said = probabilities(training.bundle("three", "1", "train class", plan, results));

        double[][] mean = new double[said.length][2];
        for (TrainingResult one : results) {
            double[][] alone = probabilities(training.bundle("one", "1", "train class", plan, List.of(one)));
            for (int i = 0; i < mean.length; i++) {
                mean[i][0] += alone[i][0] / results.size();
                mean[i][1] += alone[i][1] / results.size();
            }
            assertThat(alone[0][0]).isNotCloseTo(said[0][0], within(1e-4));
        }
        for (int i = 0; i < mean.length; i++) {
            assertThat(said[i]).containsExactly(mean[i], within(1e-5));
        }
    }

    /** What a model says of some noise. */
    private static double[][] probabilities(ClassTraining.Trained trained) {
        ModelBundle bundle = ModelBundle.of(trained.files());
        ClassReading reading = ClassModel.of(bundle).reading();
        SplittableRandom random = new SplittableRandom(4);
        List<org.cellineage.classify.Crop> crops = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            float[][] planes = new float[reading.channels().size()][reading.sidePx() * reading.sidePx()];
            for (float[] plane : planes) {
                for (int p = 0; p < plane.length; p++) {
                    plane[p] = random.nextFloat();
                }
            }
            crops.add(new org.cellineage.classify.Crop(reading.sidePx(), planes, new float[0], new float[0]));
        }
        try (Network network = bundle.open(
                ClassModel.NETWORK, ClassModel.INPUTS, List.of(ClassModel.OUTPUT), ConfigProto.getDefaultInstance())) {
            double[][] logits = CellClassifier.logits(network, reading, crops);
            for (double[] row : logits) {
                CellClassifier.softmax(row, reading.temperature());
            }
            return logits;
        }
    }

    @Test
    void subfoldersAreClasses() throws IOException {
        Files.createDirectories(temp.resolve("crops/round"));
        Files.createDirectories(temp.resolve("crops/long"));
        Files.move(stack("a.tif", false, 4), temp.resolve("crops/round/a.tif"));
        Files.move(stack("b.tif", true, 4), temp.resolve("crops/long/b.tif"));
        Files.move(stack("c.tif", true, 2), temp.resolve("crops/long/c.tif"));
        List<ClassTraining.Source> sources =
                List.of(new ClassTraining.Source("", temp.resolve("crops").toString()));
        HeldOut byFile = new HeldOut(0, "file", Set.of("c"), 0);

        assertThat(ClassTraining.read(new LocalStorage(), sources, settings(byFile), 1)
                        .describe())
                .containsExactly(
                        "long: 4 cells to learn from, 0 to validate on, 2 for the card",
                        "round: 4 cells to learn from, 0 to validate on, 0 for the card");
    }

    @Test
    void aClassWithoutCellsIsRefused() throws IOException {
        List<ClassTraining.Source> sources = List.of(
                new ClassTraining.Source("disc", stack("discs.tif", false, 6).toString()),
                new ClassTraining.Source("bar", stack("bars.tif", true, 6).toString()));
        HeldOut all = new HeldOut(0, "file", Set.of("bars"), 0);
        assertThatThrownBy(() -> ClassTraining.read(new LocalStorage(), sources, settings(all), 1))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("bar");
    }

    /** A simulated plate with the simulator's own table of what cells are doing. */
    private Path plate() throws IOException {
        return plate(120, 6, 8, SimulationOptions.DEFAULTS.cycleFrames());
    }

    private Path plate(int side, int frames, int cells, double cycleFrames) throws IOException {
        Path plate = temp.resolve("P1");
        SimulationOptions usual = SimulationOptions.DEFAULTS;
        SimulationOptions small = new SimulationOptions(
                side,
                side,
                frames,
                cells,
                usual.nucleusDiameterPx(),
                cycleFrames,
                usual.cycleSpread(),
                usual.deathRate(),
                usual.stepPx(),
                usual.persistence(),
                0,
                0,
                0,
                usual.backgroundLevel(),
                usual.nucleusLevel(),
                usual.brightnessSpread(),
                usual.textureDepth(),
                usual.bleachingShare(),
                usual.vignetting(),
                usual.blurPx(),
                usual.greyLevelsPerPhoton(),
                usual.readNoise(),
                1,
                0,
                0);
        PlateSimulator simulator = new PlateSimulator(small, 3, 2, 1, false);
        for (int movie = 0; movie < simulator.movies(); movie++) {
            simulator.write(
                    movie,
                    path -> {
                        Path file = plate.resolve(path);
                        Files.createDirectories(file.getParent());
                        return Files.newOutputStream(file);
                    },
                    () -> {});
        }
        return plate;
    }

    private static LinkingTraining.Source movies(Path plate) {
        return new LinkingTraining.Source(plate.toString(), "", MoviePart.WHOLE, 0);
    }

    @Test
    void aTableSaysTheClassesOfTheCellsOfMovies() throws IOException {
        Path plate = plate();
        KnownClasses known = KnownClasses.read(new LocalStorage(), plate.toString(), KnownClasses.CLASS);
        long[] counts = new long[2];
        for (int well = 1; well <= 2; well++) {
            for (String line : Files.readAllLines(plate.resolve("A0" + well + "_s1_GT/phases.csv"))) {
                counts[well - 1] += line.endsWith(",interphase") ? 1 : 0;
            }
        }
        TableCrops crops = new TableCrops(
                new LocalStorage(), known, ClassTraining.Unit.CELL, settings(new HeldOut(0, "", Set.of(), 0)));
        crops.add(movies(plate));
        int interphase = known.classes().indexOf("interphase");
        for (int well = 1; well <= 2; well++) {
            String name = "P1/A0" + well;
            assertThat(crops.crops().stream()
                            .filter(crop -> crop.known() == interphase
                                    && crop.groups().get("well").equals(name))
                            .count())
                    .isEqualTo(counts[well - 1])
                    .isPositive();
        }
        HeldOut one = new HeldOut(0, "well", Set.of("P1/A02"), 0);
        HeldOut.Parts parts = one.split(crops.crops(), 0);
        assertThat(groups(parts.test())).containsExactly("P1/A02");
        assertThat(groups(parts.learned())).containsExactly("P1/A01");
        assertThatThrownBy(() -> new HeldOut(0, "well", Set.of("A02"), 0).split(crops.crops(), 0))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("P1/A01, P1/A02");
    }

    @Test
    void wholeFramesHaveTheClassesOfTheirWells() throws IOException {
        Path plate = plate();
        Path map = temp.resolve("map.csv");
        Files.writeString(map, "well,compound,mechanism\nA01,a,one\nA02,b,two\n");
        KnownClasses known = KnownClasses.read(new LocalStorage(), map.toString(), "mechanism");
        ClassTraining training = ClassTraining.ofTable(
                new LocalStorage(),
                known,
                List.of(movies(plate)),
                ClassTraining.Unit.FRAME,
                settings(new HeldOut(3, "", Set.of(), 0)),
                1);
        assertThat(training.describe())
                .containsExactly(
                        "one: 4 cells to learn from, 0 to validate on, 2 for the card",
                        "two: 4 cells to learn from, 0 to validate on, 2 for the card");
        TrainingPlan plan =
                new TrainingPlan(16, 4, 0.004, 16, 10, Duration.ofMinutes(10), 1, false, 1, Optional.empty());
        ClassTraining.Trained trained =
                training.bundle("frames", "1", "train class", plan, training.train(plan, progress -> {}));
        ClassModel model = ClassModel.of(ModelBundle.of(trained.files()));
        assertThat(model.reading().looksAtFrames()).isTrue();

        Plane plane = Plane.of(SIDE, SIDE, new short[SIDE * SIDE]);
        List<Cell> cells = CellMeasurer.measure(new LabelImage(SIDE, SIDE, twoCells()), List.of(plane));
        CellClassifier classifier = model.classifier(true, ConfigProto::getDefaultInstance);
        List<Cell> classified = classifier.classify(List.of(plane), 0, cells, List.of());
        assertThat(classified).hasSize(2);
        assertThat(classified.get(0).classes())
                .hasSize(2)
                .isEqualTo(classified.get(1).classes());
        // As many values as the hidden layer, four times the width.
        assertThat(classified.get(0).embedding())
                .hasSize(32)
                .isEqualTo(classified.get(1).embedding());
        assertThat(model.classifier(false, ConfigProto::getDefaultInstance)
                        .classify(List.of(plane), 0, cells, List.of())
                        .get(0)
                        .embedding())
                .isEmpty();
    }

    private static int[] twoCells() {
        int[] labels = new int[SIDE * SIDE];
        for (int y = 2; y < 6; y++) {
            for (int x = 2; x < 6; x++) {
                labels[y * SIDE + x] = 1;
                labels[(y + 10) * SIDE + x + 10] = 2;
            }
        }
        return labels;
    }

    @Test
    void noGroupIsInTwoParts() {
        List<LabelledCrop> crops = new ArrayList<>();
        org.cellineage.classify.Crop crop =
                new org.cellineage.classify.Crop(1, new float[][] {{0}}, new float[0], new float[0]);
        for (int i = 0; i < 60; i++) {
            crops.add(new LabelledCrop(i % 2, crop, i, Map.of("well", "W" + i % 5)));
        }
        HeldOut.Parts parts = new HeldOut(0, "well", Set.of("W1"), 3).split(crops, 0);
        Set<String> learned = groups(parts.learned());
        Set<String> validation = groups(parts.validation());
        assertThat(groups(parts.test())).containsExactly("W1");
        assertThat(validation).isNotEmpty().doesNotContainAnyElementsOf(learned).doesNotContain("W1");
        assertThat(learned).isNotEmpty().doesNotContain("W1");
    }

    @Test
    void eachFoldKeepsOtherCells() {
        org.cellineage.classify.Crop crop =
                new org.cellineage.classify.Crop(1, new float[][] {{0}}, new float[0], new float[0]);
        List<LabelledCrop> crops = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            crops.add(new LabelledCrop(i % 2, crop, i, Map.of("well", "W" + i % 5)));
        }
        for (HeldOut heldOut : List.of(THIRD, new HeldOut(0, "well", Set.of("W1"), 4))) {
            List<LabelledCrop> kept = new ArrayList<>();
            for (int fold = 0; fold < heldOut.validateEvery(); fold++) {
                HeldOut.Parts parts = heldOut.split(crops, fold);
                assertThat(parts.test()).isEqualTo(heldOut.split(crops, 0).test());
                assertThat(parts.learned()).doesNotContainAnyElementsOf(parts.validation());
                kept.addAll(parts.validation());
            }
            List<LabelledCrop> others = new ArrayList<>(crops);
            others.removeAll(heldOut.split(crops, 0).test());
            assertThat(kept).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(others);
        }
    }

    private static Set<String> groups(List<LabelledCrop> crops) {
        return crops.stream().map(crop -> crop.groups().get("well")).collect(java.util.stream.Collectors.toSet());
    }

    @Test
    void simulatedCellsHaveAllClassesAndFollowTheSimulator() {
        MitosisCells cells = new MitosisCells();
        cells.simulate(3, 5);
        long[] counts = new long[3];
        cells.crops().forEach(crop -> counts[crop.known()]++);
        assertThat(java.util.Arrays.stream(counts).min().orElseThrow()).isGreaterThan(10);
        ClassStages stages =
                Objects.requireNonNull(cells.staged(MitosisCells.reading()).stages());
        // At the simulator's own interval: interphase; mitosis, four frames before a division and two after it; death.
        assertThat(stages.classOf().subList(0, 11)).containsExactly(0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2);
        assertThat(stages.perFrame().get(0).get(0)).isGreaterThan(0.9);
        assertThat(stages.perFrame().get(1).get(2)).isGreaterThan(0.8);
        assertThat(stages.divides().get(4)).isGreaterThan(0.85);
        assertThat(stages.divides().get(0)).isLessThan(0.05);
        assertThat(stages.atDivision().get(4).get(5)).isGreaterThan(0.8);
        assertThat(stages.lost().get(10)).isGreaterThan(0.2);
        // With every second frame, a mitosis has two frames before the division, the last two of the four.
        assertThat(stages.perFrame().get(11 + 3).get(11 + 4)).isGreaterThan(0.8);
        assertThat(stages.divides().get(11 + 4)).isGreaterThan(0.85);
    }

    /** What the simulator says of cells is not looked at, only their lineage and how they look. */
    @Test
    void cellsAroundDivisionsAreMitoticIfTheyAreCondensed() throws IOException {
        Path plate = plate(200, 30, 12, 20);
        MitosisCells cells = new MitosisCells();
        cells.add(new LocalStorage(), movies(plate));
        KnownClasses known = KnownClasses.read(new LocalStorage(), plate.toString(), KnownClasses.CLASS);
        TableCrops said = new TableCrops(
                new LocalStorage(), known, ClassTraining.Unit.CELL, settings(new HeldOut(0, "", Set.of(), 0)));
        said.add(movies(plate));
        // The same crop of the same cell has the same pixels.
        java.util.Map<String, String> phases = new java.util.HashMap<>();
        said.crops().forEach(crop -> phases.put(pixels(crop), known.classes().get(crop.known())));
        int mitotic = 0;
        for (LabelledCrop crop : cells.crops()) {
            String phase = phases.getOrDefault(pixels(crop), "");
            if (MitosisCells.CLASSES.get(crop.known()).equals("mitotic")) {
                mitotic++;
                assertThat(phase).isEqualTo("mitotic");
            } else {
                assertThat(phase).isNotEqualTo("mitotic");
            }
        }
        assertThat(mitotic).isGreaterThan(15);
    }

    private static String pixels(LabelledCrop crop) {
        return java.util.Arrays.toString(crop.crop().planes()[0]);
    }
}
