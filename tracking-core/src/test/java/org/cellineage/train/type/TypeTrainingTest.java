package org.cellineage.train.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.Plane;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.problem.BadInputException;
import org.cellineage.simulate.MovieSimulator;
import org.cellineage.simulate.SimulatedType;
import org.cellineage.simulate.WellConditions;
import org.cellineage.train.TrainingPlan;
import org.cellineage.train.TrainingResult;
import org.cellineage.type.ImageType;
import org.cellineage.type.TypeEstimate;
import org.cellineage.type.TypeFinder;
import org.cellineage.type.TypeModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.ConfigProto;

/** A short training on simulated images tells other simulated images apart, also from its bundle on disk. */
class TypeTrainingTest {

    @TempDir
    Path temp;

    private static TrainingPlan plan(int windows) {
        return new TrainingPlan(windows, 16, 0.004, 400, 9, Duration.ofMinutes(10), 1, false, 1, Optional.empty());
    }

    @Test
    void aShortTrainingTellsSimulatedTypesApart() throws IOException {
        Files.createDirectories(temp.resolve("dark/images"));
        for (int i = 0; i < 3; i++) {
            try (var out = Files.newOutputStream(temp.resolve("dark/images/d" + i + ".tif"))) {
                TiffWriter.write(out, OtherImages.draw(40 + i));
            }
        }
        TypeTraining training = TypeTraining.read(
                new LocalStorage(),
                List.of(new TypeTraining.Source(
                        ImageType.NONE, temp.resolve("dark").toString(), false)),
                Set.of("dark/d1", "dark/d2"),
                6);
        assertThat(training.describe())
                .contains("none: dark: 1 images to learn from, 1 to validate on, 1 for the card");
        TrainingPlan plan = plan(4800);
        TrainingResult result = training.train(plan, progress -> {});
        training.bundle("mine", "7", "train type", plan, result).writeTo(temp.resolve("bundle"));
        TypeModel model = TypeModel.of(ModelBundle.of(
                ModelFiles.read(new LocalStorage(), temp.resolve("bundle").toString())));
        assertThat(model.name()).isEqualTo("mine 7");
        TypeFinder finder = model.finder(ConfigProto::getDefaultInstance);
        int right = 0;
        for (long seed = 500; seed < 503; seed++) {
            right += is(finder, ImageType.NUCLEUS, plane(SimulatedType.NUCLEUS, seed));
            right += is(finder, ImageType.PHASE, plane(SimulatedType.PHASE, seed));
            right += is(finder, ImageType.NONE, OtherImages.draw(5 * seed));
        }
        // Of nine; chance alone gives two.
        assertThat(right).isGreaterThanOrEqualTo(6);
    }

    private static Plane plane(SimulatedType type, long seed) {
        return new MovieSimulator(type, type.defaults(), WellConditions.UNTREATED, seed, 0, 0)
                .next()
                .channels()
                .get(0);
    }

    private static int is(TypeFinder finder, ImageType type, Plane plane) {
        TypeEstimate estimate = finder.find(List.of(plane));
        assertThat(estimate.probability()).isBetween(0.2, 1.0);
        return estimate.type() == type ? 1 : 0;
    }

    @Test
    void everyTypeNeedsImages() throws IOException {
        Files.createDirectories(temp.resolve("some"));
        try (var out = Files.newOutputStream(temp.resolve("some/a.tif"))) {
            TiffWriter.write(out, OtherImages.draw(1));
        }
        TypeTraining.Source some =
                new TypeTraining.Source(ImageType.NONE, temp.resolve("some").toString(), false);
        assertThatThrownBy(() -> TypeTraining.read(new LocalStorage(), List.of(some), Set.of(), 0))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("of every type");
    }

    @Test
    void aFolderWithoutImagesIsRefused() throws IOException {
        Files.createDirectories(temp.resolve("empty"));
        TypeTraining.Source empty =
                new TypeTraining.Source(ImageType.PHASE, temp.resolve("empty").toString(), false);
        assertThatThrownBy(() -> TypeTraining.read(new LocalStorage(), List.of(empty), Set.of(), 1))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no TIFF files");
    }
}
