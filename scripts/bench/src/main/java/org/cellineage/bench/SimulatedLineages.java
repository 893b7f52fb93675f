package org.cellineage.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.cell.ChannelIntensity;
import org.cellineage.cell.Precision;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.track.Fate;
import org.cellineage.track.Origin;

/**
 * Lineages of one movie as tables would show them, made without images: cells walk, grow, divide, die and leave the field.
 * Figures have the noise that measured ones have, so that files of them are as large as files of real ones.
 *
 * <p>The same settings give the same lineages. Frames come one after the other, so that a movie never lies in memory.
 */
final class SimulatedLineages {

    /**
     * What is simulated.
     *
     * @param seed of all random numbers
     * @param frames frames of the movie
     * @param cells cells of the first frame
     * @param dose 0 to 1: slows cycles and cells, kills some
     */
    record Options(long seed, int frames, int cells, double dose) {}

    /** A cell in a frame. */
    record Seen(int trackId, Cell cell, double linkProbability, double linkMargin) {}

    /** A track that has ended. */
    record Life(
            int trackId,
            int parent,
            int root,
            int generation,
            String path,
            int firstFrame,
            int lastFrame,
            Origin origin,
            Fate fate,
            double divisionProbability,
            double[] firstAndLast,
            double pathLength,
            double meanArea,
            double meanLinkProbability) {}

    /** A division. */
    record Split(int mother, int daughter1, int daughter2, int frame, double y, double x, double probability) {}

    /** Side of a frame in pixels. */
    static final int SIDE = 2048;
    private static final int CYCLE_FRAMES = 72;
    private static final double BIRTH_AREA = 220;
    private static final int SHAPES = 4096;
    private static final List<Shape> POOL = shapes();

    /** A mask and the box it fills. */
    private record Shape(RunLengthMask mask, int height, int width, int area) {}

    private static final class Live {
        final int trackId;
        final int parent;
        final int root;
        final int generation;
        final String path;
        final int firstFrame;
        final int bornAt;
        final int dividesAt;
        final Origin origin;
        final double reporter;
        double y;
        double x;
        double heading;
        double firstY;
        double firstX;
        double pathLength;
        double areaSum;
        double linkSum;
        double keptY;
        double keptX;
        int seen;

        Live(int trackId, Live mother, int daughter, int frame, int dividesAt) {
            this.trackId = trackId;
            this.parent = mother.trackId;
            this.root = mother.root;
            this.generation = mother.generation + 1;
            this.path = mother.path + "." + daughter;
            this.firstFrame = frame;
            this.bornAt = frame;
            this.dividesAt = dividesAt;
            this.origin = Origin.DIVISION;
            this.reporter = mother.reporter;
            this.y = mother.y;
            this.x = mother.x;
        }

        Live(int trackId, int frame, int bornAt, int dividesAt, Origin origin, double reporter, double y, double x) {
            this.trackId = trackId;
            this.parent = 0;
            this.root = trackId;
            this.generation = 0;
            this.path = Integer.toString(trackId);
            this.firstFrame = frame;
            this.bornAt = bornAt;
            this.dividesAt = dividesAt;
            this.origin = origin;
            this.reporter = reporter;
            this.y = y;
            this.x = x;
        }
    }

    private final Options options;
    private final SplittableRandom random;
    private final List<Life> lives = new ArrayList<>();
    private final List<Split> splits = new ArrayList<>();
    private List<Live> living = new ArrayList<>();
    private int frame = -1;
    private int lastTrackId;
    private long cells;
    private long links;
    private long lowMargins;
    private double linkSum;

    SimulatedLineages(Options options) {
        this.options = options;
        this.random = new SplittableRandom(options.seed());
        for (int i = 0; i < options.cells(); i++) {
            int cycle = cycle();
            int age = random.nextInt(cycle);
            living.add(new Live(
                    ++lastTrackId,
                    0,
                    -age,
                    cycle - age,
                    Origin.START,
                    400 + 500 * random.nextDouble(),
                    random.nextDouble() * SIDE,
                    random.nextDouble() * SIDE));
        }
    }

    private int cycle() {
        double frames = CYCLE_FRAMES * (1 + options.dose()) * (1 + 0.15 * random.nextGaussian());
        return Math.max(12, (int) frames);
    }

    /** Goes on by a frame and gives its cells in the order of track ids; none after the last. */
    List<Seen> next() {
        if (++frame >= options.frames()) {
            return List.of();
        }
        if (frame > 0) {
            move();
        }
        List<Seen> seen = new ArrayList<>(living.size());
        for (Live cell : living) {
            seen.add(see(cell));
        }
        if (frame == options.frames() - 1) {
            living.forEach(cell -> end(cell, Fate.END, Double.NaN));
        }
        return seen;
    }

    private void move() {
        List<Live> there = new ArrayList<>(living.size() + 16);
        List<Live> born = new ArrayList<>();
        for (Live cell : living) {
            double speed = 3 * (1 - 0.5 * options.dose());
            cell.heading += 0.5 * random.nextGaussian();
            cell.y += speed * Math.sin(cell.heading) + 0.3 * random.nextGaussian();
            cell.x += speed * Math.cos(cell.heading) + 0.3 * random.nextGaussian();
            boolean inside = cell.y >= 0 && cell.x >= 0 && cell.y < SIDE && cell.x < SIDE;
            if (!inside) {
                end(cell, Fate.LEFT, Double.NaN);
            } else if (cell.dividesAt <= frame) {
                Live first = new Live(++lastTrackId, cell, 1, frame, frame + cycle());
                Live second = new Live(++lastTrackId, cell, 2, frame, frame + cycle());
                first.y -= 6;
                second.y += 6;
                first.heading = cell.heading + 1;
                second.heading = cell.heading - 1;
                double probability = 1 - 0.4 * Math.pow(random.nextDouble(), 4);
                splits.add(new Split(
                        cell.trackId, first.trackId, second.trackId, frame, cell.keptY, cell.keptX, probability));
                end(cell, Fate.DIVISION, probability);
                born.add(first);
                born.add(second);
            } else if (random.nextDouble() < 0.0003 + 0.002 * options.dose()) {
                end(cell, Fate.LOST, Double.NaN);
            } else {
                there.add(cell);
            }
        }
        if (random.nextDouble() < 0.3) {
            born.add(new Live(
                    ++lastTrackId,
                    frame,
                    frame - 10,
                    frame + cycle(),
                    Origin.ENTERED,
                    400 + 500 * random.nextDouble(),
                    random.nextDouble() * SIDE,
                    5 * random.nextDouble()));
        }
        there.addAll(born);
        living = there;
    }

    private Seen see(Live live) {
        double age = (double) (frame - live.bornAt) / Math.max(1, live.dividesAt - live.bornAt);
        Shape shape = POOL.get(shapeOf(BIRTH_AREA * (1 + age) * (1 + 0.05 * random.nextGaussian())));
        int minY = Math.max(0, (int) live.y - shape.height() / 2);
        int minX = Math.max(0, (int) live.x - shape.width() / 2);
        double major = Math.sqrt(4 * shape.area() / Math.PI) * (1.1 + 0.1 * random.nextDouble());
        double minor = 4 * shape.area() / Math.PI / major;
        double nuclear = (live.dividesAt - frame == 3 ? 1500 : 900) * (1 + 0.04 * random.nextGaussian());
        double fading = live.root % 50 == 0 ? Math.exp(-frame / 60.0) : 1;
        double reporter = 100 + live.reporter * fading * (1 + 0.05 * random.nextGaussian());
        Cell cell = Precision.round(new Cell(
                live.trackId,
                live.y,
                live.x,
                new BoundingBox(minY, minX, minY + shape.height(), minX + shape.width()),
                shape.area(),
                Math.PI * Math.sqrt(major * minor) * (1.05 + 0.05 * random.nextDouble()),
                Math.sqrt(1 - minor * minor / (major * major)),
                major,
                minor,
                Math.PI * (random.nextDouble() - 0.5),
                0.93 + 0.05 * random.nextDouble(),
                minY == 0 || minX == 0,
                List.of(light(nuclear), light(reporter)),
                Double.NaN,
                false,
                shape.mask()));
        boolean first = live.seen == 0;
        double doubt = Math.pow(random.nextDouble(), 12);
        double probability = first ? Double.NaN : Precision.score(1 - 0.3 * doubt);
        double margin = first ? Double.NaN : Precision.score(1 - 1.1 * doubt - 0.01 * random.nextDouble());
        if (first) {
            live.firstY = cell.yPx();
            live.firstX = cell.xPx();
        } else {
            live.pathLength += Math.hypot(cell.yPx() - live.keptY, cell.xPx() - live.keptX);
            live.linkSum += probability;
            linkSum += probability;
            links++;
            lowMargins += margin < 0.1 ? 1 : 0;
        }
        live.keptY = cell.yPx();
        live.keptX = cell.xPx();
        live.areaSum += cell.areaPx();
        live.seen++;
        cells++;
        return new Seen(live.trackId, cell, probability, margin);
    }

    private ChannelIntensity light(double mean) {
        double std = mean * (0.15 + 0.05 * random.nextDouble());
        return new ChannelIntensity(
                mean,
                std,
                Math.rint(Math.max(90, mean - std * (2 + random.nextDouble()))),
                Math.rint(mean + std * (2.5 + random.nextDouble())));
    }

    private void end(Live cell, Fate fate, double divisionProbability) {
        lives.add(new Life(
                cell.trackId,
                cell.parent,
                cell.root,
                cell.generation,
                cell.path,
                cell.firstFrame,
                cell.firstFrame + cell.seen - 1,
                cell.origin,
                fate,
                Precision.score(divisionProbability),
                new double[] {cell.firstY, cell.firstX, cell.keptY, cell.keptX},
                cell.pathLength,
                cell.areaSum / cell.seen,
                cell.seen == 1 ? Double.NaN : Precision.score(cell.linkSum / (cell.seen - 1))));
    }

    private int shapeOf(double area) {
        double share = (Math.log(area / BIRTH_AREA) + 0.3) / 1.3;
        int place = (int) (share * SHAPES) + random.nextInt(64) - 32;
        return Math.min(SHAPES - 1, Math.max(0, place));
    }

    /** Ellipses with uneven edges, by rising size. */
    private static List<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(77);
        for (int i = 0; i < SHAPES; i++) {
            double area = BIRTH_AREA * Math.exp(1.3 * i / SHAPES - 0.3);
            double long2 = area / Math.PI * (1.1 + 0.4 * random.nextDouble());
            double short2 = area * area / Math.PI / Math.PI / long2;
            double angle = Math.PI * random.nextDouble();
            int half = (int) Math.ceil(Math.sqrt(long2)) + 1;
            int side = 2 * half + 1;
            int[] labels = new int[side * side];
            BoundingBox box = new BoundingBox(half, half, half + 1, half + 1);
            int pixels = 0;
            for (int p = 0; p < labels.length; p++) {
                double dy = p / side - half;
                double dx = p % side - half;
                double along = dy * Math.sin(angle) + dx * Math.cos(angle);
                double across = dy * Math.cos(angle) - dx * Math.sin(angle);
                if (along * along / long2 + across * across / short2 < 0.92 + 0.16 * random.nextDouble()) {
                    labels[p] = 1;
                    pixels++;
                    box = new BoundingBox(
                            Math.min(box.minY(), p / side),
                            Math.min(box.minX(), p % side),
                            Math.max(box.maxY(), p / side + 1),
                            Math.max(box.maxX(), p % side + 1));
                }
            }
            shapes.add(new Shape(RunLengthMask.encode(labels, side, box, 1), box.height(), box.width(), pixels));
        }
        return List.copyOf(shapes);
    }

    Options options() {
        return options;
    }

    /** Goes to the end. */
    void drain() {
        while (frame < options.frames()) {
            next();
        }
    }

    /** Tracks that have ended: all of them, after the last frame. */
    List<Life> lives() {
        return lives;
    }

    List<Split> splits() {
        return splits;
    }

    long cells() {
        return cells;
    }

    long links() {
        return links;
    }

    double meanLinkProbability() {
        return Precision.score(linkSum / links);
    }

    double lowMarginFraction() {
        return Precision.score((double) lowMargins / links);
    }
}
