package org.cellineage.segment.postprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.cellineage.image.LabelImage;
import org.junit.jupiter.api.Test;

/** Class probabilities that are drawn by hand. */
class SemanticPostprocessorTest {

    private static final SemanticPostprocessor HEAD = new SemanticPostprocessor(SemanticOptions.DEFAULTS);

    private static FrameMaps maps(int width, int height, float[] background, float[] interior, float[] border) {
        return new FrameMaps(width, height, HEAD.maps(), new float[][] {background, interior, border});
    }

    @Test
    void touchingDiscsPartAlongTheirBorderAndKeepTheirExactPixels() {
        Drawing scene =
                new Drawing(60, 40).disc(2, 20, 18, 11).disc(3, 20, 40, 11).disc(1, 3, 29, 3);
        assertThat(HEAD.labels(scene.semantic()).labels()).isEqualTo(scene.labels());
    }

    @Test
    void aRingHasItsHoleFilledWhereAskedFor() {
        Drawing ring = new Drawing(50, 50).ring(1, 24, 24, 8, 18);
        int[] disc = new Drawing(50, 50).disc(1, 24, 24, 18).labels();
        assertThat(HEAD.labels(ring.semantic()).labels()).isEqualTo(disc);
        SemanticOptions open = new SemanticOptions(0.5, 0.5, 4, 12, false);
        assertThat(new SemanticPostprocessor(open).labels(ring.semantic()).labels())
                .isEqualTo(ring.labels());
    }

    @Test
    void aCellInsideAnotherStaysItsOwn() {
        Drawing nested = new Drawing(50, 50).ring(1, 24, 24, 10, 20).disc(2, 24, 24, 8);
        assertThat(HEAD.labels(nested.semantic()).labels()).isEqualTo(nested.labels());
    }

    @Test
    void foregroundWithoutAnInteriorIsNoCell() {
        float[] background = new float[100];
        float[] interior = new float[100];
        float[] border = new float[100];
        Arrays.fill(border, 0.6f);
        Arrays.fill(interior, 0.4f);
        assertThat(HEAD.labels(maps(10, 10, background, interior, border)).labels())
                .containsOnly(0);
        // Above a lower threshold the border still keeps markers apart.
        SemanticPostprocessor low = new SemanticPostprocessor(new SemanticOptions(0.5, 0.3, 1, 1, false));
        assertThat(low.labels(maps(10, 10, background, interior, border)).labels())
                .containsOnly(0);
        Arrays.fill(border, 0.2f);
        assertThat(low.labels(maps(10, 10, background, interior, border)).labels())
                .containsOnly(1);
    }

    @Test
    void smallMarkersAndSmallCellsAreLeftOut() {
        // A marker of three pixels in a cell of 12, and one of four in a cell of 16.
        int[] cells = new int[20 * 6];
        float[] background = new float[120];
        float[] interior = new float[120];
        Arrays.fill(background, 1);
        for (int y = 1; y < 5; y++) {
            for (int x = 1; x < 4; x++) {
                background[y * 20 + x] = 0;
            }
            for (int x = 10; x < 14; x++) {
                background[y * 20 + x] = 0;
                cells[y * 20 + x] = 1;
            }
        }
        for (int p : new int[] {42, 62, 82, 51, 52, 71, 72}) {
            interior[p] = 1;
        }
        float[] border = new float[120];
        FrameMaps maps = maps(20, 6, background, interior, border);
        assertThat(HEAD.labels(maps).labels()).isEqualTo(cells);
        assertThat(new SemanticPostprocessor(new SemanticOptions(0.5, 0.5, 4, 17, true))
                        .labels(maps)
                        .labels())
                .containsOnly(0);
    }

    @Test
    void aPixelWithANaNInAnyMapIsBackground() {
        Drawing scene = new Drawing(30, 30).disc(1, 15, 15, 9);
        for (int map = 0; map < 3; map++) {
            FrameMaps maps = scene.semantic();
            maps.values()[map][15 * 30 + 20] = Float.NaN;
            SemanticOptions open = new SemanticOptions(0.5, 0.5, 4, 12, false);
            int[] expected = scene.labels();
            expected[15 * 30 + 20] = 0;
            assertThat(new SemanticPostprocessor(open).labels(maps).labels()).isEqualTo(expected);
        }
    }

    @Test
    void mapsAreFoundByNameInAnyOrder() {
        FrameMaps maps = new Drawing(30, 30).disc(1, 15, 15, 9).semantic();
        float[][] values = maps.values();
        FrameMaps turned = new FrameMaps(30, 30, List.of("border", "unused", "interior", "background"), new float[][] {
            values[2], new float[900], values[1], values[0]
        });
        LabelImage labels = HEAD.labels(turned);
        assertThat(labels.labels()).isEqualTo(HEAD.labels(maps).labels());
        assertThat(labels.maxLabel()).isEqualTo(1);
    }
}
