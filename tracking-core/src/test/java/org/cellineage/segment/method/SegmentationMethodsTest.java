package org.cellineage.segment.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.cellineage.config.Doc;
import org.cellineage.format.LocalStorage;
import org.cellineage.image.Plane;
import org.cellineage.segment.ClassicalOptions;
import org.cellineage.segment.FoundCells;
import org.cellineage.segment.FramePipeline;
import org.cellineage.segment.FramePlan;
import org.cellineage.segment.network.NetworkOptions;
import org.cellineage.type.TypeOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SegmentationMethodsTest {

    static List<String> names() {
        return SegmentationMethods.names();
    }

    private static SegmentationOptions options(String method) {
        return new SegmentationOptions(
                method, TypeOptions.DEFAULTS, NetworkOptions.DEFAULTS, ClassicalOptions.DEFAULTS);
    }

    @Test
    void everyNameIsUsedOnce() {
        assertThat(names()).doesNotHaveDuplicates().contains(SegmentationOptions.DEFAULTS.method());
    }

    @ParameterizedTest
    @MethodSource("names")
    void aMethodIsFoundByItsNameWhichTheSettingsAccept(String name) {
        assertThat(SegmentationMethods.named(name).name()).isEqualTo(name);
        assertThat(options(name).method()).isEqualTo(name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void theDescriptionOfTheSettingListsEveryName(String name) {
        Doc doc = SegmentationOptions.class.getRecordComponents()[0].getAnnotation(Doc.class);
        assertThat(doc.value()).containsPattern("\\b" + name + "\\b");
    }

    @ParameterizedTest
    @MethodSource("names")
    void anUnknownNameIsRefusedWithTheKnownOnes(String name) {
        assertThatThrownBy(() -> options("watershed"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("method ")
                .hasMessageContaining("watershed")
                .hasMessageContaining(name);
        assertThatThrownBy(() -> SegmentationMethods.named("watershed"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("watershed")
                .hasMessageContaining(name);
    }

    @Test
    void aPreparedMethodThatTravelledSegments() throws Exception {
        PreparedSegmentation prepared = travelled(SegmentationMethods.named(ClassicalSegmentation.NAME)
                .prepare(new LocalStorage(), options(ClassicalSegmentation.NAME)));
        assertThat(prepared.modelHash()).isEmpty();
        assertThat(prepared.diameterSearch("")).isEmpty();
        try (FramePipeline<Plane, Integer> frames =
                prepared.start(List.of(discs(0), discs(2), discs(5)).iterator(), new CountCells(), () -> {
                    throw new AssertionError("no network is opened");
                })) {
            assertThat(List.of(frames.next(), frames.next(), frames.next())).containsExactly(0, 2, 5);
        }
    }

    private record CountCells() implements FramePipeline.Work<Plane, Integer> {
        @Override
        public List<Plane> read(Plane task) {
            return List.of(task);
        }

        @Override
        public FramePlan plan(Plane task) {
            return FramePlan.of(0, Double.NaN);
        }

        @Override
        public Integer result(Plane task, List<Plane> channels, FoundCells found) {
            int most = 0;
            for (int label : found.labels().labels()) {
                most = Math.max(most, label);
            }
            return most;
        }

        @Override
        public Integer failed(Plane task, Exception cause) {
            throw new AssertionError(cause);
        }
    }

    /** Bright discs of 20 px, far apart. */
    private static Plane discs(int count) {
        int width = 60 * 5;
        float[] values = new float[width * 60];
        for (int p = 0; p < values.length; p++) {
            values[p] = 100;
            int disc = p % width / 60;
            if (disc < count && Math.hypot(p % 60 - 30, p / width - 30) < 10) {
                values[p] += 1000;
            }
        }
        return Plane.of(width, 60, values);
    }

    @SuppressWarnings("unchecked")
    private static <T> T travelled(T object) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }
}
