package org.cellineage.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.junit.jupiter.api.Test;

/** Pictures pixel by pixel: grey levels, outlines and colours. */
class OverlayTest {

    private static final int RED = 0xff4b4b;
    private static final int GREEN = 0x32e65a;

    private static LabelImage labels(String... rows) {
        int width = rows[0].length();
        int[] labels = String.join("", rows)
                .chars()
                .map(c -> Character.isDigit(c) ? c - '0' : 0)
                .toArray();
        return new LabelImage(width, rows.length, labels);
    }

    private static Plane dark(LabelImage labels) {
        return Plane.of(labels.width(), labels.height(), new byte[labels.labels().length]);
    }

    /** The picture as letters: r and g for the first two colours, a dot for black, ? for anything else. */
    private static String[] drawn(RgbImage picture) {
        String[] rows = new String[picture.height()];
        for (int y = 0; y < rows.length; y++) {
            StringBuilder row = new StringBuilder();
            for (int x = 0; x < picture.width(); x++) {
                int rgb = picture.rgb()[y * picture.width() + x];
                row.append(rgb == RED ? 'r' : rgb == GREEN ? 'g' : rgb == 0 ? '.' : '?');
            }
            rows[y] = row.toString();
        }
        return rows;
    }

    @Test
    void outlinesAreOnePixelWideInsideTheCellAndClosedAtTheBorder() {
        LabelImage cells = labels(
                "......222", //
                ".1111.222",
                ".11111222",
                ".11111222",
                ".1111.222",
                "......222");
        assertThat(drawn(Overlay.draw(dark(cells), cells)))
                .containsExactly(
                        "......ggg", //
                        ".rrrr.g.g",
                        ".r...rg.g",
                        ".r...rg.g",
                        ".rrrr.g.g",
                        "......ggg");
    }

    @Test
    void aHoleAndAPixelHaveOutlinesToo() {
        LabelImage cells = labels(
                ".........", //
                ".11111...",
                ".11111...",
                ".11.11.2.",
                ".11111...",
                ".11111...",
                ".........");
        assertThat(drawn(Overlay.draw(dark(cells), cells)))
                .containsExactly(
                        ".........", //
                        ".rrrrr...",
                        ".r.r.r...",
                        ".rr.rr.g.",
                        ".r.r.r...",
                        ".rrrrr...",
                        ".........");
    }

    @Test
    void greyLevelsRunBetweenThePercentiles() {
        // The numbers 0 to 1000 in a mixed order: the 1st percentile is 10, the 99.8th 998.
        short[] samples = new short[1001];
        for (int p = 0; p < samples.length; p++) {
            samples[p] = (short) (p * 389 % 1001);
        }
        RgbImage picture = Overlay.draw(Plane.of(91, 11, samples), new LabelImage(91, 11, new int[1001]));
        for (int p = 0; p < samples.length; p++) {
            int grey =
                    samples[p] <= 10 ? 0 : samples[p] >= 998 ? 255 : (int) Math.round((samples[p] - 10) * 255 / 988.0);
            assertThat(picture.rgb()[p]).as("sample %d", samples[p]).isEqualTo(grey * 0x010101);
        }
    }

    @Test
    void everySampleTypeIsStretched() {
        byte[] bytes = new byte[100];
        short[] shorts = new short[100];
        int[] ints = new int[100];
        float[] floats = new float[100];
        for (int p = 0; p < 100; p++) {
            bytes[p] = (byte) (2 * p);
            shorts[p] = (short) (600 * p);
            ints[p] = 30_000 * (p - 50);
            floats[p] = p / 100f;
        }
        LabelImage none = new LabelImage(10, 10, new int[100]);
        int[] first = Overlay.draw(Plane.of(10, 10, bytes), none).rgb();
        assertThat(first).startsWith(0).endsWith(0xffffff, 0xffffff).contains(0x808080);
        assertThat(Overlay.draw(Plane.of(10, 10, shorts), none).rgb()).isEqualTo(first);
        assertThat(Overlay.draw(Plane.of(10, 10, ints), none).rgb()).isEqualTo(first);
        assertThat(Overlay.draw(Plane.of(10, 10, floats), none).rgb()).isEqualTo(first);
    }

    @Test
    void imagesWithoutContrastAndSamplesThatAreNoNumbers() {
        LabelImage none = new LabelImage(5, 2, new int[10]);
        float[] samples = new float[10];
        Arrays.fill(samples, 7);
        assertThat(Overlay.draw(Plane.of(5, 2, samples.clone()), none).rgb()).containsOnly(0);
        // One bright pixel over a flat image is seen, infinities are the ends of the scale, NaN is black.
        samples[3] = 8;
        samples[4] = Float.NaN;
        samples[5] = Float.POSITIVE_INFINITY;
        samples[6] = Float.NEGATIVE_INFINITY;
        assertThat(Overlay.draw(Plane.of(5, 2, samples), none).rgb())
                .containsExactly(0, 0, 0, 0xffffff, 0, 0xffffff, 0, 0, 0, 0);
        Arrays.fill(samples, Float.NaN);
        assertThat(Overlay.draw(Plane.of(5, 2, samples), none).rgb()).containsOnly(0);
    }

    @Test
    void whatIsGivenIsLeftAsItIs() {
        int[] ids = {0, 3, 3, 0, 9, 9};
        float[] samples = {1, 2, 3, 4, 5, 6};
        Overlay.draw(Plane.of(3, 2, samples), new LabelImage(3, 2, ids));
        assertThat(ids).containsExactly(0, 3, 3, 0, 9, 9);
        assertThat(samples).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> Overlay.draw(Plane.of(3, 2, new byte[6]), new LabelImage(2, 3, new int[6])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 x 2")
                .hasMessageContaining("2 x 3");
    }

    @Test
    void outlinesAndColoursOnRandomImages() {
        SplittableRandom random = new SplittableRandom(6);
        int moved = 0;
        for (int trial = 0; trial < 400; trial++) {
            int width = random.nextInt(1, 26);
            int height = random.nextInt(1, 26);
            LabelImage image = blocks(random, width, height);
            int[] rgb = Overlay.draw(dark(image), image).rgb();
            Map<Integer, Integer> colors = new HashMap<>();
            for (int p = 0; p < rgb.length; p++) {
                int label = image.labels()[p];
                assertThat(rgb[p] != 0).isEqualTo(label != 0 && hasOtherNeighbour(image, p));
                if (rgb[p] != 0) {
                    assertThat(colors.merge(label, rgb[p], (a, b) -> a.equals(b) ? a : -1))
                            .as("one colour a cell")
                            .isPositive();
                }
            }
            for (int p = 0; p < rgb.length; p++) {
                for (int q = 0; q < p; q++) {
                    int a = image.labels()[p];
                    int b = image.labels()[q];
                    boolean near = Math.abs(p / width - q / width) <= 3 && Math.abs(p % width - q % width) <= 3;
                    if (near && a != 0 && b != 0 && a != b) {
                        assertThat(colors.get(a)).isNotEqualTo(colors.get(b));
                    }
                }
            }
            moved += colors.keySet().stream().anyMatch(l -> !colors.get(l).equals(alone(l))) ? 1 : 0;
        }
        assertThat(moved)
                .as("images in which a cell had to take another colour")
                .isGreaterThan(100);
    }

    /** Overlapping rectangles of labels 1 to 60: many neighbours, and cells in pieces. */
    private static LabelImage blocks(SplittableRandom random, int width, int height) {
        int[] labels = new int[width * height];
        int cells = random.nextInt(0, 60);
        for (int cell = 0; cell < cells; cell++) {
            int label = random.nextInt(0, 61);
            int y0 = random.nextInt(height);
            int x0 = random.nextInt(width);
            for (int y = y0; y < Math.min(height, y0 + random.nextInt(1, 8)); y++) {
                for (int x = x0; x < Math.min(width, x0 + 6); x++) {
                    labels[y * width + x] = label;
                }
            }
        }
        return new LabelImage(width, height, labels);
    }

    private static boolean hasOtherNeighbour(LabelImage image, int p) {
        int[][] steps = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};
        for (int[] step : steps) {
            int y = p / image.width() + step[0];
            int x = p % image.width() + step[1];
            boolean inside = y >= 0 && y < image.height() && x >= 0 && x < image.width();
            if (!inside || image.labels()[y * image.width() + x] != image.labels()[p]) {
                return true;
            }
        }
        return false;
    }

    /** The colour of a cell without neighbours. */
    private static int alone(int label) {
        return Overlay.draw(Plane.of(1, 1, new byte[1]), new LabelImage(1, 1, new int[] {label}))
                .rgb()[0];
    }

    @Test
    void aLabelKeepsItsColourWhereNoNeighbourHasIt() {
        LabelImage apart = labels("1....2....3....9");
        int[] rgb = Overlay.draw(dark(apart), apart).rgb();
        assertThat(rgb[0]).isEqualTo(alone(1)).isEqualTo(RED);
        assertThat(rgb[5]).isEqualTo(alone(2)).isEqualTo(GREEN);
        assertThat(rgb[10]).isEqualTo(alone(3));
        // Labels 1 and 9 share a colour; side by side the larger gives way.
        assertThat(rgb[15]).isEqualTo(alone(9)).isEqualTo(RED);
        LabelImage near = labels("1...2..9..1.....");
        int[] changed = Overlay.draw(dark(near), near).rgb();
        assertThat(changed[0]).isEqualTo(RED);
        assertThat(changed[7]).isNotIn(RED, GREEN);
    }

    @Test
    void moreNeighboursThanThePaletteHasColours() {
        // Cells of one pixel: all 16 of any square of 4 x 4 are neighbours of one another.
        int[] ids = new int[49];
        for (int p = 0; p < ids.length; p++) {
            ids[p] = p + 1;
        }
        LabelImage image = new LabelImage(7, 7, ids);
        int[] rgb = Overlay.draw(dark(image), image).rgb();
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                Set<Integer> square = new HashSet<>();
                for (int p = 0; p < 16; p++) {
                    square.add(rgb[(y + p / 4) * 7 + x + p % 4]);
                }
                assertThat(square).hasSize(16).doesNotContain(0);
            }
        }
    }
}
