package org.cellineage.jobs.segmented;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.cellineage.cell.CellDescription;
import org.cellineage.cell.Thumbnail;

/** What learned linking keeps of frames, as rows of the segmented dataset and back; floats are little-endian bytes. */
public final class LookRows {

    /** Of a cell. */
    static final StructType DESCRIPTION = new StructType()
            .add("code", DataTypes.BinaryType)
            .add("vector", DataTypes.BinaryType)
            .add("spacing_px", DataTypes.DoubleType);

    /** Of a frame; the frame's own size stands beside it. */
    public static final StructType THUMBNAIL = new StructType()
            .add("width", DataTypes.IntegerType)
            .add("height", DataTypes.IntegerType)
            .add("unit_px", DataTypes.DoubleType)
            .add("levels", DataTypes.BinaryType);

    private LookRows() {}

    public static Row toRow(CellDescription description) {
        return RowFactory.create(bytes(description.code()), bytes(description.vector()), description.spacingPx());
    }

    static CellDescription description(Row row) {
        return new CellDescription(floats(row.getAs(0)), floats(row.getAs(1)), row.getDouble(2));
    }

    public static Row toRow(Thumbnail thumbnail) {
        return RowFactory.create(thumbnail.width(), thumbnail.height(), thumbnail.unitPx(), thumbnail.levels());
    }

    public static Thumbnail thumbnail(Row row, int frameWidth, int frameHeight) {
        return new Thumbnail(row.getInt(0), row.getInt(1), frameWidth, frameHeight, row.getDouble(2), row.getAs(3));
    }

    static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
