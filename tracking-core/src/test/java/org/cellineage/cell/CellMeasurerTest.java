package org.cellineage.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.junit.jupiter.api.Test;

class CellMeasurerTest {

    private static final Offset<Double> EXACT = within(1e-9);

    @Test
    void measuresWhatScikitImageMeasures() throws IOException {
        JsonNode images;
        try (InputStream in = CellMeasurerTest.class.getResourceAsStream("regionprops.json")) {
            images = new ObjectMapper().readTree(in);
        }
        int compared = 0;
        for (JsonNode image : images) {
            int width = image.get("width").asInt();
            int height = image.get("height").asInt();
            int[] labels = new int[width * height];
            int at = 0;
            for (JsonNode run : image.get("runs")) {
                for (int i = 0; i < run.get(1).asInt(); i++) {
                    labels[at++] = run.get(0).asInt();
                }
            }
            short[] intensity = new short[labels.length];
            for (int i = 0; i < intensity.length; i++) {
                intensity[i] = (short) image.get("intensity_seed_values").get(i).asInt();
            }
            List<Cell> cells = CellMeasurer.measure(
                    new LabelImage(width, height, labels), List.of(Plane.of(width, height, intensity)));
            JsonNode expected = image.get("cells");
            assertThat(cells).hasSize(expected.size());
            for (int i = 0; i < cells.size(); i++) {
                compare(cells.get(i), expected.get(i));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(50);
    }

    private static void compare(Cell cell, JsonNode e) {
        String what = "label " + cell.label();
        assertThat(cell.label()).isEqualTo(e.get("label").asInt());
        assertThat(cell.yPx()).as(what).isCloseTo(e.get("y").asDouble(), EXACT);
        assertThat(cell.xPx()).as(what).isCloseTo(e.get("x").asDouble(), EXACT);
        assertThat(List.of(
                        cell.box().minY(),
                        cell.box().minX(),
                        cell.box().maxY(),
                        cell.box().maxX()))
                .containsExactly(
                        e.get("box").get(0).asInt(),
                        e.get("box").get(1).asInt(),
                        e.get("box").get(2).asInt(),
                        e.get("box").get(3).asInt());
        assertThat(cell.areaPx()).as(what).isEqualTo(e.get("area").asInt());
        assertThat(cell.perimeterPx())
                .as(what + " perimeter")
                .isCloseTo(e.get("perimeter").asDouble(), EXACT);
        assertThat(cell.eccentricity())
                .as(what + " eccentricity")
                .isCloseTo(e.get("eccentricity").asDouble(), EXACT);
        assertThat(cell.majorAxisPx())
                .as(what + " major axis")
                .isCloseTo(e.get("major").asDouble(), EXACT);
        assertThat(cell.minorAxisPx())
                .as(what + " minor axis")
                .isCloseTo(e.get("minor").asDouble(), within(1e-6));
        assertThat(cell.solidity())
                .as(what + " solidity")
                .isCloseTo(e.get("solidity").asDouble(), EXACT);
        // At exactly 45 degrees scikit-image 0.19 turns the sign round; a circle has no orientation.
        boolean diagonal = Math.abs(Math.abs(cell.orientationRad()) - Math.PI / 4) < 1e-12;
        if (cell.majorAxisPx() - cell.minorAxisPx() > 1e-6 && !diagonal) {
            assertThat(cell.orientationRad())
                    .as(what + " orientation")
                    .isCloseTo(e.get("orientation").asDouble(), within(1e-7));
        }
        ChannelIntensity intensity = cell.intensities().get(0);
        assertThat(intensity.mean()).as(what).isCloseTo(e.get("mean").asDouble(), EXACT);
        assertThat(intensity.std()).as(what).isCloseTo(e.get("std").asDouble(), within(1e-8));
        assertThat(intensity.min()).isEqualTo(e.get("min").asDouble());
        assertThat(intensity.max()).isEqualTo(e.get("max").asDouble());
    }

    @Test
    void turningAFrameTurnsItsCellsAndNothingElse() {
        SplittableRandom random = new SplittableRandom(8);
        int side = 64;
        int[] labels = new int[side * side];
        for (int i = 0; i < 40; i++) {
            int y = random.nextInt(4, side - 12);
            int x = random.nextInt(4, side - 12);
            for (int k = 0; k < 60; k++) {
                labels[(y + random.nextInt(8)) * side + x + random.nextInt(8)] = 1 + i;
            }
        }
        int[] turned = new int[labels.length];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                turned[x * side + (side - 1 - y)] = labels[y * side + x];
            }
        }
        List<Cell> before = CellMeasurer.measure(new LabelImage(side, side, labels), List.of());
        List<Cell> after = CellMeasurer.measure(new LabelImage(side, side, turned), List.of());
        assertThat(after).hasSameSizeAs(before).hasSizeGreaterThan(20);
        for (int i = 0; i < before.size(); i++) {
            Cell a = before.get(i);
            Cell b = after.get(i);
            assertThat(b.yPx()).isCloseTo(a.xPx(), EXACT);
            assertThat(b.xPx()).isCloseTo(side - 1 - a.yPx(), EXACT);
            assertThat(b.areaPx()).isEqualTo(a.areaPx());
            assertThat(b.perimeterPx()).isCloseTo(a.perimeterPx(), EXACT);
            assertThat(b.majorAxisPx()).isCloseTo(a.majorAxisPx(), EXACT);
            assertThat(b.minorAxisPx()).isCloseTo(a.minorAxisPx(), EXACT);
            assertThat(b.solidity()).isCloseTo(a.solidity(), EXACT);
        }
    }

    @Test
    void masksPaintTheCellsBackAndCountWhatTheyShare() {
        SplittableRandom random = new SplittableRandom(5);
        for (int trial = 0; trial < 200; trial++) {
            int width = random.nextInt(1, 40);
            int height = random.nextInt(1, 40);
            int[] one = noise(random, width * height);
            int[] two = noise(random, width * height);
            List<Cell> cells = CellMeasurer.measure(new LabelImage(width, height, one), List.of());
            List<Cell> others = CellMeasurer.measure(new LabelImage(width, height, two), List.of());
            int[] painted = new int[one.length];
            for (Cell cell : cells) {
                RunLengthMask copy = RunLengthMask.ofBytes(cell.mask().toBytes());
                copy.paint(painted, width, cell.box(), cell.label());
                for (Cell other : others) {
                    int shared = 0;
                    for (int p = 0; p < one.length; p++) {
                        if (one[p] == cell.label() && two[p] == other.label()) {
                            shared++;
                        }
                    }
                    assertThat(RunLengthMask.intersection(cell.mask(), cell.box(), other.mask(), other.box()))
                            .isEqualTo(shared);
                }
            }
            assertThat(painted).isEqualTo(one);
        }
    }

    private static int[] noise(SplittableRandom random, int size) {
        int[] labels = new int[size];
        int run = 0;
        for (int i = 0; i < size; i++) {
            run = random.nextInt(6) == 0 ? random.nextInt(4) : run;
            labels[i] = run;
        }
        return labels;
    }

    @Test
    void aFrameWithoutCellsHasNone() {
        assertThat(CellMeasurer.measure(new LabelImage(3, 2, new int[6]), List.of()))
                .isEmpty();
    }
}
