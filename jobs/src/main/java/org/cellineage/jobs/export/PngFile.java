package org.cellineage.jobs.export;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.cellineage.picture.RgbImage;

/** Writes colour images as PNG files. */
final class PngFile {

    private PngFile() {}

    /** Writes an image and closes the stream. */
    static void write(RgbImage picture, OutputStream out) throws IOException {
        int width = picture.width();
        int height = picture.height();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, picture.rgb(), 0, width);
        // Avoids ImageIO's stream cache, which is a temporary file.
        try (out;
                ImageOutputStream cache = new MemoryCacheImageOutputStream(out)) {
            if (!ImageIO.write(image, "png", cache)) {
                throw new IllegalStateException("this Java has no writer of PNG files");
            }
        }
    }
}
