package org.cellineage.jobs.segmented;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellDescription;
import org.cellineage.cell.ChannelIntensity;
import org.cellineage.cell.FrameLooks;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.cell.Thumbnail;

/** Segmented frames as bytes and back, exactly. Read by the process that wrote them; no other knows their order. */
public final class FrameBytes {

    private FrameBytes() {}

    public static void write(SegmentedFrame frame, DataOutput out) throws IOException {
        out.writeInt(frame.frame());
        out.writeInt(frame.width());
        out.writeInt(frame.height());
        out.writeInt(frame.cells().size());
        for (Cell cell : frame.cells()) {
            write(cell, out);
        }
        boolean looks = !frame.looks().equals(FrameLooks.NONE);
        out.writeBoolean(looks);
        if (looks) {
            write(frame.looks(), out);
        }
    }

    public static SegmentedFrame read(DataInput in) throws IOException {
        int frame = in.readInt();
        int width = in.readInt();
        int height = in.readInt();
        int count = in.readInt();
        List<Cell> cells = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            cells.add(readCell(in));
        }
        return new SegmentedFrame(
                frame, width, height, cells, in.readBoolean() ? readLooks(width, height, in) : FrameLooks.NONE);
    }

    private static void write(Cell cell, DataOutput out) throws IOException {
        out.writeInt(cell.label());
        out.writeDouble(cell.yPx());
        out.writeDouble(cell.xPx());
        out.writeInt(cell.box().minY());
        out.writeInt(cell.box().minX());
        out.writeInt(cell.box().maxY());
        out.writeInt(cell.box().maxX());
        out.writeInt(cell.areaPx());
        out.writeDouble(cell.perimeterPx());
        out.writeDouble(cell.eccentricity());
        out.writeDouble(cell.majorAxisPx());
        out.writeDouble(cell.minorAxisPx());
        out.writeDouble(cell.orientationRad());
        out.writeDouble(cell.solidity());
        out.writeBoolean(cell.touchesBorder());
        out.writeInt(cell.intensities().size());
        for (ChannelIntensity intensity : cell.intensities()) {
            out.writeDouble(intensity.mean());
            out.writeDouble(intensity.std());
            out.writeDouble(intensity.min());
            out.writeDouble(intensity.max());
        }
        write(cell.mask().toBytes(), out);
    }

    private static Cell readCell(DataInput in) throws IOException {
        int label = in.readInt();
        double y = in.readDouble();
        double x = in.readDouble();
        BoundingBox box = new BoundingBox(in.readInt(), in.readInt(), in.readInt(), in.readInt());
        int area = in.readInt();
        double perimeter = in.readDouble();
        double eccentricity = in.readDouble();
        double majorAxis = in.readDouble();
        double minorAxis = in.readDouble();
        double orientation = in.readDouble();
        double solidity = in.readDouble();
        boolean border = in.readBoolean();
        int channels = in.readInt();
        List<ChannelIntensity> intensities = new ArrayList<>(channels);
        for (int c = 0; c < channels; c++) {
            intensities.add(new ChannelIntensity(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()));
        }
        return new Cell(
                label,
                y,
                x,
                box,
                area,
                perimeter,
                eccentricity,
                majorAxis,
                minorAxis,
                orientation,
                solidity,
                border,
                intensities,
                RunLengthMask.ofBytes(readBytes(in)));
    }

    private static void write(FrameLooks looks, DataOutput out) throws IOException {
        Thumbnail thumbnail = looks.thumbnail();
        out.writeInt(thumbnail.width());
        out.writeInt(thumbnail.height());
        out.writeDouble(thumbnail.unitPx());
        write(thumbnail.levels(), out);
        out.writeInt(looks.descriptions().size());
        for (CellDescription description : looks.descriptions()) {
            write(LookRows.bytes(description.code()), out);
            write(LookRows.bytes(description.vector()), out);
            out.writeDouble(description.spacingPx());
        }
    }

    private static FrameLooks readLooks(int frameWidth, int frameHeight, DataInput in) throws IOException {
        int width = in.readInt();
        int height = in.readInt();
        double unit = in.readDouble();
        Thumbnail thumbnail = new Thumbnail(width, height, frameWidth, frameHeight, unit, readBytes(in));
        int count = in.readInt();
        List<CellDescription> descriptions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            descriptions.add(new CellDescription(
                    LookRows.floats(readBytes(in)), LookRows.floats(readBytes(in)), in.readDouble()));
        }
        return new FrameLooks(thumbnail, descriptions);
    }

    private static void write(byte[] bytes, DataOutput out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }
}
