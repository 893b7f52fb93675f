package org.cellineage.simulate;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.image.Plane;

/** Renders images of nuclei. */
final class Camera implements Scene {

    private final SimulationOptions options;
    private final int width;
    private final int height;
    private final Sensor sensor;
    private final float[] nuclei;
    private final float[] around;
    private final float[] nearness;
    private final int[] owner;

    Camera(SimulationOptions options, SplittableRandom random) {
        this.options = options;
        this.width = options.widthPx();
        this.height = options.heightPx();
        this.sensor = new Sensor(options, random);
        this.nuclei = new float[width * height];
        this.around = new float[options.channels() > 1 ? width * height : 0];
        this.nearness = new float[width * height];
        this.owner = new int[width * height];
    }

    @Override
    public int[] draw(List<Nucleus> cells, double[] rows, double[] columns) {
        Arrays.fill(nuclei, 0);
        Arrays.fill(around, 0);
        Arrays.fill(owner, 0);
        Arrays.fill(nearness, 1);
        for (int i = 0; i < cells.size(); i++) {
            drawNucleus(cells.get(i), i + 1, rows[i], columns[i]);
        }
        return owner.clone();
    }

    private void drawNucleus(Nucleus cell, int number, double cy, double cx) {
        Nucleus.Appearance appearance = cell.appearance();
        double diameter = options.nucleusDiameterPx();
        double radius = diameter / 2 * Math.sqrt(appearance.area());
        double major = radius * Math.sqrt(appearance.aspect());
        double minor = radius / Math.sqrt(appearance.aspect());
        double halo = around.length > 0 ? 1.9 : 1;
        double reach = major * 1.25 * halo;
        double cos = Math.cos(cell.angle);
        double sin = Math.sin(cell.angle);
        double level = cell.brightness * appearance.brightness();
        double depth = Math.min(0.9, options.textureDepth() * appearance.texture());
        for (int y = Math.max(0, (int) (cy - reach)); y <= Math.min(height - 1, (int) (cy + reach) + 1); y++) {
            for (int x = Math.max(0, (int) (cx - reach)); x <= Math.min(width - 1, (int) (cx + reach) + 1); x++) {
                double dy = y - cy;
                double dx = x - cx;
                // u along the major axis, v along the minor axis; u² + v² is 1 on the ellipse.
                double u = (dx * cos + dy * sin) / major;
                double v = (-dx * sin + dy * cos) / minor;
                double ellipse = Math.sqrt(u * u + v * v);
                if (ellipse > 1.3 * halo) {
                    continue;
                }
                double rho = ellipse / outline(cell, Math.atan2(v, u));
                int p = y * width + x;
                if (around.length > 0 && rho < halo) {
                    around[p] += (float) (cell.brightness * 0.5 * (1 - rho / halo));
                }
                if (rho < 1) {
                    double texture = 1 + depth * texture(cell, u, v);
                    double edge = 1 - 0.25 * rho * rho * rho * rho;
                    nuclei[p] = Math.max(nuclei[p], (float) (level * edge * Math.max(0.15, texture)));
                    if (rho < nearness[p]) {
                        nearness[p] = (float) rho;
                        owner[p] = number;
                    }
                }
            }
        }
    }

    private static double outline(Nucleus cell, double angle) {
        double r = 1;
        for (int k = 0; k < cell.outlineAmplitude.length; k++) {
            r += cell.outlineAmplitude[k] * Math.cos((k + 2) * angle + cell.outlinePhase[k]);
        }
        return Math.max(0.6, r);
    }

    /** Texture of a nucleus, which rotates and moves with it; from about -1 to 1. */
    private static double texture(Nucleus cell, double u, double v) {
        double sum = 0;
        for (int w = 0; w < cell.waveY.length; w++) {
            sum += Math.cos(cell.waveY[w] * v / 2 + cell.waveX[w] * u / 2 + cell.wavePhase[w]);
        }
        return sum / Math.sqrt(cell.waveY.length * 2.0);
    }

    @Override
    public List<Plane> expose(int frame) {
        double level = options.nucleusLevel() * sensor.bleached(frame);
        Plane first = sensor.ofEmission(nuclei, level);
        return around.length > 0 ? List.of(first, sensor.ofEmission(around, level)) : List.of(first);
    }
}
