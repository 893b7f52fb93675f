package org.cellineage.simulate;

/** Distances between the axes of rods. */
final class Segments {

    private Segments() {}

    /** The positions, -1 to 1 along each axis, at which two rods are nearest to each other (Ericson 2005, 5.1.9). */
    static double[] nearest(Rod a, Rod b) {
        double uy = a.length * Math.sin(a.angle);
        double ux = a.length * Math.cos(a.angle);
        double vy = b.length * Math.sin(b.angle);
        double vx = b.length * Math.cos(b.angle);
        double ry = a.alongY(-1) - b.alongY(-1);
        double rx = a.alongX(-1) - b.alongX(-1);
        double uu = Math.max(1e-9, uy * uy + ux * ux);
        double vv = Math.max(1e-9, vy * vy + vx * vx);
        double uv = uy * vy + ux * vx;
        double ur = uy * ry + ux * rx;
        double vr = vy * ry + vx * rx;
        double parallel = uu * vv - uv * uv;
        double s = parallel > 1e-6 * uu * vv ? clamp((uv * vr - ur * vv) / parallel) : 0.5;
        double t = (uv * s + vr) / vv;
        if (t < 0 || t > 1) {
            t = clamp(t);
            s = clamp((uv * t - ur) / uu);
        }
        return new double[] {2 * s - 1, 2 * t - 1};
    }

    private static double clamp(double share) {
        return Math.max(0, Math.min(1, share));
    }

    /** Distance of a point from the axis of a rod, and the position along it: {distance, -1 to 1}. */
    static double[] fromAxis(Rod rod, double y, double x) {
        double along = (y - rod.y) * Math.sin(rod.angle) + (x - rod.x) * Math.cos(rod.angle);
        double half = Math.max(1e-9, rod.length / 2);
        double at = Math.max(-1, Math.min(1, along / half));
        return new double[] {Math.hypot(y - rod.alongY(at), x - rod.alongX(at)), at};
    }
}
