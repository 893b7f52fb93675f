package org.cellineage.train.type;

import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.image.Plane;
import org.cellineage.type.ImageType;
import org.cellineage.type.TypeWindows;

/**
 * An image of a known type.
 *
 * @param name {@code SET/IMAGE}
 * @param levels as the type is found from; at least one
 */
record TypeImage(String name, ImageType type, List<TypeWindows.Level> levels) {

    private static final double LOG_ZOOM = 0.4;

    /** The standard scale is not always found. */
    private static final double OTHER_SCALES = 0.2;

    TypeImage {
        levels = List.copyOf(levels);
    }

    static TypeImage of(String name, ImageType type, Plane plane) {
        return new TypeImage(name, type, TypeWindows.levels(plane));
    }

    /** Brightness of a window, mostly at the standard scale, near one of those from which the type is found, zoomed, turned and mirrored at random. */
    float[] draw(SplittableRandom random) {
        int side = TypeWindows.SIDE;
        int scale = TypeWindows.standard(levels);
        if (random.nextDouble() < OTHER_SCALES) {
            scale = Math.max(0, Math.min(levels.size() - 1, scale + (random.nextBoolean() ? 1 : -1)));
        }
        TypeWindows.Level level = levels.get(scale);
        int[] corner = level.corners().get(random.nextInt(level.corners().size()));
        double cy = corner[0] + side / 2.0 + side / 4.0 * (2 * random.nextDouble() - 1);
        double cx = corner[1] + side / 2.0 + side / 4.0 * (2 * random.nextDouble() - 1);
        double zoom = Math.exp(LOG_ZOOM * (2 * random.nextDouble() - 1));
        double angle = random.nextBoolean() ? 2 * Math.PI * random.nextDouble() : Math.PI / 2 * random.nextInt(4);
        double mirror = random.nextBoolean() ? -1 : 1;
        double cos = Math.cos(angle) / zoom;
        double sin = Math.sin(angle) / zoom;
        float[] window = new float[side * side];
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < side; j++) {
                double v = i - (side - 1) / 2.0;
                double u = mirror * (j - (side - 1) / 2.0);
                window[i * side + j] = bilinear(level, cy + cos * v - sin * u, cx + sin * v + cos * u);
            }
        }
        return window;
    }

    private static float bilinear(TypeWindows.Level level, double y, double x) {
        int top = (int) Math.floor(y);
        int left = (int) Math.floor(x);
        float fy = (float) (y - top);
        float fx = (float) (x - left);
        float[] v = level.brightness();
        int above = mirror(top, level.height()) * level.width();
        int below = mirror(top + 1, level.height()) * level.width();
        int first = mirror(left, level.width());
        int second = mirror(left + 1, level.width());
        float high = v[above + first] + (v[above + second] - v[above + first]) * fx;
        float low = v[below + first] + (v[below + second] - v[below + first]) * fx;
        return high + (low - high) * fy;
    }

    private static int mirror(int i, int size) {
        int at = Math.floorMod(i, 2 * size);
        return at < size ? at : 2 * size - 1 - at;
    }
}
