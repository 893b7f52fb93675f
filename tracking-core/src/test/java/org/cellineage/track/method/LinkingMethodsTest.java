package org.cellineage.track.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.cellineage.config.Doc;
import org.cellineage.format.LocalStorage;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.LinkScorer;
import org.cellineage.model.ModelFiles;
import org.cellineage.track.FrameLinker;
import org.cellineage.track.FrameTracker;
import org.cellineage.track.GainListener;
import org.cellineage.track.TrackingOptions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.proto.ConfigProto;

class LinkingMethodsTest {

    static List<String> names() {
        return LinkingMethods.names();
    }

    private static LinkingOptions options(String method) {
        return LinkingOptions.DEFAULTS.withMethod(method);
    }

    @Test
    void everyNameIsUsedOnce() {
        assertThat(names()).doesNotHaveDuplicates().contains(LinkingOptions.DEFAULTS.method());
    }

    @ParameterizedTest
    @MethodSource("names")
    void aMethodIsFoundByItsNameWhichTheSettingsAccept(String name) {
        assertThat(LinkingMethods.named(name).name()).isEqualTo(name);
        assertThat(options(name).method()).isEqualTo(name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void theDescriptionOfTheSettingListsEveryName(String name) {
        Doc doc = LinkingOptions.class.getRecordComponents()[0].getAnnotation(Doc.class);
        assertThat(doc.value()).containsPattern("\\b" + name + "\\b");
    }

    @ParameterizedTest
    @MethodSource("names")
    void anUnknownNameIsRefusedWithTheKnownOnes(String name) {
        assertThatThrownBy(() -> options("psychic"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("method ")
                .hasMessageContaining("psychic")
                .hasMessageContaining(name);
        assertThatThrownBy(() -> LinkingMethods.named("psychic"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("psychic")
                .hasMessageContaining(name);
    }

    /** The movies table says the method's name, and a rerun compares it with the linker's. */
    @ParameterizedTest
    @MethodSource("names")
    void theLinkerOfAMethodThatTravelledIsCalledLikeTheMethod(String name) throws Exception {
        LinkingMethod method = LinkingMethods.named(name);
        Assumptions.assumeTrue(
                !method.readsModel(options(name)) || ModelFiles.isBundled(LinkingOptions.DEFAULT_MODEL),
                "the bundled linking model has not been built");
        PreparedLinking prepared = travelled(method.prepare(new LocalStorage(), options(name)));
        FrameTracker tracker =
                prepared.tracker(TrackingOptions.DEFAULTS, LinkOptions.DEFAULTS, ConfigProto::getDefaultInstance);
        assertThat(tracker).isNotNull();
        assertThat(prepared.name()).isEqualTo(name);
        assertThat(prepared.modelHash().isEmpty()).isEqualTo(!method.readsModel(options(name)));
        assertThat(prepared.encoder(ConfigProto::getDefaultInstance).isPresent())
                .isEqualTo(prepared.needsFeatures());
    }

    @Test
    void theMethodThatTakesOverNeedsNoModel() {
        assertThat(LinkingMethods.withoutModel().readsModel(LinkingOptions.DEFAULTS))
                .isFalse();
        assertThat(names()).contains(LinkingMethods.withoutModel().name());
    }

    /** A scorer becomes a method by one line. */
    public record EveryoneMoves(LinkOptions options) implements LinkScorer {
        @Override
        public String name() {
            return "everyone-moves";
        }

        @Override
        public double[] scoreLinks(LinkProblem problem) {
            double[] scores = new double[problem.entries()];
            Arrays.fill(scores, 0.9);
            return scores;
        }

        @Override
        public double scoreDivision(LinkProblem problem, int mother, int daughter, int otherDaughter) {
            return 0;
        }
    }

    @Test
    void theCostsOfTheGlobalMethodAreThoseOfAnother() {
        LinkingOptions geometric = LinkingOptions.DEFAULTS.withViterbi("geometric");
        assertThat(LinkingMethods.global().readsModel(geometric)).isFalse();
        assertThat(LinkingMethods.global().readsModel(LinkingOptions.DEFAULTS.withViterbi("learned")))
                .isTrue();
        assertThatThrownBy(() -> LinkingOptions.DEFAULTS.withViterbi("viterbi"))
                .hasMessage("viterbi_costs must be learned or geometric, but is viterbi");
    }

    @Test
    void aScorerIsAMethod() throws Exception {
        LinkingMethod method = new ScoredLinking("everyone-moves", EveryoneMoves::new);
        FrameByFrame prepared = (FrameByFrame) travelled(method.prepare(new LocalStorage(), LinkingOptions.DEFAULTS));
        Supplier<ConfigProto> none = () -> {
            throw new AssertionError("no network is opened");
        };
        FrameLinker linker = prepared.linker(TrackingOptions.DEFAULTS, LinkOptions.DEFAULTS, none, GainListener.NONE);
        assertThat(linker.name()).isEqualTo("everyone-moves");
    }

    private static PreparedLinking travelled(PreparedLinking prepared) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(prepared);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (PreparedLinking) in.readObject();
        }
    }
}
