package org.cellineage.bench;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageWriterSpi;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferUShort;
import java.io.IOException;
import java.io.OutputStream;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.Plane;

/** Made-up fluorescence pages and the files that hold them. */
public final class TiffSample {

    /** How pages are stored. */
    public enum Storage {
        /** Uncompressed. */
        PLAIN,
        /** Deflate with horizontal predictor. */
        DEFLATE_PREDICTOR,
        /** LZW, written by TwelveMonkeys as the product writes none. */
        LZW
    }

    private TiffSample() {}

    /** Background 400 with noise of a few counts, and a nucleus of 4000 in each field of 64 x 64 pixels. */
    static short[] fluorescence(SplittableRandom random, int side) {
        short[] samples = new short[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double dy = (y % 64 - 32) / 10.0;
                double dx = (x % 64 - 32) / 10.0;
                double signal = 400 + 3600 * Math.exp(-(dx * dx + dy * dy) / 2);
                samples[y * side + x] = (short) (signal + random.nextInt(16));
            }
        }
        return samples;
    }

    /** Writes the pages as one file. */
    static void write(OutputStream out, int side, short[][] pages, Storage storage) throws IOException {
        switch (storage) {
            case PLAIN -> ours(out, side, pages, TiffWriter.Compression.NONE);
            case DEFLATE_PREDICTOR -> ours(out, side, pages, TiffWriter.Compression.DEFLATE);
            case LZW -> lzw(out, side, pages);
        }
    }

    private static void ours(OutputStream out, int side, short[][] pages, TiffWriter.Compression compression)
            throws IOException {
        try (TiffWriter writer = new TiffWriter(out, pages.length, 2L * side * side, compression, "")) {
            for (short[] page : pages) {
                writer.write(Plane.of(side, side, page));
            }
        }
    }

    private static void lzw(OutputStream out, int side, short[][] pages) throws IOException {
        ImageWriter writer = new TIFFImageWriterSpi().createWriterInstance(null);
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionType("LZW");
            writer.prepareWriteSequence(null);
            for (short[] page : pages) {
                BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_USHORT_GRAY);
                short[] target = ((DataBufferUShort) image.getRaster().getDataBuffer()).getData();
                System.arraycopy(page, 0, target, 0, page.length);
                writer.writeToSequence(new IIOImage(image, null, null), how);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }
}
