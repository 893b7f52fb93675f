package org.cellineage.format.labels;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.cellineage.format.Calibration;
import org.cellineage.format.FrameRef;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.layout.MovieFolder;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.image.PixelType;

/** A folder of made images: every page is of one value, so that a page tells which it is. */
record LabelFolder(Path root) {

    private static final int WIDTH = MovieFolder.WIDTH;
    private static final int HEIGHT = MovieFolder.HEIGHT;

    LabelFolder tiff(String name, int... values) {
        return put(name, tiffBytes(values));
    }

    LabelFolder text(String name, String text) {
        return put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    LabelFolder png(String name, int type, int value) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
        for (int p = 0; p < WIDTH * HEIGHT; p++) {
            image.getRaster().setSample(p % WIDTH, p / WIDTH, 0, value);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return put(name, out.toByteArray());
    }

    LabelFolder put(String name, byte[] content) {
        new MovieFolder(root).put(name, content);
        return this;
    }

    static byte[] tiffBytes(int... values) {
        return MovieFolder.tiffBytes("", WIDTH, HEIGHT, values);
    }

    /** A movie in one file of that many frames, which need not be there. */
    Movie stack(MovieKey key, String file, int frames) {
        return movie(
                key,
                root.resolve(file).toString(),
                IntStream.range(0, frames)
                        .mapToObj(t -> new FrameRef(
                                t, List.of(PlaneRef.tiff(root.resolve(file).toString(), t))))
                        .toList());
    }

    /** A movie of files, the first of them frame 0. */
    Movie files(MovieKey key, List<String> files) {
        return movie(
                key,
                root.resolve(files.get(0)).getParent().toString(),
                IntStream.range(0, files.size())
                        .mapToObj(t -> new FrameRef(
                                t,
                                List.of(PlaneRef.tiff(root.resolve(files.get(t)).toString(), 0))))
                        .toList());
    }

    static Movie movie(MovieKey key, String source, List<FrameRef> frames) {
        int last = frames.get(frames.size() - 1).frame();
        return new Movie(
                key, source, WIDTH, HEIGHT, PixelType.U16, List.of("channel0"), Calibration.UNKNOWN, last + 1, frames);
    }

    /** Frame to the value of its label image. */
    static Map<Integer, Integer> pixels(LabelSet set) throws IOException {
        Map<Integer, Integer> pixels = new TreeMap<>();
        try (StoragePlaneReader reader = new StoragePlaneReader(new LocalStorage())) {
            for (Map.Entry<Integer, PlaneRef> frame : set.frames().entrySet()) {
                pixels.put(frame.getKey(), reader.read(frame.getValue()).toInts()[0]);
            }
        }
        return pixels;
    }
}
