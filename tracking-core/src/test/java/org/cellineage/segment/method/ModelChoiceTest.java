package org.cellineage.segment.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.cellineage.problem.BadInputException;
import org.cellineage.segment.FramePlan;
import org.cellineage.segment.SegmentedChannel;
import org.cellineage.segment.network.ModelsByType;
import org.cellineage.segment.network.NetworkOptions;
import org.cellineage.type.ChannelType;
import org.cellineage.type.ImageType;
import org.cellineage.type.TypeOptions;
import org.junit.jupiter.api.Test;

class ModelChoiceTest {

    private static final ModelsByType MODELS = new ModelsByType("n", "c", "p", "b");

    private static NetworkOptions options(int channel, boolean wholeCells) {
        return new NetworkOptions(
                NetworkOptions.AUTO,
                MODELS,
                channel,
                wholeCells,
                Double.NaN,
                Double.NaN,
                5,
                Double.NaN,
                Double.NaN,
                0.5,
                true,
                false,
                2_600_000);
    }

    private static ChannelType[] sure(ImageType... types) {
        return Arrays.stream(types).map(type -> new ChannelType(type, 0.95)).toArray(ChannelType[]::new);
    }

    private static FramePlan choose(NetworkOptions options, ChannelType... channels) {
        return new ModelChoice(options, TypeOptions.DEFAULTS)
                .choose("plate/movie", Collections.nCopies(channels.length, "name"), List.of(channels));
    }

    private static void assertPlan(FramePlan plan, String model, int channel) {
        assertThat(plan.cells().model()).isEqualTo(model);
        assertThat(plan.cells().channel()).isEqualTo(channel);
        assertThat(plan.cells().diameterPx()).isNaN();
    }

    @Test
    void everyTypeHasItsModel() {
        assertPlan(choose(options(-1, true), sure(ImageType.NUCLEUS)), "n", 0);
        assertPlan(choose(options(-1, true), sure(ImageType.CYTOPLASM)), "c", 0);
        assertPlan(choose(options(-1, true), sure(ImageType.PHASE)), "p", 0);
        assertPlan(choose(options(-1, true), sure(ImageType.BRIGHTFIELD)), "b", 0);
    }

    @Test
    void nucleiComeFirstAndWholeCellsAreGrownAroundThem() {
        FramePlan plan = choose(
                options(-1, true), sure(ImageType.PHASE, ImageType.NONE, ImageType.NUCLEUS, ImageType.CYTOPLASM));
        assertPlan(plan, "n", 2);
        assertThat(plan.bodies()).containsExactly(new SegmentedChannel("c", 3, Double.NaN));
        assertThat(choose(options(-1, false), sure(ImageType.PHASE, ImageType.NUCLEUS))
                        .bodies())
                .isEmpty();
    }

    @Test
    void withoutNucleiPhaseContrastComesBeforeAReporter() {
        FramePlan plan = choose(options(-1, true), sure(ImageType.CYTOPLASM, ImageType.BRIGHTFIELD, ImageType.PHASE));
        assertPlan(plan, "p", 2);
        assertThat(plan.bodies()).isEmpty();
    }

    @Test
    void ofSeveralChannelsOfATypeTheFirstIsTaken() {
        assertPlan(choose(options(-1, true), sure(ImageType.NONE, ImageType.NUCLEUS, ImageType.NUCLEUS)), "n", 1);
    }

    @Test
    void aChannelCanBeSetAndItsModelIsStillChosen() {
        FramePlan plan = choose(options(1, true), sure(ImageType.NUCLEUS, ImageType.PHASE));
        assertPlan(plan, "p", 1);
    }

    @Test
    void anUnsureChannelDecidesNothing() {
        assertPlan(
                choose(
                        options(-1, true),
                        new ChannelType(ImageType.NUCLEUS, 0.79),
                        new ChannelType(ImageType.PHASE, 0.8)),
                "p",
                1);
    }

    @Test
    void ifNothingIsSureTheMovieIsRefusedWithWhatWasSeenAndWhatToDo() {
        assertThatThrownBy(() -> choose(
                        options(-1, true),
                        new ChannelType(ImageType.NUCLEUS, 0.61),
                        new ChannelType(ImageType.NONE, 0.99)))
                .isInstanceOfSatisfying(BadInputException.class, e -> {
                    assertThat(e.problem().where()).isEqualTo("plate/movie");
                    assertThat(e.problem().cause())
                            .contains("channel 0 (name) is most likely nucleus, with probability 0.61")
                            .contains("channel 1 (name) is most likely none of the known types");
                    assertThat(e.problem().remedy()).contains("--channel", "segmentation.network.model", "--find-type");
                });
    }

    @Test
    void whatWasGivenIsSure() {
        assertPlan(
                choose(options(-1, true), ChannelType.given(ImageType.NONE), ChannelType.given(ImageType.PHASE)),
                "p",
                1);
    }
}
