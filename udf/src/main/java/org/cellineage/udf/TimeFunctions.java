package org.cellineage.udf;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.cellineage.track.CellCycle;
import org.cellineage.track.Fate;
import org.cellineage.track.Origin;
import org.cellineage.udf.SqlFunction.Doc;
import org.cellineage.udf.SqlFunction.Example;
import org.jspecify.annotations.Nullable;

/** Cell cycle and population times. Methods are public for the code that Spark generates. */
public final class TimeFunctions {

    private static final DataType TEXT = DataTypes.StringType;
    private static final DataType INT = DataTypes.IntegerType;
    private static final DataType DOUBLE = DataTypes.DoubleType;
    private static final String ORIGIN = "origin - the track's origin";

    private TimeFunctions() {}

    static List<SqlFunction> all() {
        return List.of(
                SqlFunction.calling(
                        "cell_cycle",
                        TimeFunctions.class,
                        "cellCycle",
                        DOUBLE,
                        List.of(TEXT, TEXT, DOUBLE),
                        Doc.of(
                                "_FUNC_(origin, fate, length) - The length of a complete cycle, from division to division;"
                                        + " null if the movie shows only a part of it.",
                                List.of(ORIGIN, "fate - the track's fate", "length - length_frames or length_s"),
                                new Example("_FUNC_('division', 'division', 40)", "40.0"),
                                new Example("_FUNC_('start', 'division', 25)", "NULL"))),
                SqlFunction.calling(
                        "time_since_division",
                        TimeFunctions.class,
                        "timeSinceDivision",
                        INT,
                        List.of(TEXT, INT, INT),
                        Doc.of(
                                "_FUNC_(origin, first_frame, frame) - Frames since the division that produced the cell; null"
                                        + " if the track did not begin with one.",
                                List.of(ORIGIN, "first_frame - the track's first frame", "frame - the current frame"),
                                new Example("_FUNC_('division', 12, 15)", "3"),
                                new Example("_FUNC_('start', 0, 15)", "NULL"))),
                SqlFunction.calling(
                        "doubling_time",
                        TimeFunctions.class,
                        "doublingTime",
                        DOUBLE,
                        List.of(DOUBLE, DOUBLE, DOUBLE),
                        Doc.of(
                                "_FUNC_(before, after, duration) - Doubling time of an exponentially growing population, in"
                                        + " the unit of duration; null if it does not grow.",
                                List.of(
                                        "before - number of cells at the start",
                                        "after - number of cells at the end",
                                        "duration - time between the two"),
                                new Example("_FUNC_(30, 120, 48)", "24.0"),
                                new Example("_FUNC_(30, 30, 48)", "NULL"))));
    }

    public static @Nullable Double cellCycle(UTF8String origin, UTF8String fate, double length) {
        return known(CellCycle.length(Origin.ofLabel(origin.toString()), Fate.ofLabel(fate.toString()), length));
    }

    public static @Nullable Integer timeSinceDivision(UTF8String origin, int firstFrame, int frame) {
        OptionalInt frames = CellCycle.framesSinceDivision(Origin.ofLabel(origin.toString()), firstFrame, frame);
        return frames.isPresent() ? (Integer) frames.getAsInt() : null;
    }

    public static @Nullable Double doublingTime(double before, double after, double duration) {
        return known(CellCycle.doublingTime(before, after, duration));
    }

    private static @Nullable Double known(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }
}
