package org.cellineage.format.png;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;

/**
 * Reads a grey PNG image of 1 to 16 bits per pixel, as segmentation programs save labels. For an image with a palette,
 * the indices are read, not the colours.
 */
public final class PngImage {

    private static final long MOST_BYTES = 1L << 29;
    private static final long MOST_PIXELS = 1L << 28;

    private PngImage() {}

    /**
     * Reads an image; its type is {@link org.cellineage.image.PixelType#U8} or
     * {@link org.cellineage.image.PixelType#U16}.
     *
     * @throws BadInputException if it is not a PNG image, is in colour, too large, or truncated
     */
    public static Plane read(Storage storage, String location) throws IOException {
        byte[] file;
        try (SeekableBytes bytes = storage.open(location)) {
            if (bytes.length() > MOST_BYTES) {
                throw tooLarge(location, bytes.length() + " bytes");
            }
            file = new byte[(int) bytes.length()];
            bytes.readFully(0, file, 0, file.length);
        }
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("png");
        if (!readers.hasNext()) {
            throw new IllegalStateException("this Java reads no PNG");
        }
        ImageReader reader = readers.next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels > MOST_PIXELS) {
                throw tooLarge(location, reader.getWidth(0) + " x " + reader.getHeight(0) + " pixels");
            }
            return plane(reader.read(0).getRaster(), location);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            // The bytes are in memory, so the cause is their content.
            throw new BadInputException(
                    location,
                    "It is not a PNG image, or cut off: " + e.getMessage() + ".",
                    "Copy it again from its source, or save the labels as TIFF.",
                    e);
        } finally {
            reader.dispose();
        }
    }

    private static BadInputException tooLarge(String location, String size) {
        return new BadInputException(
                location, "A PNG image of " + size + " is too large to be read.", "Save the labels as TIFF.");
    }

    private static Plane plane(Raster raster, String location) {
        int bits = raster.getSampleModel().getSampleSize(0);
        if (raster.getNumBands() != 1 || bits > 16) {
            throw new BadInputException(
                    location,
                    "It is a colour image with " + raster.getNumBands() + " channels, not a label image.",
                    "Save the labels as whole numbers, one grey channel, not as colours.");
        }
        int width = raster.getWidth();
        int height = raster.getHeight();
        int[] row = new int[width];
        byte[] bytes = new byte[bits <= 8 ? width * height : 0];
        short[] shorts = new short[bits <= 8 ? 0 : width * height];
        for (int y = 0; y < height; y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                if (bits <= 8) {
                    bytes[y * width + x] = (byte) row[x];
                } else {
                    shorts[y * width + x] = (short) row[x];
                }
            }
        }
        return bits <= 8 ? Plane.of(width, height, bytes) : Plane.of(width, height, shorts);
    }
}
