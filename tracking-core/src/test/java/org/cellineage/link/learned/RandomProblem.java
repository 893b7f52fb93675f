package org.cellineage.link.learned;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellFeatures;
import org.cellineage.cell.ChannelIntensity;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.LookAhead;
import org.cellineage.link.Observation;
import org.cellineage.link.TrackHistory;

/**
 * A random linking problem that can be looked at in other ways: moved, turned by a right angle, magnified. Cells are
 * ellipses drawn pixel by pixel; their tracks have random pasts and flows of whole pixels, as masks move by such.
 */
final class RandomProblem {

    /** How the frame is looked at. */
    enum View {
        PLAIN,
        /** Down by 37 and right by 11 pixels. */
        MOVED,
        /** A quarter turn: (y, x) goes to (x, side - 1 - y). */
        TURNED,
        /** Each pixel becomes two by two. */
        MAGNIFIED
    }

    private static final int SIDE = 200;
    private static final int DOWN = 37;
    private static final int RIGHT = 11;

    /** A cell by its pixels. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Drawn(int[] ys, int[] xs, double major, double minor, ChannelIntensity light, double solidity) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Past(List<Drawn> cells, int[] frames, int[][] flows) {}

    private final List<List<Drawn>> frames = new ArrayList<>();
    private final List<Past> tracks = new ArrayList<>();
    private final int[][] flow;
    private final double[][] velocity;

    RandomProblem(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int f = 0; f < 4; f++) {
            List<Drawn> frame = new ArrayList<>();
            for (int c = 0; c < 14 + random.nextInt(5); c++) {
                frame.add(draw(random));
            }
            frames.add(frame);
        }
        int m = 12;
        flow = new int[m][];
        velocity = new double[m][];
        for (int i = 0; i < m; i++) {
            List<Drawn> cells = new ArrayList<>();
            List<Integer> seen = new ArrayList<>();
            List<int[]> flows = new ArrayList<>();
            for (int f = random.nextInt(3); f < 3; f += 1 + random.nextInt(2)) {
                cells.add(frames.get(f).get(i));
                seen.add(f);
                flows.add(new int[] {random.nextInt(-5, 6), random.nextInt(-5, 6)});
            }
            tracks.add(new Past(cells, seen.stream().mapToInt(f -> f).toArray(), flows.toArray(int[][]::new)));
            flow[i] = new int[] {random.nextInt(-9, 10), random.nextInt(-9, 10)};
            velocity[i] = new double[] {2 * random.nextGaussian(), 2 * random.nextGaussian()};
        }
    }

    private static Drawn draw(SplittableRandom random) {
        int y = random.nextInt(20, SIDE - 20);
        int x = random.nextInt(20, SIDE - 20);
        double down = 4 + 5 * random.nextDouble();
        double right = 4 + 5 * random.nextDouble();
        int[] ys = new int[400];
        int[] xs = new int[400];
        int n = 0;
        for (int dy = -9; dy <= 9; dy++) {
            for (int dx = -9; dx <= 9; dx++) {
                if (dy * dy / (down * down) + dx * dx / (right * right) <= 1) {
                    ys[n] = y + dy;
                    xs[n++] = x + dx;
                }
            }
        }
        double mean = 300 + 700 * random.nextDouble();
        return new Drawn(
                Arrays.copyOf(ys, n),
                Arrays.copyOf(xs, n),
                2 * Math.max(down, right),
                2 * Math.min(down, right),
                new ChannelIntensity(mean, 40 * random.nextDouble(), mean / 2, mean * (1 + random.nextDouble())),
                0.8 + 0.2 * random.nextDouble());
    }

    static int side(View look) {
        return look == View.MAGNIFIED ? 2 * SIDE : SIDE + DOWN + RIGHT;
    }

    private static double[] place(double y, double x, View look) {
        return switch (look) {
            case PLAIN -> new double[] {y, x};
            case MOVED -> new double[] {y + DOWN, x + RIGHT};
            case TURNED -> new double[] {x, SIDE - 1 - y};
            case MAGNIFIED -> new double[] {2 * y + 0.5, 2 * x + 0.5};
        };
    }

    private static double[] way(double dy, double dx, View look) {
        return switch (look) {
            case PLAIN, MOVED -> new double[] {dy, dx};
            case TURNED -> new double[] {dx, -dy};
            case MAGNIFIED -> new double[] {2 * dy, 2 * dx};
        };
    }

    private static Cell cell(Drawn drawn, int label, View look) {
        int side = side(look);
        int[] pixels = new int[side * side];
        int times = look == View.MAGNIFIED ? 2 : 1;
        int minY = side;
        int minX = side;
        int maxY = 0;
        int maxX = 0;
        double sumY = 0;
        double sumX = 0;
        for (int p = 0; p < drawn.ys().length; p++) {
            double[] at = place(drawn.ys()[p], drawn.xs()[p], look);
            for (int k = 0; k < times * times; k++) {
                int y = (int) Math.floor(at[0]) + k / times;
                int x = (int) Math.floor(at[1]) + k % times;
                pixels[y * side + x] = 1;
                minY = Math.min(minY, y);
                minX = Math.min(minX, x);
                maxY = Math.max(maxY, y + 1);
                maxX = Math.max(maxX, x + 1);
                sumY += y;
                sumX += x;
            }
        }
        int area = drawn.ys().length * times * times;
        BoundingBox box = new BoundingBox(minY, minX, maxY, maxX);
        double ratio = drawn.minor() / drawn.major();
        return new Cell(
                label,
                sumY / area,
                sumX / area,
                box,
                area,
                times * Math.PI * (drawn.major() + drawn.minor()) / 2,
                Math.sqrt(1 - ratio * ratio),
                times * drawn.major(),
                times * drawn.minor(),
                orientation(drawn, look),
                drawn.solidity(),
                false,
                List.of(drawn.light()),
                Double.NaN,
                false,
                RunLengthMask.encode(pixels, side, box, 1));
    }

    /** Any angle to the rows' axis; a quarter of a turn takes (y, x) to (x, -y). */
    private static double orientation(Drawn drawn, View look) {
        double angle = Math.PI * (drawn.ys().length % 17) / 17 - Math.PI / 2;
        double turned = look == View.TURNED ? angle - Math.PI / 2 : angle;
        return turned < -Math.PI / 2 ? turned + Math.PI : turned;
    }

    private static List<CellFeatures> describe(List<Cell> cells, View look) {
        FrameScale scale = FrameScale.of(cells, 100, 0);
        List<CellFeatures> cellFeatures = new ArrayList<>();
        for (int c = 0; c < cells.size(); c++) {
            float[] vector = new float[CellVector.SIZE];
            CellVector.fill(cells.get(c), c, scale, side(look), side(look), vector, 0);
            cellFeatures.add(new CellFeatures(new float[0], vector, scale.spacingPx()));
        }
        return cellFeatures;
    }

    /** The problem as it looks: every track with its six nearest cells. */
    LinkProblem view(View look) {
        List<List<Cell>> cells = new ArrayList<>();
        List<List<CellFeatures>> cellFeatures = new ArrayList<>();
        for (List<Drawn> frame : frames) {
            List<Cell> seen = new ArrayList<>();
            frame.forEach(drawn -> seen.add(cell(drawn, seen.size() + 1, look)));
            cells.add(seen);
            cellFeatures.add(describe(seen, look));
        }
        int m = tracks.size();
        double[][] numbers = new double[4][m];
        List<TrackHistory> histories = new ArrayList<>();
        int[] rowStart = new int[m + 1];
        int[] entries = new int[6 * m];
        for (int i = 0; i < m; i++) {
            TrackHistory history = history(i, look, cells, cellFeatures);
            histories.add(history);
            double[] flowed = way(flow[i][0], flow[i][1], look);
            double[] own = way(velocity[i][0], velocity[i][1], look);
            numbers[0][i] = flowed[0];
            numbers[1][i] = flowed[1];
            numbers[2][i] = history.cell().yPx() + flowed[0] + own[0];
            numbers[3][i] = history.cell().xPx() + flowed[1] + own[1];
            int[] nearest = nearest(cells.get(3), numbers[2][i], numbers[3][i]);
            System.arraycopy(nearest, 0, entries, 6 * i, 6);
            rowStart[i + 1] = 6 * (i + 1);
        }
        double spacing = FrameScale.of(cells.get(3), 100, 0).spacingPx();
        return new LinkProblem(
                3,
                spacing,
                histories,
                cells.get(3),
                cellFeatures.get(3),
                0,
                0,
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                rowStart,
                entries,
                LookAhead.of(cells.get(3), List.of(cells.get(2), cells.get(1)), spacing));
    }

    private TrackHistory history(int i, View look, List<List<Cell>> cells, List<List<CellFeatures>> cellFeatures) {
        Past past = tracks.get(i);
        List<Observation> seen = new ArrayList<>();
        for (int k = 0; k < past.frames().length; k++) {
            int f = past.frames()[k];
            double[] flowed = way(past.flows()[k][0], past.flows()[k][1], look);
            seen.add(new Observation(
                    f,
                    cells.get(f).get(i),
                    cellFeatures.get(f).get(i),
                    k == 0 ? 0 : flowed[0],
                    k == 0 ? 0 : flowed[1]));
        }
        TrackHistory history = new TrackHistory(i + 1, seen.get(0));
        seen.subList(1, seen.size()).forEach(history::add);
        return history;
    }

    private static int[] nearest(List<Cell> cells, double y, double x) {
        return IntStream.range(0, cells.size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        c -> Math.hypot(cells.get(c).yPx() - y, cells.get(c).xPx() - x)))
                .limit(6)
                .mapToInt(c -> c)
                .sorted()
                .toArray();
    }
}
