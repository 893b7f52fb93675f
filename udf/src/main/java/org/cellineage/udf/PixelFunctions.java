package org.cellineage.udf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.Storage;
import org.cellineage.format.StorageProvider;
import org.cellineage.picture.CellCrops;
import org.cellineage.problem.BadInputException;
import org.cellineage.udf.SqlFunction.Doc;
import org.cellineage.udf.SqlFunction.Example;
import org.jspecify.annotations.Nullable;

/**
 * Pixels of the source images. Methods are public for the code that Spark generates.
 *
 * <p>As with Spark's own functions, an unreadable image is an error, and the variant whose name starts with
 * {@code try_} returns null instead.
 */
public final class PixelFunctions {

    private static final DataType TEXT = DataTypes.StringType;
    private static final DataType INT = DataTypes.IntegerType;
    private static final List<DataType> TYPES = List.of(TEXT, TEXT, TEXT, INT, TEXT, INT, INT, INT, INT);

    /** One cache per thread, so that a frame is decoded once for all its cells. */
    private static final ThreadLocal<CellCrops> CROPS = ThreadLocal.withInitial(() -> new CellCrops(storage()));

    private static final List<String> ARGUMENTS = List.of(
            "input, layout - the columns of the table movies; if the images were moved, their new location",
            "movie_id, frame - the frame",
            "channel - name of the channel",
            "min_y, min_x, max_y, max_x - the bounding box, such as min_y_px - 10, min_x_px - 10, max_y_px + 10,"
                    + " max_x_px + 10");
    private static final String CALL = "_FUNC_(input, layout, movie_id, frame, channel, min_y, min_x, max_y, max_x) - ";

    private PixelFunctions() {}

    static List<SqlFunction> all() {
        return List.of(
                of(
                        "cell_png",
                        "png",
                        "A cell as a greyscale PNG image, cropped from its source image. Contrast is stretched to the range"
                                + " of the crop, and parts outside the frame are cut off. Fails if the image cannot be"
                                + " read.",
                        new Example("_FUNC_(NULL, 'auto', 'P1/A01/1', 0, 'channel0', 0, 0, 8, 8)", "NULL"),
                        new Example(
                                "_FUNC_(input, layout, c.movie_id, frame, 'channel0', min_y_px, min_x_px, max_y_px,"
                                        + " max_x_px) FROM cells c JOIN movies m ON m.movie_id = c.movie_id",
                                "a PNG for each cell")),
                of(
                        "try_cell_png",
                        "tryPng",
                        "The same; null if the image cannot be read, for example because it was moved or deleted.",
                        new Example("_FUNC_('/gone', 'auto', 'P1/A01/1', 0, 'channel0', 0, 0, 8, 8)", "NULL")));
    }

    private static SqlFunction of(String name, String method, String usage, Example... examples) {
        return SqlFunction.calling(
                name,
                PixelFunctions.class,
                method,
                DataTypes.BinaryType,
                TYPES,
                Doc.of(CALL + usage, ARGUMENTS, examples));
    }

    private static Storage storage() {
        return ServiceLoader.load(StorageProvider.class, PixelFunctions.class.getClassLoader())
                .findFirst()
                .map(StorageProvider::storage)
                .orElseGet(LocalStorage::new);
    }

    public static byte[] png(
            UTF8String input,
            UTF8String layout,
            UTF8String movieId,
            int frame,
            UTF8String channel,
            int minY,
            int minX,
            int maxY,
            int maxX) {
        try {
            return crop(input, layout, movieId, frame, channel, new CellCrops.Part(minY, minX, maxY, maxX));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte @Nullable [] tryPng(
            UTF8String input,
            UTF8String layout,
            UTF8String movieId,
            int frame,
            UTF8String channel,
            int minY,
            int minX,
            int maxY,
            int maxX) {
        try {
            return crop(input, layout, movieId, frame, channel, new CellCrops.Part(minY, minX, maxY, maxX));
        } catch (BadInputException | IOException e) {
            // The contract of try_ functions.
            return null;
        }
    }

    private static byte[] crop(
            UTF8String input, UTF8String layout, UTF8String movieId, int frame, UTF8String channel, CellCrops.Part part)
            throws IOException {
        return CROPS.get()
                .png(input.toString(), layout.toString(), movieId.toString(), frame, channel.toString(), part);
    }
}
