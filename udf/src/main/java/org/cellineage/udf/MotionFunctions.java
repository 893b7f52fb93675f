package org.cellineage.udf;

import java.util.List;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.cellineage.track.Trajectory;
import org.cellineage.udf.SqlFunction.Doc;
import org.cellineage.udf.SqlFunction.Example;
import org.jspecify.annotations.Nullable;

/**
 * Motion of cells: functions of the arrays of the view {@code traces}. Methods are public for the code that Spark
 * generates.
 */
public final class MotionFunctions {

    private static final DataType DOUBLE = DataTypes.DoubleType;

    private static final String FRAMES = "frames - array of frames in ascending order";
    private static final String PLACES =
            "y, x - arrays of y and x positions in the order of frames; null for frames in which the cell was not seen";

    private MotionFunctions() {}

    static List<SqlFunction> all() {
        return List.of(
                ofPlaces(
                        "displacement",
                        "displacement",
                        "_FUNC_(y, x) - Straight-line distance from the first position to the last; 0 for a single position.",
                        new Example("_FUNC_(array(0, 3, 3), array(0, 0, 4))", "5.0")),
                ofPlaces(
                        "path_length",
                        "pathLength",
                        "_FUNC_(y, x) - Sum of the distances between consecutive positions; 0 for a single position.",
                        new Example("_FUNC_(array(0, 3, 3), array(0, 0, 4))", "7.0")),
                ofPlaces(
                        "directionality",
                        "directionality",
                        "_FUNC_(y, x) - Displacement divided by path length: 1 for a straight path, near 0 for circles; null"
                                + " for a cell that never moved.",
                        new Example("_FUNC_(array(0, 3, 3, 0), array(0, 0, 4, 4))", "0.4")),
                SqlFunction.calling(
                        "mean_speed",
                        MotionFunctions.class,
                        "meanSpeed",
                        DOUBLE,
                        List.of(SqlArrays.INTS, SqlArrays.DOUBLES, SqlArrays.DOUBLES),
                        Doc.of(
                                "_FUNC_(frames, y, x) - Path length divided by the number of frames from the first position to"
                                        + " the last; null for fewer than two positions.",
                                List.of(FRAMES, PLACES),
                                new Example("_FUNC_(array(0, 1, 4), array(0, 3, 3), array(0, 0, 5))", "2.0"))),
                SqlFunction.calling(
                        "mean_square_displacement",
                        MotionFunctions.class,
                        "meanSquareDisplacement",
                        DOUBLE,
                        List.of(SqlArrays.INTS, SqlArrays.DOUBLES, SqlArrays.DOUBLES, DataTypes.IntegerType),
                        Doc.of(
                                "_FUNC_(frames, y, x, lag) - Mean squared distance of all pairs of positions that are lag"
                                        + " frames apart; null if there are none.",
                                List.of(FRAMES, PLACES, "lag - frames, 0 or more"),
                                new Example("_FUNC_(array(0, 1, 2), array(0, 0, 0), array(0, 1, 4), 1)", "5.0"))));
    }

    private static SqlFunction ofPlaces(String name, String method, String usage, Example example) {
        return SqlFunction.calling(
                name,
                MotionFunctions.class,
                method,
                DOUBLE,
                List.of(SqlArrays.DOUBLES, SqlArrays.DOUBLES),
                Doc.of(usage, List.of(PLACES), example));
    }

    private static Trajectory places(ArrayData y, ArrayData x) {
        int[] frames = new int[y.numElements()];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = i;
        }
        return new Trajectory(frames, SqlArrays.doubles(y), SqlArrays.doubles(x));
    }

    private static Trajectory places(ArrayData frames, ArrayData y, ArrayData x) {
        return new Trajectory(SqlArrays.frames(frames), SqlArrays.doubles(y), SqlArrays.doubles(x));
    }

    public static @Nullable Double displacement(ArrayData y, ArrayData x) {
        return SqlArrays.known(places(y, x).displacement());
    }

    public static @Nullable Double pathLength(ArrayData y, ArrayData x) {
        return SqlArrays.known(places(y, x).pathLength());
    }

    public static @Nullable Double directionality(ArrayData y, ArrayData x) {
        return SqlArrays.known(places(y, x).directionality());
    }

    public static @Nullable Double meanSpeed(ArrayData frames, ArrayData y, ArrayData x) {
        return SqlArrays.known(places(frames, y, x).speed());
    }

    public static @Nullable Double meanSquareDisplacement(ArrayData frames, ArrayData y, ArrayData x, int lag) {
        return SqlArrays.known(places(frames, y, x).meanSquareDisplacement(lag));
    }
}
