package org.cellineage.format.tracks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.napari.NapariTracks;
import org.cellineage.format.spots.SpotGrid;
import org.cellineage.format.spots.SpotMovie;
import org.cellineage.format.trackmate.TrackMateXml;

/** Files of tracks without label images: XML of TrackMate, and tables of napari with their graphs. */
public final class TrackFiles {

    private static final int LOOK_BYTES = 8192;

    private TrackFiles() {}

    /**
     * A file of tracks.
     *
     * @param location the file with the points
     * @param name what it is called after, such as the movie
     * @param lineage the file with the links, which may be the same
     * @param preference of several files for a movie, the one with the smallest is taken
     */
    public record TrackFile(String location, String name, String lineage, int preference) {}

    /** Recognizes a file by its ending and its first characters; empty if it is anything else. */
    public static Optional<TrackFile> recognize(Storage storage, StoredFile file) throws IOException {
        String lower = file.name().toLowerCase(Locale.ROOT);
        if (lower.endsWith(".xml")) {
            return TrackMateXml.isTrackMate(start(storage, file.location()))
                    ? Optional.of(new TrackFile(file.location(), stem(file.name()), file.location(), 0))
                    : Optional.empty();
        }
        if (lower.endsWith(".csv") && NapariTracks.isTable(start(storage, file.location()))) {
            Optional<String> graph = graph(storage, file.location());
            String name = stem(file.name()).replaceAll("(?i)[_-]tracks$", "");
            return Optional.of(new TrackFile(file.location(), name, graph.orElse(file.location()), 1));
        }
        return Optional.empty();
    }

    /**
     * Reads a file that {@link #recognize} recognized.
     *
     * @param grid the pixels of the movie to which it belongs
     * @throws org.cellineage.problem.BadInputException if it cannot be used
     */
    public static SpotMovie read(Storage storage, String location, SpotGrid grid) throws IOException {
        if (location.toLowerCase(Locale.ROOT).endsWith(".csv")) {
            return NapariTracks.read(storage, location, graph(storage, location), grid);
        }
        return TrackMateXml.read(storage, location, grid);
    }

    private static Optional<String> graph(Storage storage, String table) throws IOException {
        for (String name : NapariTracks.graphsOf(table)) {
            if (storage.find(name).isPresent()) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private static String stem(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    /** The first characters; UTF-16 is read without its zeros, so that words are found in it. */
    private static String start(Storage storage, String location) throws IOException {
        try (SeekableBytes bytes = storage.open(location)) {
            byte[] start = new byte[(int) Math.min(LOOK_BYTES, bytes.length())];
            bytes.readFully(0, start, 0, start.length);
            return new String(start, StandardCharsets.UTF_8).replace("\0", "").replace("\ufeff", "");
        }
    }
}
