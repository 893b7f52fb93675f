package org.cellineage.format.layout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cellineage.format.Catalog;
import org.cellineage.format.CatalogFailure;
import org.cellineage.format.FrameRef;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.Movie;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.Plane;

/** A folder of made movies: every page is of one grey value, so that a page tells which it is. */
public record MovieFolder(Path root) {

    public static final int WIDTH = 7;
    public static final int HEIGHT = 5;

    /** Writes a TIFF file of plain pages with these grey values. */
    public MovieFolder tiff(String name, int... values) {
        return put(name, tiffBytes("", WIDTH, HEIGHT, values));
    }

    /** Writes a TIFF file of one page in colour, 8 bits a sample, all pixels alike. */
    MovieFolder rgb(String name, int red, int green, int blue) {
        int pixels = WIDTH * HEIGHT;
        int[][] entries = {
            {256, WIDTH},
            {257, HEIGHT},
            {258, 8},
            {259, 1},
            {262, 2},
            {273, 8},
            {277, 3},
            {278, HEIGHT},
            {279, 3 * pixels}
        };
        int directory = 8 + 3 * pixels + pixels % 2;
        ByteBuffer tiff = ByteBuffer.allocate(directory + 2 + 12 * entries.length + 4 + 6)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {'I', 'I'})
                .putShort((short) 42)
                .putInt(directory);
        for (int p = 0; p < pixels; p++) {
            tiff.put((byte) red).put((byte) green).put((byte) blue);
        }
        tiff.position(directory);
        tiff.putShort((short) entries.length);
        int bits = tiff.capacity() - 6;
        for (int[] entry : entries) {
            boolean three = entry[0] == 258;
            tiff.putShort((short) entry[0]).putShort((short) (three ? 3 : 4)).putInt(three ? 3 : 1);
            tiff.putInt(three ? bits : entry[1]);
        }
        tiff.putInt(0).putShort((short) 8).putShort((short) 8).putShort((short) 8);
        return put(name, tiff.array());
    }

    public MovieFolder put(String name, byte[] content) {
        try {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MovieFolder text(String name) {
        return put(
                name, "this is no image, whatever its name says\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    public static byte[] tiffBytes(String description, int width, int height, int... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TiffWriter writer =
                new TiffWriter(out, values.length, 2L * width * height, TiffWriter.Compression.NONE, description)) {
            for (int value : values) {
                short[] samples = new short[width * height];
                Arrays.fill(samples, (short) value);
                writer.write(Plane.of(width, height, samples));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A zip archive of these members, in the order of the map. */
    public static byte[] zip(Map<String, byte[]> members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                zip.putNextEntry(new ZipEntry(member.getKey()));
                zip.write(member.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    Catalog catalog() throws IOException {
        return catalog(MovieFormats.AUTO);
    }

    Catalog catalog(String layout) throws IOException {
        return new CatalogReader(new LocalStorage()).read(root.toString(), layout);
    }

    /** Movie id to grey values, one list a frame, one value a channel; every plane is read. */
    static Map<String, List<List<Integer>>> pixels(Catalog catalog) throws IOException {
        Map<String, List<List<Integer>>> pixels = new TreeMap<>();
        try (StoragePlaneReader reader = new StoragePlaneReader(new LocalStorage())) {
            for (Movie movie : catalog.movies()) {
                List<List<Integer>> frames = new ArrayList<>();
                for (FrameRef frame : movie.frames()) {
                    List<Integer> channels = new ArrayList<>();
                    for (PlaneRef plane : frame.channels()) {
                        int[] samples = reader.read(plane).toInts();
                        if (samples.length != movie.width() * movie.height()) {
                            throw new AssertionError(plane.describe() + " has " + samples.length + " pixels");
                        }
                        channels.add(samples[samples.length / 2]);
                    }
                    frames.add(channels);
                }
                pixels.put(movie.key().id(), frames);
            }
        }
        return pixels;
    }

    /** {@code movie@frame}, frame -1 for a whole movie, in the catalog's order. */
    static List<String> failed(Catalog catalog) {
        List<String> failed = new ArrayList<>();
        for (CatalogFailure failure : catalog.failures()) {
            failed.add(failure.movie().id() + "@" + failure.frame());
        }
        return failed;
    }

    /** A storage that lists files in an order of its own, backwards for seed 0, and is no local disk. */
    record Shuffled(long seed) implements Storage {

        @Override
        public List<StoredFile> list(String location) throws IOException {
            List<StoredFile> files = new ArrayList<>(new LocalStorage().list(location));
            if (seed == 0) {
                Collections.reverse(files);
            } else {
                Collections.shuffle(files, new Random(seed));
            }
            return files;
        }

        @Override
        public SeekableBytes open(String location) throws IOException {
            return new LocalStorage().open(location);
        }

        @Override
        public Optional<Path> localPath(String location) {
            return Optional.empty();
        }
    }
}
