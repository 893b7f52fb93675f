package org.cellineage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.evaluate.SegScore;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.simulate.MovieSimulator;
import org.cellineage.simulate.SimulatedFrame;
import org.cellineage.simulate.SimulationOptions;
import org.cellineage.simulate.WellConditions;
import org.junit.jupiter.api.Test;

class ClassicalSegmenterTest {

    private static LabelImage segment(Plane plane) {
        return new ClassicalSegmenter(ClassicalOptions.DEFAULTS).segment(List.of(plane));
    }

    @Test
    void framesWithoutSignalHaveNoCells() {
        SplittableRandom random = new SplittableRandom(1);
        short[] noise = new short[200 * 160];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (short) Math.max(0, Math.round(300 + 12 * random.nextGaussian()));
        }
        assertThat(segment(Plane.of(200, 160, noise)).maxLabel()).isZero();
        assertThat(segment(Plane.of(200, 160, new short[noise.length])).maxLabel())
                .isZero();
        short[] saturated = new short[noise.length];
        Arrays.fill(saturated, (short) 0xffff);
        assertThat(segment(Plane.of(200, 160, saturated)).maxLabel()).isZero();
        assertThat(segment(Plane.of(1, 1, new byte[1])).maxLabel()).isZero();
    }

    @Test
    void simulatedNucleiAreFoundAtAnyDepthOfBits() {
        SegScore seg = new SegScore();
        SegScore segOfBytes = new SegScore();
        for (int seed = 0; seed < 4; seed++) {
            SimulatedFrame frame =
                    new MovieSimulator(SimulationOptions.DEFAULTS, WellConditions.UNTREATED, seed, 0, 0).next();
            Plane plane = frame.channels().get(0);
            seg.add(frame.truth(), segment(plane));
            byte[] bytes = new byte[plane.size()];
            float[] values = plane.toFloats();
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) Math.min(255, values[i] / 16);
            }
            segOfBytes.add(frame.truth(), segment(Plane.of(plane.width(), plane.height(), bytes)));
        }
        assertThat(seg.cells()).isGreaterThan(80);
        assertThat(seg.score()).isGreaterThan(0.8);
        assertThat(segOfBytes.score()).isGreaterThan(0.8);
    }

    @Test
    void labelsAreNumberedInRasterOrderAndTheSameEachTime() {
        Plane plane = new MovieSimulator(SimulationOptions.DEFAULTS, WellConditions.UNTREATED, 3, 0, 0)
                .next()
                .channels()
                .get(0);
        LabelImage first = segment(plane);
        int highest = 0;
        for (int label : first.labels()) {
            assertThat(label).isLessThanOrEqualTo(highest + 1);
            highest = Math.max(highest, label);
        }
        assertThat(segment(plane).labels()).isEqualTo(first.labels());
    }

    @Test
    void aDimNucleusBesideABrightOneIsFound() {
        int side = 160;
        short[] samples = new short[side * side];
        SplittableRandom random = new SplittableRandom(2);
        for (int p = 0; p < samples.length; p++) {
            int y = p / side;
            int x = p % side;
            double level = 200 + 5 * random.nextGaussian();
            level += Math.hypot(y - 80, x - 50) < 12 ? 3000 : 0;
            level += Math.hypot(y - 80, x - 110) < 12 ? 900 : 0;
            samples[p] = (short) level;
        }
        assertThat(segment(Plane.of(side, side, samples)).maxLabel()).isEqualTo(2);
    }

    @Test
    void aChannelThatIsNotThereIsAnErrorOfTheConfiguration() {
        ClassicalOptions second = new ClassicalOptions(1, Double.NaN, 0.06, 5, 0.7, 0.35, 0.06, 0.15);
        assertThatThrownBy(() -> new ClassicalSegmenter(second).segment(List.of(Plane.of(4, 4, new byte[16]))))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("Channel 1");
    }
}
