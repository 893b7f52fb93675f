package org.cellineage.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.image.Plane;

/**
 * Rods that grow exponentially, divide in the middle at about twice the length of a newborn, and push each other apart
 * as they grow. Those that are pushed far out of the field are forgotten.
 */
final class RodColony implements Specimen {

    /** Length of a newborn rod with caps, in widths. */
    private static final double NEWBORN_WIDTHS = 2.2;

    private static final double MARGIN_LENGTHS = 3;
    private static final int PUSHES = 25;
    private static final double STEP = 0.45;

    private final SimulationOptions options;
    private final SplittableRandom random;
    private final RodScene scene;
    private final double width;
    private final double newborn;
    private final double doubling;
    private final double curl;
    private List<Rod> rods = new ArrayList<>();

    RodColony(SimulationOptions options, WellConditions conditions, SplittableRandom random, RodScene scene) {
        this.options = options;
        this.random = random;
        this.scene = scene;
        this.width = options.nucleusDiameterPx();
        this.newborn = NEWBORN_WIDTHS * width * (0.9 + 0.4 * random.nextDouble());
        this.doubling = options.cycleFrames() * conditions.cycleFactor();
        this.curl = 0.02 + 0.1 * random.nextDouble();
        for (int i = 0; i < options.cells(); i++) {
            Rod rod = rod(Math.exp(options.brightnessSpread() * random.nextGaussian()));
            rod.y = options.heightPx() * random.nextDouble();
            rod.x = options.widthPx() * random.nextDouble();
            rod.angle = Math.PI * random.nextDouble();
            rod.length = newborn * Math.pow(2, random.nextDouble()) - width;
            rods.add(rod);
        }
        pushApart();
    }

    private Rod rod(double brightness) {
        double factor = Math.exp(options.cycleSpread() * random.nextGaussian());
        double rate = Math.pow(2, factor / doubling) - 1;
        double last = 2 * newborn * Math.exp(0.5 * options.cycleSpread() * random.nextGaussian());
        return new Rod(brightness, rate, last);
    }

    @Override
    public void advance(double movedY, double movedX) {
        List<Rod> next = new ArrayList<>();
        double margin = MARGIN_LENGTHS * newborn;
        for (Rod rod : rods) {
            rod.y += movedY + options.stepPx() * random.nextGaussian();
            rod.x += movedX + options.stepPx() * random.nextGaussian();
            rod.length += rod.rate * (rod.length + width);
            boolean isNear = rod.y > -margin
                    && rod.x > -margin
                    && rod.y < options.heightPx() + margin
                    && rod.x < options.widthPx() + margin;
            if (isNear && random.nextDouble() >= options.deathRate()) {
                if (rod.length + width >= rod.lastLength) {
                    divide(rod, next);
                } else {
                    next.add(rod);
                }
            }
        }
        rods = next;
        pushApart();
    }

    private void divide(Rod mother, List<Rod> into) {
        double share = 0.5 + 0.03 * random.nextGaussian();
        double whole = mother.length + width;
        for (int side = -1; side <= 1; side += 2) {
            double part = whole * (side < 0 ? share : 1 - share);
            double middle = side * (whole / 2 - part / 2);
            Rod daughter = rod(mother.brightness * Math.exp(0.08 * random.nextGaussian()));
            daughter.length = Math.max(0.2 * width, part - width);
            daughter.y = mother.y + middle * Math.sin(mother.angle);
            daughter.x = mother.x + middle * Math.cos(mother.angle);
            daughter.angle = mother.angle + curl * random.nextGaussian();
            daughter.motherTrack = mother.track;
            into.add(daughter);
        }
    }

    private void pushApart() {
        for (int i = 0; i < PUSHES; i++) {
            boolean any = false;
            for (int a = 0; a < rods.size(); a++) {
                for (int b = a + 1; b < rods.size(); b++) {
                    any |= push(rods.get(a), rods.get(b));
                }
            }
            if (!any) {
                return;
            }
        }
    }

    /** Moves and turns two rods apart if they overlap. */
    private boolean push(Rod a, Rod b) {
        double far = width + (a.length + b.length) / 2;
        if (Math.abs(a.y - b.y) > far || Math.abs(a.x - b.x) > far) {
            return false;
        }
        double[] nearest = Segments.nearest(a, b);
        double ay = a.alongY(nearest[0]);
        double ax = a.alongX(nearest[0]);
        double by = b.alongY(nearest[1]);
        double bx = b.alongX(nearest[1]);
        double distance = Math.hypot(ay - by, ax - bx);
        double overlap = width - distance;
        if (overlap <= 0.02 * width) {
            return false;
        }
        // Axes that cross are separated along the line between the centres.
        double ny = distance > 1e-6 ? (ay - by) / distance : a.y >= b.y ? 1 : -1;
        double nx = distance > 1e-6 ? (ax - bx) / distance : 0;
        move(a, nearest[0], STEP * overlap * ny, STEP * overlap * nx);
        move(b, nearest[1], -STEP * overlap * ny, -STEP * overlap * nx);
        return true;
    }

    private void move(Rod rod, double at, double dy, double dx) {
        rod.y += dy;
        rod.x += dx;
        double lever = at * rod.length / 2;
        double across = dy * Math.cos(rod.angle) - dx * Math.sin(rod.angle);
        double whole = rod.length + width;
        // A thin rod's moment of inertia is its mass times its length squared over twelve.
        rod.angle += 12 * lever * across / (whole * whole) * 0.5;
    }

    @Override
    public List<Rod> cells() {
        return rods;
    }

    @Override
    public int[] draw() {
        return scene.draw(rods);
    }

    @Override
    public List<Plane> expose(int frame) {
        return scene.expose(rods, frame);
    }
}
