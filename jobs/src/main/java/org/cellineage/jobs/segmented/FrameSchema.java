package org.cellineage.jobs.segmented;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of the segmented dataset: one row a frame, with its cells or with why there are none. */
public final class FrameSchema {

    public static final StructType FAILURE = new StructType()
            .add("where", DataTypes.StringType)
            .add("cause", DataTypes.StringType)
            .add("remedy", DataTypes.StringType);

    public static final StructType FRAME = new StructType()
            .add("plate", DataTypes.StringType)
            .add("well", DataTypes.StringType)
            .add("site", DataTypes.StringType)
            .add("frame", DataTypes.IntegerType)
            .add("width_px", DataTypes.IntegerType)
            .add("height_px", DataTypes.IntegerType)
            .add("seconds", DataTypes.DoubleType)
            .add("failure", FAILURE)
            .add("cells", DataTypes.createArrayType(CellRows.SCHEMA))
            .add("thumbnail", LookRows.THUMBNAIL);

    private FrameSchema() {}
}
