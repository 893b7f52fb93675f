package org.cellineage.format.geff;

import java.util.Locale;

/** Names of properties that are written, and recognised when they are read. */
public final class GeffNames {

    /** Number of a node's track, as in the tables. */
    public static final String TRACK = "track_id";
    /** Value of a node's cell in the label images. */
    public static final String LABEL = "seg_id";
    /** Number of the longest path without branches that a node is on. */
    public static final String TRACKLET = "tracklet_id";
    /** Number of the connected part of the graph that a node is in. */
    public static final String LINEAGE = "lineage_id";

    /** Whether a file name is that of a GEFF. */
    public static boolean isGeff(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".geff");
    }

    private GeffNames() {}
}
