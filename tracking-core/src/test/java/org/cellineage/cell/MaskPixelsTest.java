package org.cellineage.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MaskPixelsTest {

    private static final BoundingBox BOX = new BoundingBox(10, 20, 17, 29);

    /** Random pixels, thin or full, so that holes, islands and corners that touch are common. */
    private static boolean[] random(Random random, BoundingBox box) {
        boolean[] inside = new boolean[box.width() * box.height()];
        int share = random.nextInt(101);
        for (int p = 0; p < inside.length; p++) {
            inside[p] = random.nextInt(100) < share;
        }
        return inside;
    }

    private static MaskPixels coded(boolean[] inside, BoundingBox box) {
        BoundingBox local = new BoundingBox(0, 0, box.height(), box.width());
        int[] labels = new int[inside.length];
        for (int p = 0; p < labels.length; p++) {
            labels[p] = inside[p] ? 9 : p % 3;
        }
        return MaskPixels.decode(
                RunLengthMask.encode(labels, box.width(), local, 9).toBytes(), box);
    }

    @Test
    void decodesWhatWasCoded() {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            boolean[] inside = random(random, BOX);
            MaskPixels mask = coded(inside, BOX);
            int count = 0;
            int[][] coordinates = mask.coordinates();
            for (int y = 8; y < 19; y++) {
                for (int x = 18; x < 31; x++) {
                    boolean expected = y >= 10 && y < 17 && x >= 20 && x < 29 && inside[(y - 10) * 9 + x - 20];
                    assertThat(mask.contains(y, x)).isEqualTo(expected);
                    if (expected) {
                        assertThat(coordinates[0][count]).isEqualTo(y);
                        assertThat(coordinates[1][count]).isEqualTo(x);
                        count++;
                    }
                }
            }
            assertThat(mask.count()).isEqualTo(count);
        }
    }

    @Test
    void overlapIsTheNumberOfSharedPixels() {
        Random random = new Random(2);
        for (int round = 0; round < 300; round++) {
            int dy = random.nextInt(9) - 4;
            int dx = random.nextInt(9) - 4;
            BoundingBox moved = new BoundingBox(10 + dy, 20 + dx, 15 + dy, 26 + dx);
            MaskPixels a = coded(random(random, BOX), BOX);
            MaskPixels b = coded(random(random, moved), moved);
            Set<List<Integer>> pixelsOfA = pixels(a);
            Set<List<Integer>> both = new HashSet<>(pixelsOfA);
            both.retainAll(pixels(b));
            Set<List<Integer>> either = new HashSet<>(pixelsOfA);
            either.addAll(pixels(b));
            assertThat(a.overlap(b)).isEqualTo(both.size());
            assertThat(b.overlap(a)).isEqualTo(both.size());
            double share = either.isEmpty() ? Double.NaN : (double) both.size() / either.size();
            assertThat(Double.compare(a.iou(b), share)).isZero();
        }
    }

    private static Set<List<Integer>> pixels(MaskPixels mask) {
        Set<List<Integer>> pixels = new HashSet<>();
        int[][] coordinates = mask.coordinates();
        for (int i = 0; i < coordinates[0].length; i++) {
            pixels.add(List.of(coordinates[0][i], coordinates[1][i]));
        }
        return pixels;
    }

    @Test
    void outlinesEncloseThePixelsAndNothingElse() {
        Random random = new Random(3);
        int holes = 0;
        int islands = 0;
        for (int round = 0; round < 2000; round++) {
            MaskPixels mask = coded(random(random, BOX), BOX);
            List<MaskOutline.Part> parts = mask.outline();
            double area = 0;
            for (MaskOutline.Part part : parts) {
                assertThat(part.shell().signedArea()).isPositive();
                area += part.shell().signedArea();
                for (MaskOutline.Ring hole : part.holes()) {
                    assertThat(hole.signedArea()).isNegative();
                    area += hole.signedArea();
                    holes++;
                }
            }
            islands += parts.size() - 1;
            assertThat(area).isEqualTo(mask.count());
            for (int y = 9; y < 18; y++) {
                for (int x = 19; x < 30; x++) {
                    int around = 0;
                    for (MaskOutline.Part part : parts) {
                        boolean inPart = encloses(part.shell(), y, x)
                                && part.holes().stream().noneMatch(holeRing(y, x));
                        around += inPart ? 1 : 0;
                    }
                    assertThat(around).isEqualTo(mask.contains(y, x) ? 1 : 0);
                }
            }
        }
        assertThat(holes).isGreaterThan(1000);
        assertThat(islands).isGreaterThan(1000);
    }

    private static java.util.function.Predicate<MaskOutline.Ring> holeRing(int y, int x) {
        return hole -> encloses(hole, y, x);
    }

    /** Crossings of a ray to the right: odd inside. */
    private static boolean encloses(MaskOutline.Ring ring, int y, int x) {
        boolean in = false;
        for (int i = 0; i < ring.size(); i++) {
            int j = (i + 1) % ring.size();
            boolean spans = ring.y(i) > y != ring.y(j) > y;
            in ^= spans && ring.x(i) > x;
        }
        return in;
    }

    @Test
    void noRingTouchesItselfAndEveryCornerTurns() {
        Random random = new Random(4);
        for (int round = 0; round < 1000; round++) {
            for (MaskOutline.Part part : coded(random(random, BOX), BOX).outline()) {
                simple(part.shell());
                part.holes().forEach(MaskPixelsTest::simple);
            }
        }
    }

    private static void simple(MaskOutline.Ring ring) {
        // All lattice points that a ring passes, corners or not, are different.
        Set<List<Double>> passed = new HashSet<>();
        for (int i = 0; i < ring.size(); i++) {
            int j = (i + 1) % ring.size();
            double dy = Math.signum(ring.y(j) - ring.y(i));
            double dx = Math.signum(ring.x(j) - ring.x(i));
            assertThat(Math.abs(dy) + Math.abs(dx)).isEqualTo(1);
            int before = (i + ring.size() - 1) % ring.size();
            assertThat(Math.signum(ring.y(i) - ring.y(before)) == dy && Math.signum(ring.x(i) - ring.x(before)) == dx)
                    .isFalse();
            double y = ring.y(i);
            double x = ring.x(i);
            while (y != ring.y(j) || x != ring.x(j)) {
                assertThat(passed.add(List.of(y, x))).isTrue();
                y += dy;
                x += dx;
            }
        }
    }

    @Test
    void geoJsonOfAPixelOfARingAndOfTwoThatTouchAtACorner() {
        assertThat(coded(new boolean[] {true}, new BoundingBox(3, 5, 4, 6)).toGeoJson())
                .isEqualTo("{\"type\":\"Polygon\",\"coordinates\":"
                        + "[[[4.5,2.5],[5.5,2.5],[5.5,3.5],[4.5,3.5],[4.5,2.5]]]}");
        boolean[] around = {true, true, true, true, false, true, true, true, true};
        assertThat(coded(around, new BoundingBox(0, 0, 3, 3)).toGeoJson())
                .isEqualTo("{\"type\":\"Polygon\",\"coordinates\":"
                        + "[[[-0.5,-0.5],[2.5,-0.5],[2.5,2.5],[-0.5,2.5],[-0.5,-0.5]],"
                        + "[[1.5,0.5],[0.5,0.5],[0.5,1.5],[1.5,1.5],[1.5,0.5]]]}");
        assertThat(coded(new boolean[] {true, false, false, true}, new BoundingBox(0, 0, 2, 2))
                        .toGeoJson())
                .startsWith("{\"type\":\"MultiPolygon\",\"coordinates\":[[[[-0.5,-0.5],[0.5,-0.5],");
        assertThat(coded(new boolean[] {false}, new BoundingBox(0, 0, 1, 1)).toGeoJson())
                .isEqualTo("{\"type\":\"Polygon\",\"coordinates\":[]}");
    }

    @Test
    void damagedMasksAreRefused() {
        assertThatThrownBy(() -> MaskPixels.decode(new byte[] {0, (byte) 0x80}, BOX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cut off");
        assertThatThrownBy(() -> MaskPixels.decode(new byte[] {60, 4}, BOX)).hasMessageContaining("7 x 9");
        assertThatThrownBy(() -> MaskPixels.decode(new byte[] {-1, -1, -1, -1, -1, -1, 1}, BOX))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        MaskPixels.decode(new byte[0], new BoundingBox(0, 0, Integer.MAX_VALUE, Integer.MAX_VALUE)))
                .hasMessageContaining("cannot be that of a cell");
    }
}
