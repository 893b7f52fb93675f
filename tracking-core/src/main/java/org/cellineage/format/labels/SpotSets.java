package org.cellineage.format.labels;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.format.GivenLineage;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.spots.SpotGrid;
import org.cellineage.format.spots.SpotMovie;
import org.cellineage.format.tracks.TrackFiles;
import org.cellineage.problem.BadInputException;

/** Labels that are drawn from spots in files of other programs, on the pixels of the movie they belong to. */
final class SpotSets {

    private SpotSets() {}

    /** The files of spots among some. They have no frames until {@link #drawn} is told the movie. */
    static List<LabelCandidate> candidates(Storage storage, List<StoredFile> files) throws IOException {
        List<LabelCandidate> found = new ArrayList<>();
        for (StoredFile file : files) {
            Optional<TrackFiles.TrackFile> spots = TrackFiles.recognize(storage, file);
            if (spots.isPresent()) {
                found.add(candidate(spots.get()));
            }
        }
        return found;
    }

    private static LabelCandidate candidate(TrackFiles.TrackFile file) {
        Set<String> names = new TreeSet<>();
        LabelName.of(file.name()).bases().forEach(base -> names.add(Places.plain(base)));
        String folder = Places.parent(file.location());
        return new LabelCandidate(
                new LabelSet(file.name(), file.location(), Map.of(), file.lineage(), 0),
                false,
                List.of(),
                names,
                Places.folders(folder),
                folder,
                CtcFolder.rank("") + file.preference(),
                Optional.empty());
    }

    /** Whether these labels must be drawn, and it is not known yet on which pixels. */
    static boolean isOpen(LabelSet set) {
        return set.frames().isEmpty() && !set.lineage().isEmpty();
    }

    /**
     * The labels of a movie.
     *
     * @throws BadInputException if the file cannot be used, or has spots in frames that the movie does not have
     */
    static LabelSet drawn(Storage storage, LabelSet set, SpotGrid grid, int frameCount) throws IOException {
        SpotMovie spots = TrackFiles.read(storage, set.source(), grid);
        if (spots.frameCount() > frameCount) {
            throw new BadInputException(
                    set.source(),
                    "It has spots in frame " + (spots.frameCount() - 1) + ", but the movie has " + frameCount
                            + " frames, counted from 0.",
                    "Give the file of this movie.");
        }
        Map<Integer, PlaneRef> frames = new TreeMap<>();
        for (int frame = 0; frame < frameCount; frame++) {
            frames.put(frame, new PlaneRef(PlaneRef.Encoding.SPOTS, set.source(), grid.text(), frame));
        }
        return set.withFrames(frames, 0);
    }

    /** Why labels that must be drawn cannot be used where only the names of movies are known. */
    static BadInputException notDrawn(LabelSet set) {
        return new BadInputException(
                set.source(),
                "It has outlines or points, not label images, which are needed here.",
                "Give label images with their list of tracks, such as a CTC folder or a .trk file.");
    }

    /** The lineage of labels that are drawn; empty if they are images. */
    static Optional<GivenLineage> lineage(Storage storage, LabelSet set) throws IOException {
        Optional<PlaneRef> first = set.frames().values().stream()
                .filter(plane -> plane.encoding() == PlaneRef.Encoding.SPOTS)
                .findFirst();
        return first.isEmpty()
                ? Optional.empty()
                : Optional.of(TrackFiles.read(
                                storage,
                                set.source(),
                                SpotGrid.parse(first.get().member()))
                        .lineage());
    }
}
