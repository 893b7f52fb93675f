package org.cellineage.format.napari;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cellineage.problem.BadInputException;

/**
 * Which columns of a table are the track, the frame and the place of a point, by the names that programs give them. Case
 * and quotes do not matter; columns are separated by commas, semicolons or tabs.
 */
final class TableColumns {

    private static final List<String> TRACK = List.of("track_id", "trackid", "track id", "tracklet", "track", "id");
    private static final List<String> FRAME = List.of("t", "frame", "time", "frame_index", "timepoint");
    private static final List<String> Z = List.of("z", "position_z", "frame_z");
    private static final List<String> Y = List.of("y", "position_y", "frame_y");
    private static final List<String> X = List.of("x", "position_x", "frame_x");
    private static final List<String> RADIUS = List.of("radius", "radius_px");
    private static final List<String> AREA = List.of("area", "area_px");
    private static final List<String> SEPARATORS = List.of(",", ";", "\t");
    private static final int ABSENT = -1;

    private final String separator;
    private final boolean ofTrackMate;
    private final int track;
    private final int frame;
    private final int z;
    private final int y;
    private final int x;
    private final int radius;
    private final int area;

    private TableColumns(String separator, Map<String, Integer> positions) {
        this.separator = separator;
        this.ofTrackMate = positions.containsKey("quality") && positions.containsKey("position_x");
        this.track = position(positions, TRACK);
        this.frame = position(positions, FRAME);
        this.z = position(positions, Z);
        this.y = position(positions, Y);
        this.x = position(positions, X);
        this.radius = position(positions, RADIUS);
        this.area = position(positions, AREA);
    }

    /** Reads a header; empty if it is not that of a table of tracks. */
    static Optional<TableColumns> of(String header) {
        String line = header.startsWith("\ufeff") ? header.substring(1) : header;
        for (String separator : SEPARATORS) {
            Map<String, Integer> positions = new HashMap<>();
            String[] names = line.split(separator, -1);
            for (int i = 0; i < names.length; i++) {
                positions.putIfAbsent(plain(names[i]).toLowerCase(Locale.ROOT), i);
            }
            TableColumns columns = new TableColumns(separator, positions);
            boolean complete =
                    columns.track != ABSENT && columns.frame != ABSENT && columns.y != ABSENT && columns.x != ABSENT;
            if (complete) {
                return Optional.of(columns);
            }
        }
        return Optional.empty();
    }

    private static String plain(String cell) {
        String stripped = cell.strip();
        return stripped.length() >= 2 && stripped.startsWith("\"") && stripped.endsWith("\"")
                ? stripped.substring(1, stripped.length() - 1)
                : stripped;
    }

    /** Refuses tables that look like tracks but do not say which points are one cell, or how large they are. */
    void requireUsable(String where) {
        if (ofTrackMate) {
            throw new BadInputException(
                    where,
                    "It is a table of spots of TrackMate, in which all branches of a lineage have one TRACK_ID.",
                    "Save the file in TrackMate with the button 'Save', and give that XML file.");
        }
        if (radius == ABSENT && area == ABSENT) {
            throw new BadInputException(
                    where,
                    "It has points without a size: there is no column radius or area.",
                    "Add a column radius with the radius of each cell in pixels, or give label images with a list of"
                            + " tracks.");
        }
    }

    private static int position(Map<String, Integer> positions, List<String> names) {
        for (String name : names) {
            Integer at = positions.get(name);
            if (at != null) {
                return at;
            }
        }
        return ABSENT;
    }

    String[] split(String line) {
        return line.split(separator, -1);
    }

    double track(String[] cells) {
        return value(cells, track);
    }

    double frame(String[] cells) {
        return value(cells, frame);
    }

    double z(String[] cells) {
        return value(cells, z);
    }

    double y(String[] cells) {
        return value(cells, y);
    }

    double x(String[] cells) {
        return value(cells, x);
    }

    /** Radius of a disc of its size in pixels; NaN if the table does not say it. */
    double radius(String[] cells) {
        double given = value(cells, radius);
        return Double.isNaN(given) ? Math.sqrt(value(cells, area) / Math.PI) : given;
    }

    private static double value(String[] cells, int position) {
        if (position == ABSENT || position >= cells.length) {
            return Double.NaN;
        }
        String text = plain(cells[position]);
        try {
            return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
