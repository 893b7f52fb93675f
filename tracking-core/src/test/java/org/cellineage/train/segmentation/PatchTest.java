package org.cellineage.train.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.image.LabelImage;
import org.junit.jupiter.api.Test;

/**
 * Patches against turned arrays and, for any placement, against images whose brightness says which pixel one looks at:
 * labels and distances must be those of that place.
 */
class PatchTest {

    private static final int SIDE = 40;

    private static LabelledImage scene() {
        return Drawn.image("scene", SIDE, 6, 6, 3);
    }

    private static Patch.Placement middle(double scale, double angle, boolean flip) {
        return Patch.Placement.of((SIDE - 1) / 2.0, (SIDE - 1) / 2.0, scale, scale, angle, flip);
    }

    @Test
    void atScaleOneWithoutTurningThePatchIsTheImage() {
        LabelledImage image = scene();
        Patch patch = Patch.cut(image, middle(1, 0, false), SIDE);
        assertThat(patch.labels()).isEqualTo(image.labels());
        assertThat(patch.brightness()).isEqualTo(image.levels().get(0).values());
        for (int p = 0; p < SIDE * SIDE; p++) {
            assertThat(patch.edge()[p]).isEqualTo((image.edgeDistance()[p] & 0xff) / 255f);
        }
    }

    @Test
    void aPatchBesideTheImagesMiddleIsThatPartOfIt() {
        LabelledImage image = scene();
        // Rows 5 to 12 and columns 20 to 27.
        Patch patch = Patch.cut(image, Patch.Placement.of(8.5, 23.5, 1, 1, 0, false), 8);
        for (int i = 0; i < 8; i++) {
            for (int j = 0; j < 8; j++) {
                assertThat(patch.labels()[i * 8 + j]).isEqualTo(image.labels()[(5 + i) * SIDE + 20 + j]);
            }
        }
    }

    @Test
    void quarterTurnsAndMirrorsAreThoseOfTheArray() {
        LabelledImage image = scene();
        for (int turns = 0; turns < 4; turns++) {
            for (boolean flip : new boolean[] {false, true}) {
                Patch patch = Patch.cut(image, middle(1, turns * Math.PI / 2, flip), SIDE);
                for (int i = 0; i < SIDE; i++) {
                    for (int j = 0; j < SIDE; j++) {
                        int y = i;
                        int x = flip ? SIDE - 1 - j : j;
                        for (int t = 0; t < turns; t++) {
                            int before = y;
                            y = SIDE - 1 - x;
                            x = before;
                        }
                        int p = i * SIDE + j;
                        int from = y * SIDE + x;
                        assertThat(patch.labels()[p]).isEqualTo(image.labels()[from]);
                        assertThat(patch.brightness()[p])
                                .isCloseTo(image.levels().get(0).values()[from], within(1e-4f));
                        assertThat(patch.edge()[p])
                                .isCloseTo((image.edgeDistance()[from] & 0xff) / 255f, within(1e-4f));
                    }
                }
            }
        }
    }

    @Test
    void outsideTheImageItIsMirroredAtItsEdges() {
        LabelledImage image = scene();
        Patch patch = Patch.cut(image, middle(1, 0, false), 3 * SIDE);
        for (int i = 0; i < 3 * SIDE; i++) {
            for (int j = 0; j < 3 * SIDE; j++) {
                int y = i < SIDE ? SIDE - 1 - i : i < 2 * SIDE ? i - SIDE : 3 * SIDE - 1 - i;
                int x = j < SIDE ? SIDE - 1 - j : j < 2 * SIDE ? j - SIDE : 3 * SIDE - 1 - j;
                assertThat(patch.labels()[i * 3 * SIDE + j]).isEqualTo(image.labels()[y * SIDE + x]);
                assertThat(patch.brightness()[i * 3 * SIDE + j])
                        .isEqualTo(image.levels().get(0).values()[y * SIDE + x]);
            }
        }
    }

    /** One scene seen three times: its rows as brightness, and its columns. */
    private record Coordinates(LabelledImage rows, LabelledImage columns) {

        static Coordinates of(LabelImage labels) {
            return new Coordinates(
                    new LabelledImage("y", Drawn.plane(labels.width(), labels.height(), (y, x) -> y), labels),
                    new LabelledImage("x", Drawn.plane(labels.width(), labels.height(), (y, x) -> x), labels));
        }

        /** The row or column that a patch's pixel shows. */
        static double decode(LabelledImage image, int step, float brightness) {
            float[] values = image.levels().get(0).values();
            return (brightness - values[0]) / (values[step] - values[0]);
        }
    }

    @Test
    void labelsAndDistancesStayWithTheBrightnessHoweverThePatchLies() {
        int width = 200;
        int height = 160;
        List<Drawn.Disc> discs = Drawn.scattered(width, height, 12, 9, 16, 5);
        LabelImage labels = Drawn.labels(width, height, discs);
        Coordinates seen = Coordinates.of(labels);
        SplittableRandom random = new SplittableRandom(17);
        int compared = 0;
        int nuclei = 0;
        int shapes = 0;
        for (int trial = 0; trial < 60; trial++) {
            double scale = Math.exp(1.4 * (2 * random.nextDouble() - 1));
            double stretch = Math.exp(0.1 * (2 * random.nextDouble() - 1));
            boolean flip = random.nextBoolean();
            Patch.Placement at = Patch.Placement.of(
                    height * random.nextDouble(),
                    width * random.nextDouble(),
                    scale * stretch,
                    scale / stretch,
                    2 * Math.PI * random.nextDouble(),
                    flip);
            int side = 48;
            Patch rows = Patch.cut(seen.rows(), at, side);
            Patch columns = Patch.cut(seen.columns(), at, side);
            // Near its edge a halved image shows no exact coordinate.
            double margin = 2 + 2 / scale;
            List<double[]> inside = new ArrayList<>();
            for (int p = 0; p < side * side; p++) {
                double y = Coordinates.decode(seen.rows(), width, rows.brightness()[p]);
                double x = Coordinates.decode(seen.columns(), 1, columns.brightness()[p]);
                boolean known = y > margin && y < height - 1 - margin && x > margin && x < width - 1 - margin;
                inside.add(known ? new double[] {y, x} : new double[0]);
                if (known && !halfway(y) && !halfway(x)) {
                    compared++;
                    int label = labels.labels()[(int) Math.round(y) * width + (int) Math.round(x)];
                    nuclei += label > 0 ? 1 : 0;
                    if (label == 0) {
                        assertBackground(rows, p);
                    } else {
                        assertNucleus(seen.rows(), rows, p, discs.get(label - 1), y, x);
                    }
                }
            }
            // Half a diagonal; outside the image mirrors turn round.
            double reach = 0.75 * side / scale;
            if (Math.min(at.centreY(), height - at.centreY()) > reach
                    && Math.min(at.centreX(), width - at.centreX()) > reach) {
                assertShape(inside, side, scale * stretch, scale / stretch, flip);
                shapes++;
            }
        }
        assertThat(shapes).isGreaterThan(10);
        assertThat(compared).isGreaterThan(30_000);
        assertThat(nuclei).isGreaterThan(5_000);
    }

    private static boolean halfway(double at) {
        return Math.abs(at - Math.floor(at) - 0.5) < 0.02;
    }

    private static void assertBackground(Patch patch, int p) {
        assertThat((int) patch.labels()[p]).isZero();
        assertThat(patch.edge()[p]).isZero();
        assertThat(patch.centre()[p]).isZero();
    }

    private static void assertNucleus(LabelledImage image, Patch patch, int p, Drawn.Disc disc, double y, double x) {
        int label = patch.labels()[p];
        assertThat(label).isPositive();
        double radius = disc.radius();
        // A disc that the image cuts has its centre elsewhere.
        if (disc.y() > radius && disc.x() > radius && disc.y() < 159 - radius && disc.x() < 199 - radius) {
            assertThat(Math.hypot(image.centreY(label) - disc.y(), image.centreX(label) - disc.x()))
                    .isLessThan(0.3);
            double r = Math.hypot(y - disc.y(), x - disc.x());
            assertThat((double) patch.edge()[p]).isCloseTo((radius - r) / radius, within(2.2 / radius));
            assertThat((double) patch.centre()[p]).isCloseTo(1 - r / (1.6 * radius), within(1.2 / radius));
        }
    }

    /** A step in the patch is a step of 1 in the image once the stretch is undone, right angles stay, mirrors mirror. */
    private static void assertShape(List<double[]> places, int side, double scaleY, double scaleX, boolean flip) {
        for (int i = 0; i + 8 < side; i += 8) {
            for (int j = 0; j + 8 < side; j += 8) {
                double[] here = places.get(i * side + j);
                double[] below = places.get((i + 8) * side + j);
                double[] right = places.get(i * side + j + 8);
                if (here.length > 0 && below.length > 0 && right.length > 0) {
                    double downY = (below[0] - here[0]) * scaleY / 8;
                    double downX = (below[1] - here[1]) * scaleX / 8;
                    double rightY = (right[0] - here[0]) * scaleY / 8;
                    double rightX = (right[1] - here[1]) * scaleX / 8;
                    assertThat(Math.hypot(downY, downX)).isCloseTo(1, within(0.01));
                    assertThat(Math.hypot(rightY, rightX)).isCloseTo(1, within(0.01));
                    assertThat(downY * rightY + downX * rightX).isCloseTo(0, within(0.01));
                    assertThat(downY * rightX - downX * rightY).isCloseTo(flip ? -1 : 1, within(0.02));
                }
            }
        }
    }
}
