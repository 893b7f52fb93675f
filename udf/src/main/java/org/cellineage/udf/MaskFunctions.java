package org.cellineage.udf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.MaskPixels;
import org.cellineage.udf.SqlFunction.Doc;
import org.cellineage.udf.SqlFunction.Example;
import org.jspecify.annotations.Nullable;

/** Pixels and outlines of cells: functions of {@code mask}. Methods are public for the code that Spark generates. */
public final class MaskFunctions {

    private static final DataType INT = DataTypes.IntegerType;
    private static final DataType PIXELS =
            DataTypes.createArrayType(new StructType().add("y", INT).add("x", INT));
    private static final List<DataType> ONE = mask();
    private static final List<DataType> TWO = join(ONE, ONE);

    private static final String MASK = "mask - a cell's mask";
    private static final String BOX =
            "min_y, min_x, max_y, max_x - its bounding box, that is min_y_px, min_x_px, max_y_px, max_x_px";
    private static final List<String> TWO_CELLS = List.of(
            "mask_a, min_y_a, min_x_a, max_y_a, max_x_a - a cell's mask and bounding box",
            "mask_b, min_y_b, min_x_b, max_y_b, max_x_b - the mask and bounding box of another cell");

    private MaskFunctions() {}

    static List<SqlFunction> all() {
        return List.of(
                ofOne(
                        "mask_area",
                        "area",
                        INT,
                        "_FUNC_(mask, min_y, min_x, max_y, max_x) - Number of pixels of the cell.",
                        new Example("_FUNC_(X'0004', 0, 0, 2, 2)", "4")),
                ofOne(
                        "mask_pixels",
                        "pixels",
                        PIXELS,
                        "_FUNC_(mask, min_y, min_x, max_y, max_x) - Rows and columns of the cell's pixels, row by row.",
                        new Example("_FUNC_(X'0102', 10, 20, 11, 23)", "[{\"y\":10,\"x\":21},{\"y\":10,\"x\":22}]")),
                ofOne(
                        "mask_geojson",
                        "geoJson",
                        DataTypes.StringType,
                        "_FUNC_(mask, min_y, min_x, max_y, max_x) - The outline as a GeoJSON Polygon, or as a"
                                + " MultiPolygon if the pixels are not connected by edges. Coordinates are [x, y] and follow"
                                + " the edges of pixels, which have half-integer coordinates.",
                        new Example(
                                "_FUNC_(X'0001', 0, 0, 1, 1)",
                                "{\"type\":\"Polygon\",\"coordinates\":[[[-0.5,-0.5],[0.5,-0.5],[0.5,0.5],[-0.5,0.5],"
                                        + "[-0.5,-0.5]]]}")),
                SqlFunction.calling(
                        "mask_overlap",
                        MaskFunctions.class,
                        "overlap",
                        INT,
                        TWO,
                        Doc.of(
                                "_FUNC_(mask_a, min_y_a, min_x_a, max_y_a, max_x_a, mask_b, min_y_b, min_x_b, max_y_b,"
                                        + " max_x_b) - Number of pixels shared by both cells.",
                                TWO_CELLS,
                                new Example("_FUNC_(X'0004', 0, 0, 2, 2, X'0004', 1, 0, 3, 2)", "2"))),
                SqlFunction.calling(
                        "mask_iou",
                        MaskFunctions.class,
                        "iou",
                        DataTypes.DoubleType,
                        TWO,
                        Doc.of(
                                "_FUNC_(mask_a, min_y_a, min_x_a, max_y_a, max_x_a, mask_b, min_y_b, min_x_b, max_y_b,"
                                        + " max_x_b) - Intersection over union of two cells, 0 to 1.",
                                TWO_CELLS,
                                new Example(
                                        "_FUNC_(X'0004', 0, 0, 2, 2, X'0004', 1, 0, 3, 2)", "0.3333333333333333"))));
    }

    private static SqlFunction ofOne(String name, String method, DataType result, String usage, Example example) {
        return SqlFunction.calling(
                name, MaskFunctions.class, method, result, ONE, Doc.of(usage, List.of(MASK, BOX), example));
    }

    private static List<DataType> mask() {
        return join(List.of(DataTypes.BinaryType), Collections.nCopies(4, INT));
    }

    private static List<DataType> join(List<DataType> first, List<DataType> second) {
        List<DataType> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static MaskPixels decode(byte[] mask, int minY, int minX, int maxY, int maxX) {
        return MaskPixels.decode(mask, new BoundingBox(minY, minX, maxY, maxX));
    }

    public static Integer area(byte[] mask, int minY, int minX, int maxY, int maxX) {
        return decode(mask, minY, minX, maxY, maxX).count();
    }

    public static ArrayData pixels(byte[] mask, int minY, int minX, int maxY, int maxX) {
        int[][] coordinates = decode(mask, minY, minX, maxY, maxX).coordinates();
        Object[] pixels = new Object[coordinates[0].length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = new GenericInternalRow(new Object[] {coordinates[0][i], coordinates[1][i]});
        }
        return new GenericArrayData(pixels);
    }

    public static UTF8String geoJson(byte[] mask, int minY, int minX, int maxY, int maxX) {
        return SqlArrays.text(decode(mask, minY, minX, maxY, maxX).toGeoJson());
    }

    public static Integer overlap(
            byte[] maskA,
            int minYa,
            int minXa,
            int maxYa,
            int maxXa,
            byte[] maskB,
            int minYb,
            int minXb,
            int maxYb,
            int maxXb) {
        return decode(maskA, minYa, minXa, maxYa, maxXa).overlap(decode(maskB, minYb, minXb, maxYb, maxXb));
    }

    public static @Nullable Double iou(
            byte[] maskA,
            int minYa,
            int minXa,
            int maxYa,
            int maxXa,
            byte[] maskB,
            int minYb,
            int minXb,
            int maxYb,
            int maxXb) {
        return SqlArrays.known(
                decode(maskA, minYa, minXa, maxYa, maxXa).iou(decode(maskB, minYb, minXb, maxYb, maxXb)));
    }
}
