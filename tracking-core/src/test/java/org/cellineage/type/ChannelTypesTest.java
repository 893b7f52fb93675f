package org.cellineage.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelTypesTest {

    /** An image that has one type with a probability, and another with the rest. */
    private static TypeEstimate seen(ImageType type, double probability, ImageType other) {
        List<Double> all = new ArrayList<>(List.of(0.0, 0.0, 0.0, 0.0, 0.0));
        all.set(other.ordinal(), 1 - probability);
        all.set(type.ordinal(), probability);
        return new TypeEstimate(type, probability, all, 6);
    }

    private static ChannelTypes of(String name, TypeEstimate seen) {
        return ChannelTypes.of(List.of(name), List.of(seen), 0.8);
    }

    @ParameterizedTest
    @CsvSource({
        "DAPI, NUCLEUS",
        "Hoechst 33342, NUCLEUS",
        "H2B-mCherry, NUCLEUS",
        "Phase_10x, PHASE",
        "phase contrast, PHASE",
        "Bright Field, BRIGHTFIELD",
        "BF, BRIGHTFIELD",
        "CellTracker Green, CYTOPLASM"
    })
    void aNameTipsTheBalanceOfADoubtfulImageAndANoteSaysSo(String name, ImageType named) {
        ImageType other = named == ImageType.NONE ? ImageType.PHASE : ImageType.NONE;
        ChannelTypes types = of(name, seen(other, 0.6, named));
        // Odds of 2 to 3 become 8 to 3.
        assertThat(types.types().get(0).type()).isEqualTo(named);
        assertThat(types.types().get(0).probability()).isCloseTo(8.0 / 11, within(1e-9));
        assertThat(types.notes()).singleElement().asString().contains(name, named.toString());
    }

    @ParameterizedTest
    @CsvSource({"w1", "channel0", "phosphoERK", "alphabet", "Transfection", "C1", "DAPI on phase"})
    void aNameThatSuggestsNothingChangesNothing(String name) {
        ChannelTypes types = of(name, seen(ImageType.PHASE, 0.6, ImageType.NUCLEUS));
        assertThat(types.types()).containsExactly(new ChannelType(ImageType.PHASE, 0.6));
        assertThat(types.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"FITC", "w2_FITC", "EGFP", "ERK-KTR-mCherry", "Cy5"})
    void aFluorophoreSpeaksForFluorescenceOfEitherKind(String name) {
        ChannelTypes types = of(name, seen(ImageType.PHASE, 0.7, ImageType.CYTOPLASM));
        assertThat(types.types().get(0).type()).isEqualTo(ImageType.CYTOPLASM);
        assertThat(types.types().get(0).probability()).isCloseTo(6 / 6.7, within(1e-9));
        assertThat(of(name, seen(ImageType.NUCLEUS, 0.9, ImageType.CYTOPLASM)).notes())
                .isEmpty();
        assertThat(of(name, seen(ImageType.PHASE, 0.99, ImageType.NUCLEUS)).notes())
                .containsExactly("Channel 0 is called " + name + ", but looks like phase.");
    }

    @Test
    void aNameDoesNotOverruleAClearImageButTheContradictionIsTold() {
        ChannelTypes types = of("DAPI", seen(ImageType.PHASE, 0.97, ImageType.NUCLEUS));
        assertThat(types.types().get(0).type()).isEqualTo(ImageType.PHASE);
        assertThat(types.notes()).containsExactly("Channel 0 is called DAPI, but looks like phase.");
    }

    @Test
    void aNameThatAgreesWithAClearImageIsNoNews() {
        assertThat(of("DAPI", seen(ImageType.NUCLEUS, 0.97, ImageType.PHASE)).notes())
                .isEmpty();
    }

    @Test
    void aColourPictureShowsNothingOfAKnownType() {
        TypeEstimate nuclei = seen(ImageType.NUCLEUS, 0.99, ImageType.PHASE);
        ChannelTypes colour =
                ChannelTypes.of(List.of("red", "green", "blue"), List.of(nuclei, nuclei, TypeEstimate.empty()), 0.8);
        assertThat(colour.types()).allMatch(channel -> channel.type() == ImageType.NONE);
        assertThat(colour.notes()).hasSize(1);
    }

    @Test
    void aFluorescenceImageSavedInColourHasOneChannelThatShowsSomething() {
        TypeEstimate nuclei = seen(ImageType.NUCLEUS, 0.99, ImageType.PHASE);
        ChannelTypes blue = ChannelTypes.of(
                List.of("red", "green", "blue"), List.of(TypeEstimate.empty(), TypeEstimate.empty(), nuclei), 0.8);
        assertThat(blue.types().get(2).type()).isEqualTo(ImageType.NUCLEUS);
    }

    @Test
    void typesCanBeGiven() {
        assertThat(new TypeOptions("type", "nucleus=0, phase=2", 0.8, 4).given())
                .isEqualTo(Map.of(0, ImageType.NUCLEUS, 2, ImageType.PHASE));
        assertThat(TypeOptions.DEFAULTS.given()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"nuclei=0, nuclei", "nucleus, nucleus", "nucleus=x, nucleus=x", "nucleus=0;phase=0, nucleus=0;phase=0"})
    void whatIsNoTypeOfAChannelIsRefusedByName(String text, String named) {
        assertThatThrownBy(() -> new TypeOptions("type", text, 0.8, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("channels ")
                .hasMessageContaining(named);
    }

    @Test
    void votesAddUpToWhatAllWindowsSayTogether() {
        double[][] first = {{-0.1, -3, -4, -5, -6}, {-0.5, -1.5, -2, -3, -4}};
        double[][] second = {{-2, -0.3, -3, -4, -5}};
        double[][] all = {first[0], first[1], second[0]};
        TypeEstimate together = TypeVotes.of(all).estimate(0.9);
        TypeEstimate added = TypeVotes.of(first).plus(TypeVotes.of(second)).estimate(0.9);
        assertThat(added.windows()).isEqualTo(3);
        for (int t = 0; t < 5; t++) {
            assertThat(added.probabilities().get(t))
                    .isCloseTo(together.probabilities().get(t), within(1e-12));
        }
        assertThat(TypeVotes.NONE.estimate(0.9).type()).isEqualTo(ImageType.NONE);
    }
}
