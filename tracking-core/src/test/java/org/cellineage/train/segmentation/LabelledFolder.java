package org.cellineage.train.segmentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;

/** Writes folders of images and labels. */
final class LabelledFolder {

    private final Path root;

    LabelledFolder(Path root) {
        this.root = root;
    }

    /** An image with one square nucleus of that label. */
    LabelledFolder pair(String image, String labels, int label) {
        return image(image, 24, 20).labels(labels, 24, 20, label);
    }

    LabelledFolder image(String file, int width, int height) {
        return write(file, Drawn.plane(square(width, height, 1), 1));
    }

    LabelledFolder labels(String file, int width, int height, int label) {
        return write(file, Plane.of(width, height, square(width, height, label).labels()));
    }

    LabelledFolder drawn(String name, int side, int count, double radius, long seed) {
        LabelImage labels =
                Drawn.labels(side, side, Drawn.scattered(side, side, count, radius * 0.85, radius * 1.15, seed));
        write("images/" + name + ".tif", Drawn.plane(labels, seed));
        return write("labels/" + name + ".tif", Plane.of(side, side, labels.labels()));
    }

    private static LabelImage square(int width, int height, int label) {
        int[] labels = new int[width * height];
        for (int p = 0; p < labels.length; p++) {
            labels[p] = p / width / 6 == 1 && p % width / 6 == 1 ? label : 0;
        }
        return new LabelImage(width, height, labels);
    }

    LabelledFolder write(String file, Plane plane) {
        try {
            Path path = root.resolve(file);
            Files.createDirectories(path.getParent());
            TiffWriter.write(Files.newOutputStream(path), plane);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
