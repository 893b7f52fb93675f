package org.cellineage.train.linking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellineage.link.CandidateFinder;
import org.cellineage.link.LinkOptions;
import org.cellineage.model.ModelFiles;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.train.TrainingPlan;
import org.cellineage.train.TrainingResult;
import org.cellineage.train.TrainingRun;
import org.cellineage.train.Weights;
import org.junit.jupiter.api.Test;

/** The weights of a bundle: read back without loss, refused if they are of another network, and trained further. */
class TunedModelTest {

    private static final Set<LinkNetwork.Branch> ALL = EnumSet.allOf(LinkNetwork.Branch.class);
    private static final String FILE = "link/saved_model.pb";

    @Test
    void aBundleWrittenFromItsOwnWeightsIsTheSameToTheByte() {
        ModelFiles bundled = ModelFiles.bundled("cell-link");
        Weights weights = LinkModel.weights(bundled, ALL);
        assertThat(LinkModel.files(weights, ALL).get(FILE)).isEqualTo(bundled.file(FILE));
    }

    @Test
    void anotherNetworkIsRefused() {
        ModelFiles bundled = ModelFiles.bundled("cell-link");
        BadConfigurationException fewer = catchThrowableOfType(
                BadConfigurationException.class,
                () -> LinkModel.weights(bundled, EnumSet.of(LinkNetwork.Branch.MOTION)));
        assertThat(fewer.problem().where()).isEqualTo("cell-link/" + FILE);
        assertThat(fewer.problem().cause()).contains("not the one that this command trains");

        SortedMap<String, byte[]> damaged = new TreeMap<>(bundled.files());
        damaged.put(FILE, new byte[] {1, 2, 3});
        BadConfigurationException none = catchThrowableOfType(
                BadConfigurationException.class, () -> LinkModel.weights(new ModelFiles("mine", damaged), ALL));
        assertThat(none.problem().where()).isEqualTo("mine/" + FILE);
    }

    /** It starts where the bundle is: with steps of next to nothing it stays there, and with larger ones it leaves. */
    @Test
    void trainingStartsFromTheBundle() {
        LinkMovie movie = TrueMovies.simulated("a", 8, 5);
        CandidateFinder finder = new CandidateFinder(LinkOptions.DEFAULTS.withGate(3, 6));
        LinkValidation validation = new LinkValidation(List.of(movie), finder, 2, ALL, 1);
        Weights start = LinkModel.weights(ModelFiles.bundled("cell-link"), ALL);
        double before = validation.score(start);
        assertThat(before).isGreaterThan(0.8);

        assertThat(tuned(movie, finder, validation, start, 1e-9).score()).isEqualTo(before, within(1e-3));
        Weights moved = tuned(movie, finder, validation, start, 1e-3).weights();
        assertThat(moved.get("pair_a.filter")).isNotEqualTo(start.get("pair_a.filter"));
        assertThat(moved.get("close_0.bias")).isNotEqualTo(start.get("close_0.bias"));
    }

    private static TrainingResult tuned(
            LinkMovie movie, CandidateFinder finder, LinkValidation validation, Weights start, double rate) {
        SceneSampler sampler = new SceneSampler(List.of(new SceneSampler.Shared(movie, 1)), finder, 2, 1);
        LinkingTask task = new LinkingTask(sampler, validation, ALL, 1, Optional.of(start));
        TrainingPlan plan = new TrainingPlan(4, 1, rate, 4, 10, Duration.ofDays(1), 1, false, 1, Optional.empty());
        return new TrainingRun(task, plan, progress -> {}).train();
    }
}
