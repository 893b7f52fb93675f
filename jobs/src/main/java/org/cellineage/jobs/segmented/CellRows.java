package org.cellineage.jobs.segmented;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellDescription;
import org.cellineage.cell.ChannelIntensity;
import org.cellineage.cell.Precision;
import org.cellineage.cell.RunLengthMask;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Cells as rows of the segmented dataset and back. */
public final class CellRows {

    private static final StructType INTENSITY = new StructType()
            .add("mean", DataTypes.DoubleType)
            .add("std", DataTypes.DoubleType)
            .add("min", DataTypes.DoubleType)
            .add("max", DataTypes.DoubleType);

    public static final StructType SCHEMA = new StructType()
            .add("label", DataTypes.IntegerType)
            .add("y_px", DataTypes.DoubleType)
            .add("x_px", DataTypes.DoubleType)
            .add("min_y_px", DataTypes.IntegerType)
            .add("min_x_px", DataTypes.IntegerType)
            .add("max_y_px", DataTypes.IntegerType)
            .add("max_x_px", DataTypes.IntegerType)
            .add("area_px", DataTypes.IntegerType)
            .add("perimeter_px", DataTypes.DoubleType)
            .add("eccentricity", DataTypes.DoubleType)
            .add("major_axis_px", DataTypes.DoubleType)
            .add("minor_axis_px", DataTypes.DoubleType)
            .add("orientation_rad", DataTypes.DoubleType)
            .add("solidity", DataTypes.DoubleType)
            .add("touches_border", DataTypes.BooleanType)
            .add("intensities", DataTypes.createArrayType(INTENSITY))
            .add("mask", DataTypes.BinaryType)
            .add("description", LookRows.DESCRIPTION);

    private static final int DESCRIPTION = SCHEMA.fieldIndex("description");

    private CellRows() {}

    /**
     * A cell as a row, to the precision of the tables: what is linked is what they show.
     *
     * @param description null where learned linking keeps nothing of it
     */
    public static Row toRow(Cell measured, @Nullable CellDescription description) {
        Cell cell = Precision.round(measured);
        List<Row> intensities = new ArrayList<>();
        for (ChannelIntensity i : cell.intensities()) {
            intensities.add(RowFactory.create(i.mean(), i.std(), i.min(), i.max()));
        }
        BoundingBox box = cell.box();
        return RowFactory.create(
                cell.label(),
                cell.yPx(),
                cell.xPx(),
                box.minY(),
                box.minX(),
                box.maxY(),
                box.maxX(),
                cell.areaPx(),
                cell.perimeterPx(),
                cell.eccentricity(),
                cell.majorAxisPx(),
                cell.minorAxisPx(),
                cell.orientationRad(),
                cell.solidity(),
                cell.touchesBorder(),
                intensities.toArray(new Row[0]),
                cell.mask().toBytes(),
                description == null ? null : LookRows.toRow(description));
    }

    /** What learned linking kept of the cell; none of its numbers where nothing was kept. */
    public static CellDescription description(Row row) {
        return row.isNullAt(DESCRIPTION) ? CellDescription.NONE : LookRows.description(row.getStruct(DESCRIPTION));
    }

    public static Cell fromRow(Row row) {
        List<ChannelIntensity> intensities = new ArrayList<>();
        for (Object one : CollectionConverters.asJava(row.<Object>getSeq(15))) {
            Row i = (Row) one;
            intensities.add(new ChannelIntensity(i.getDouble(0), i.getDouble(1), i.getDouble(2), i.getDouble(3)));
        }
        return new Cell(
                row.getInt(0),
                row.getDouble(1),
                row.getDouble(2),
                new BoundingBox(row.getInt(3), row.getInt(4), row.getInt(5), row.getInt(6)),
                row.getInt(7),
                row.getDouble(8),
                row.getDouble(9),
                row.getDouble(10),
                row.getDouble(11),
                row.getDouble(12),
                row.getDouble(13),
                row.getBoolean(14),
                intensities,
                RunLengthMask.ofBytes(row.getAs(16)));
    }
}
