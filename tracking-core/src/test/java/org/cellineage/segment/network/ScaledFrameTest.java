package org.cellineage.segment.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.image.LocalContrast;
import org.cellineage.segment.network.NetworkInput.Channel;
import org.junit.jupiter.api.Test;

/** What a network reads of a frame. */
class ScaledFrameTest {

    private static final List<Channel> BOTH = List.of(Channel.LOCAL_CONTRAST, Channel.BRIGHTNESS);

    private static NetworkInput reads(List<Channel> channels, double low, double high) {
        return new NetworkInput(channels, low, high, 20, 16, 32);
    }

    private static float[] noise(SplittableRandom random, int size) {
        float[] values = new float[size];
        for (int p = 0; p < size; p++) {
            values[p] = random.nextInt(65_536);
        }
        return values;
    }

    /** 0, 1, 2, 3, 4, 5 between its extremes, at its own size. */
    @Test
    void brightnessIsBetweenThePercentilesAndChannelsLieSideBySide() {
        float[] brightness = {10, 20, 30, 40, 50, 60};
        ScaledFrame one = ScaledFrame.of(reads(List.of(Channel.BRIGHTNESS), 0, 100), brightness, 3, 2, 1);
        float[] expected = {0, 0.2f, 0.4f, 0.6f, 0.8f, 1};
        assertThat(one.values()).containsExactly(expected, within(1e-6f));
        assertThat(new int[] {one.width(), one.height(), one.channels(), one.frameWidth(), one.frameHeight()})
                .containsExactly(3, 2, 1, 3, 2);

        ScaledFrame two = ScaledFrame.of(reads(BOTH, 0, 100), brightness, 3, 2, 1);
        float[] contrast = LocalContrast.of(one.values(), 3, 2);
        for (int p = 0; p < 6; p++) {
            assertThat(two.values()[2 * p]).isEqualTo(contrast[p]);
            assertThat(two.values()[2 * p + 1]).isEqualTo(one.values()[p]);
        }
    }

    @Test
    void sidesAreRoundedAndNeverNothing() {
        SplittableRandom random = new SplittableRandom(1);
        for (double scale : new double[] {0.02, 0.08, 0.3, 1, 1.49, 3}) {
            for (int[] size : new int[][] {{1, 1}, {1, 9}, {9, 1}, {33, 50}}) {
                ScaledFrame frame =
                        ScaledFrame.of(reads(BOTH, 1, 99), noise(random, size[0] * size[1]), size[0], size[1], scale);
                assertThat(frame.width()).isEqualTo((int) Math.max(1, Math.round(size[0] * scale)));
                assertThat(frame.height()).isEqualTo((int) Math.max(1, Math.round(size[1] * scale)));
                assertThat(frame.values()).hasSize(2 * frame.width() * frame.height());
            }
        }
    }

    @Test
    void unitsAndOffsetsOfTheCameraDoNotMatter() {
        SplittableRandom random = new SplittableRandom(2);
        float[] values = noise(random, 40 * 30);
        float[] other = values.clone();
        for (int p = 0; p < other.length; p++) {
            other[p] = values[p] * 0.125f - 3000;
        }
        float[] first = ScaledFrame.of(reads(BOTH, 1, 99), values, 40, 30, 0.7).values();
        float[] second = ScaledFrame.of(reads(BOTH, 1, 99), other, 40, 30, 0.7).values();
        assertThat(second).containsExactly(first, within(1e-4f));
    }

    @Test
    void anythingAFrameMayHoldBecomesFiniteNumbers() {
        SplittableRandom random = new SplittableRandom(3);
        float[] wild = {
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            Float.MIN_VALUE,
            0,
            1e10f
        };
        for (int trial = 0; trial < 400; trial++) {
            int width = random.nextInt(1, 12);
            int height = random.nextInt(1, 12);
            float[] values = new float[width * height];
            Arrays.fill(values, wild[trial % wild.length]);
            int changed = trial < wild.length ? 0 : random.nextInt(values.length + 1);
            for (int i = 0; i < changed; i++) {
                float value = random.nextBoolean() ? wild[random.nextInt(wild.length)] : random.nextInt(256);
                values[random.nextInt(values.length)] = value;
            }
            double low = random.nextInt(0, 40);
            NetworkInput input = reads(BOTH, low, low + random.nextInt(1, 60));
            ScaledFrame frame = ScaledFrame.of(input, values, width, height, random.nextDouble(0.1, 3));
            boolean finite = true;
            for (float value : frame.values()) {
                finite &= Float.isFinite(value);
            }
            assertThat(finite).as(Arrays.toString(values)).isTrue();
        }
    }

    @Test
    void framesOfOneGreyValueAreDarkAndFlat() {
        for (float grey : new float[] {0, 1, 255, 65_535, -7.5f, 1e10f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.NaN}) {
            float[] values = new float[50 * 40];
            Arrays.fill(values, grey);
            ScaledFrame frame = ScaledFrame.of(reads(BOTH, 1, 99), values, 50, 40, 0.5);
            assertThat(frame.values()).hasSize(25 * 20 * 2).containsOnly(0);
        }
    }

    @Test
    void windowsGoOnMirroredBeyondTheFrame() {
        SplittableRandom random = new SplittableRandom(4);
        for (int trial = 0; trial < 400; trial++) {
            int width = random.nextInt(1, 9);
            int height = random.nextInt(1, 9);
            int channels = random.nextInt(1, 4);
            float[] values = noise(random, width * height * channels);
            ScaledFrame frame = new ScaledFrame(width, height, channels, width, height, values);
            int top = random.nextInt(-30, 20);
            int left = random.nextInt(-30, 20);
            int rows = random.nextInt(0, 25);
            int columns = random.nextInt(0, 25);
            int at = random.nextInt(0, 5);
            float[] window = new float[at + rows * columns * channels + 2];
            Arrays.fill(window, -1);
            frame.copyWindow(top, left, rows, columns, window, at);
            float[] expected = new float[window.length];
            Arrays.fill(expected, -1);
            for (int i = 0; i < rows * columns; i++) {
                int y = walk(top + i / columns, height);
                int x = walk(left + i % columns, width);
                System.arraycopy(values, (y * width + x) * channels, expected, at + i * channels, channels);
            }
            assertThat(window).isEqualTo(expected);
        }
    }

    /** Walks from the first pixel, turning round at each end, where it stays for one step. */
    private static int walk(int to, int size) {
        int at = 0;
        int step = to >= 0 ? 1 : -1;
        for (int i = 0; i < Math.abs(to); i++) {
            if (at + step < 0 || at + step >= size) {
                step = -step;
            } else {
                at += step;
            }
        }
        return at;
    }
}
