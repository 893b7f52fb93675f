package org.cellineage.udf;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.cellineage.track.Signal;
import org.cellineage.udf.SqlFunction.Doc;
import org.cellineage.udf.SqlFunction.Example;

/**
 * Quantities over time, such as the intensity of a reporter: functions of arrays. Methods are public for the code that
 * Spark generates.
 */
public final class SignalFunctions {

    private static final DataType INT = DataTypes.IntegerType;
    private static final String FRAMES = "frames - array of frames in ascending order";
    private static final String VALUES = "values - array of the same length; null where there is no value";

    private SignalFunctions() {}

    static List<SqlFunction> all() {
        return List.of(
                SqlFunction.calling(
                        "signal_smooth",
                        SignalFunctions.class,
                        "smooth",
                        SqlArrays.DOUBLES,
                        List.of(SqlArrays.INTS, SqlArrays.DOUBLES, INT),
                        Doc.of(
                                "_FUNC_(frames, values, window) - Moving average: for each frame, the mean of the values in"
                                        + " the window around it; null if there are none.",
                                List.of(FRAMES, VALUES, "window - width in frames, an odd number"),
                                new Example(
                                        "_FUNC_(array(0, 1, 2, 3), array(1, 4, null, 7), 3)", "[2.5,2.5,5.5,7.0]"))),
                SqlFunction.calling(
                        "signal_peaks",
                        SignalFunctions.class,
                        "peaks",
                        SqlArrays.INTS,
                        List.of(SqlArrays.INTS, SqlArrays.DOUBLES, DataTypes.DoubleType),
                        Doc.of(
                                "_FUNC_(frames, values, min_prominence) - Frames of the peaks, as"
                                        + " scipy.signal.find_peaks defines them. The first and the last value are never peaks.",
                                List.of(
                                        FRAMES,
                                        VALUES,
                                        "min_prominence - how far a peak must stand out from its surroundings"),
                                new Example("_FUNC_(array(0, 1, 2, 3, 4, 5), array(0, 9, 5, 6, 0, 1), 3)", "[1]"),
                                new Example("_FUNC_(array(0, 1, 2, 3, 4, 5), array(0, 9, 5, 6, 0, 1), 1)", "[1,3]"))),
                SqlFunction.calling(
                        "signal_align",
                        SignalFunctions.class,
                        "align",
                        SqlArrays.DOUBLES,
                        List.of(SqlArrays.INTS, SqlArrays.DOUBLES, INT, INT, INT),
                        Doc.of(
                                "_FUNC_(frames, values, frame, before, after) - The values from 'before' frames before the"
                                        + " frame to 'after' frames after it, one per frame, null where there is no value."
                                        + " Use the frame of a division to align the signals of many cells.",
                                List.of(
                                        FRAMES,
                                        VALUES,
                                        "frame - the frame of the event",
                                        "before, after - numbers of frames, 0 or more"),
                                new Example(
                                        "_FUNC_(array(4, 5, 6), array(1, 2, 3), 6, 3, 1)",
                                        "[null,1.0,2.0,3.0,null]"))));
    }

    private static Signal signal(ArrayData frames, ArrayData values) {
        return new Signal(SqlArrays.frames(frames), SqlArrays.doubles(values));
    }

    public static ArrayData smooth(ArrayData frames, ArrayData values, int window) {
        return SqlArrays.ofDoubles(signal(frames, values).smooth(window));
    }

    public static ArrayData peaks(ArrayData frames, ArrayData values, double minProminence) {
        return new GenericArrayData(Arrays.stream(signal(frames, values).peaks(minProminence))
                .boxed()
                .toArray());
    }

    public static ArrayData align(ArrayData frames, ArrayData values, int frame, int before, int after) {
        return SqlArrays.ofDoubles(signal(frames, values).around(frame, before, after));
    }
}
