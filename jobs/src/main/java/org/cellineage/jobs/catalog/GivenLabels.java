package org.cellineage.jobs.catalog;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.layout.LabelCatalog;
import org.cellineage.format.layout.LabelSet;

/** A segmentation that is given with a run, by movie. */
public final class GivenLabels {

    private final Storage storage;
    private final LabelCatalog catalog;
    private final Map<String, StoredFile> files;
    private final String location;

    private GivenLabels(Storage storage, String location, LabelCatalog catalog, Map<String, StoredFile> files) {
        this.storage = storage;
        this.location = location;
        this.catalog = catalog;
        this.files = files;
    }

    public static GivenLabels read(Storage storage, String location) throws IOException {
        LabelCatalog catalog = LabelCatalog.read(storage, location);
        Map<String, StoredFile> files = new HashMap<>();
        storage.list(storage.absolute(location)).forEach(file -> files.put(file.location(), file));
        return new GivenLabels(storage, location, catalog, files);
    }

    /** Where they come from, as the user said it. */
    public String location() {
        return location;
    }

    /** As {@link LabelCatalog#of}. */
    public Optional<LabelSet> of(MovieKey movie, boolean onlyMovie) {
        return catalog.of(movie, onlyMovie);
    }

    /** The names of all sets. */
    public String names() {
        return String.join(", ", catalog.sets().keySet());
    }

    public List<TrackSpan> lineage(LabelSet set) throws IOException {
        return LabelCatalog.lineage(storage, set);
    }

    /** Changes when the labels of a movie do. */
    String version(MovieKey movie, boolean onlyMovie) {
        Optional<LabelSet> set = of(movie, onlyMovie);
        if (set.isEmpty()) {
            return "none";
        }
        TreeSet<String> lines = new TreeSet<>();
        for (PlaneRef plane : set.get().frames().values()) {
            lines.add(line(plane.location()));
        }
        if (!set.get().lineage().isEmpty()) {
            lines.add(line(set.get().lineage()));
        }
        return String.join("\n", lines) + "\n" + set.get().movieInFile();
    }

    private String line(String location) {
        StoredFile file = files.get(location);
        return location + " " + (file == null ? "" : file.version());
    }
}
