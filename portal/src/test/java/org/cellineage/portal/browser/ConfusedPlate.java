package org.cellineage.portal.browser;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.Plane;

/**
 * A plate of three wells, drawn by hand, with the tracks of a linker that was wrong in wells A01 and A03: it exchanged two cells, and
 * it took a division for a cell that goes on beside one that appears. The outline of one cell misses its lower half.
 */
final class ConfusedPlate {

    static final int SIDE = 128;
    static final int FRAMES = 6;

    /** First frame in which the tracks of {@link #LEFT} and {@link #RIGHT} are exchanged. */
    static final int SWAPPED = 3;

    /** First frame of the daughters. */
    static final int DIVIDED = 3;

    /** A place: row and column. */
    record Place(double y, double x) {}

    static final Place LEFT = new Place(28, 30);
    static final Place RIGHT = new Place(28, 62);
    static final Place MOTHER = new Place(84, 40);
    static final Place DAUGHTER = new Place(84, 30);
    static final Place OTHER_DAUGHTER = new Place(84, 50);
    static final Place HALF = new Place(84, 96);

    private static final double RADIUS = 8;

    private ConfusedPlate() {}

    /** Writes it in the layout of the Cell Tracking Challenge. */
    static void write(Path plate) throws IOException {
        for (int frame = 0; frame < FRAMES; frame++) {
            short[] pixels = background();
            short[] tracks = new short[SIDE * SIDE];
            boolean swapped = frame >= SWAPPED;
            cell(pixels, tracks, LEFT, swapped ? 2 : 1);
            cell(pixels, tracks, RIGHT, swapped ? 1 : 2);
            if (frame < DIVIDED) {
                cell(pixels, tracks, MOTHER, 3);
            } else {
                cell(pixels, tracks, DAUGHTER, 3);
                cell(pixels, tracks, OTHER_DAUGHTER, 4);
            }
            cell(pixels, tracks, HALF, 5);
            for (int p = (int) HALF.y() * SIDE; p < tracks.length; p++) {
                tracks[p] = tracks[p] == 5 ? 0 : tracks[p];
            }
            frame(plate, "A01_s1", frame, pixels, tracks);
            frame(plate, "A03_s1", frame, pixels, tracks);
            short[] calm = background();
            short[] alone = new short[SIDE * SIDE];
            cell(calm, alone, LEFT, 1);
            frame(plate, "A02_s1", frame, calm, alone);
        }
        String last = String.valueOf(FRAMES - 1);
        String of = "1 0 LAST 0\n2 0 LAST 0\n3 0 LAST 0\n4 " + DIVIDED + " LAST 0\n5 0 LAST 0\n";
        tracks(plate, "A01_s1", of.replace("LAST", last));
        tracks(plate, "A03_s1", of.replace("LAST", last));
        tracks(plate, "A02_s1", "1 0 " + last + " 0\n");
    }

    /** A stack of two frames with bright cells. */
    static byte[] stack(int shift) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TiffWriter writer = new TiffWriter(bytes, 2, (long) SIDE * SIDE * 2, TiffWriter.Compression.DEFLATE, "")) {
            for (int frame = 0; frame < 2; frame++) {
                short[] pixels = background();
                short[] unused = new short[SIDE * SIDE];
                for (int i = 0; i < 4; i++) {
                    cell(pixels, unused, new Place(24 + 26 * i + frame, 24 + (26 * i + shift) % 90), 1);
                }
                writer.write(Plane.of(SIDE, SIDE, pixels));
            }
        }
        return bytes.toByteArray();
    }

    private static short[] background() {
        short[] pixels = new short[SIDE * SIDE];
        for (int p = 0; p < pixels.length; p++) {
            pixels[p] = (short) (300 + (p * 31 % 17));
        }
        return pixels;
    }

    private static void cell(short[] pixels, short[] labels, Place at, int label) {
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double away = Math.hypot(y - at.y(), x - at.x());
                if (away <= RADIUS) {
                    pixels[y * SIDE + x] = (short) (2000 - 60 * away);
                    labels[y * SIDE + x] = (short) label;
                }
            }
        }
    }

    private static void frame(Path plate, String movie, int frame, short[] pixels, short[] labels) throws IOException {
        String number = String.format(Locale.ROOT, "%03d", frame);
        image(plate.resolve(movie + "/t" + number + ".tif"), pixels);
        image(plate.resolve(movie + "_GT/TRA/man_track" + number + ".tif"), labels);
    }

    private static void image(Path file, short[] pixels) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            TiffWriter.write(out, Plane.of(SIDE, SIDE, pixels));
        }
    }

    private static void tracks(Path plate, String movie, String text) throws IOException {
        Files.writeString(plate.resolve(movie + "_GT/TRA/man_track.txt"), text, StandardCharsets.UTF_8);
    }
}
