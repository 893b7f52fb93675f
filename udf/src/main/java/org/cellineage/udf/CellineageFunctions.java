package org.cellineage.udf;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF10;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.RunLengthMask;
import org.jspecify.annotations.Nullable;

/**
 * SQL functions over the lineage tables. All give null where an argument is null.
 *
 * <ul>
 *   <li>{@code descends_from(lineage_path, ancestor_path)}: whether a track comes from another by divisions; a track does
 *       not descend from itself.
 *   <li>{@code mask_iou(mask_a, min_y_a, min_x_a, max_y_a, max_x_a, mask_b, min_y_b, min_x_b, max_y_b, max_x_b)}:
 *       intersection over union of two cells' masks, 0 to 1.
 * </ul>
 */
public final class CellineageFunctions {

    private CellineageFunctions() {}

    /** Makes the functions known to a session. */
    public static void register(SparkSession spark) {
        spark.udf()
                .register(
                        "descends_from",
                        (UDF2<String, String, Boolean>) CellineageFunctions::descendsFrom,
                        DataTypes.BooleanType);
        spark.udf().register("mask_iou", maskIou(), DataTypes.DoubleType);
    }

    private static @Nullable Boolean descendsFrom(@Nullable String path, @Nullable String ancestor) {
        return path == null || ancestor == null ? null : path.startsWith(ancestor + ".");
    }

    private static UDF10<byte[], Integer, Integer, Integer, Integer, byte[], Integer, Integer, Integer, Integer, Double>
            maskIou() {
        return (maskA, minYa, minXa, maxYa, maxXa, maskB, minYb, minXb, maxYb, maxXb) -> {
            if (maskA == null || minYa == null || minXa == null || maxYa == null || maxXa == null) {
                return null;
            }
            if (maskB == null || minYb == null || minXb == null || maxYb == null || maxXb == null) {
                return null;
            }
            RunLengthMask a = RunLengthMask.ofBytes(maskA);
            RunLengthMask b = RunLengthMask.ofBytes(maskB);
            BoundingBox boxA = new BoundingBox(minYa, minXa, maxYa, maxXa);
            BoundingBox boxB = new BoundingBox(minYb, minXb, maxYb, maxXb);
            int shared = RunLengthMask.intersection(a, boxA, b, boxB);
            return (double) shared / (pixels(a, boxA) + pixels(b, boxB) - shared);
        };
    }

    private static int pixels(RunLengthMask mask, BoundingBox box) {
        int[] count = new int[1];
        mask.forEachRun(box, (y, x, length) -> count[0] += length);
        return count[0];
    }
}
