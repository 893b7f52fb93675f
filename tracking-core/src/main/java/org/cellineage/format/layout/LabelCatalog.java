package org.cellineage.format.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.Catalog;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.ctc.CtcTracks;
import org.cellineage.format.trk.TrkArchive;
import org.cellineage.format.trk.TrkLineages;
import org.cellineage.problem.BadInputException;

/**
 * Finds label images and says to which movie they belong.
 *
 * <p>Taken are: label images of the Cell Tracking Challenge ({@code man_trackNNN.tif}, {@code man_segNNN.tif},
 * {@code maskNNN.tif}, {@code tNNN.tif}), one folder or a dataset's; {@code .trk} files; and label movies in any layout
 * that movies may have. Where a sequence has several folders, {@code SEQ_GT/TRA} is taken before {@code SEQ_RES},
 * {@code SEQ_ST/SEG} and {@code SEQ_GT/SEG}.
 */
public final class LabelCatalog {

    private static final Pattern CTC_LABEL = Pattern.compile("(man_track|man_seg|mask|t)(\\d{3,6})\\.tiff?");
    private static final Pattern SEQUENCE = Pattern.compile("(.+)_(GT|ST|RES)");
    private static final List<String> LABEL_ENDINGS = List.of("_labels", "_label", "_masks", "_mask", "_seg");

    private final Map<String, LabelSet> byName;

    private LabelCatalog(Map<String, LabelSet> byName) {
        this.byName = byName;
    }

    /** Reads the label images at a location by names and headers. */
    public static LabelCatalog read(Storage storage, String location) throws IOException {
        List<StoredFile> files = storage.list(storage.absolute(location));
        if (files.isEmpty()) {
            throw new BadInputException(
                    location, "The folder of labels is empty.", "Give the folder or file that holds the label images.");
        }
        if (files.stream().anyMatch(f -> Names.isTrk(f.name()))) {
            return new LabelCatalog(trkSets(storage, location, files));
        }
        Map<String, LabelSet> ctc = ctcSets(files);
        return new LabelCatalog(ctc.isEmpty() ? movieSets(storage, location) : ctc);
    }

    /**
     * Reads a truth's full masks: {@code SEQ_GT/SEG}, or {@code SEQ_ST/SEG} for the silver truth.
     *
     * @return none where there are no such folders
     * @throws BadInputException where silver masks are asked for and none is there
     */
    public static LabelCatalog readMasks(Storage storage, String location, boolean silver) throws IOException {
        String ending = silver ? "_ST/SEG" : "_GT/SEG";
        List<StoredFile> masks = storage.list(location).stream()
                .filter(f -> Names.parent(f.location()).endsWith(ending))
                .toList();
        if (silver && masks.isEmpty()) {
            throw new BadInputException(
                    location,
                    "It holds no silver truth: none of its folders is called SEQ_ST/SEG.",
                    "Give the folder that holds SEQ_GT and SEQ_ST, or leave --silver out.");
        }
        return new LabelCatalog(ctcSets(masks));
    }

    /** All sets, by name. */
    public Map<String, LabelSet> sets() {
        return byName;
    }

    /**
     * The labels of a movie: by the name of its sequence ({@code 01}, {@code B02_s1}) or its file; a single set serves a
     * single movie whatever their names.
     *
     * @param onlyMovie whether the input has no other movie
     */
    public Optional<LabelSet> of(MovieKey movie, boolean onlyMovie) {
        if (onlyMovie && byName.size() == 1) {
            return Optional.of(byName.values().iterator().next());
        }
        String site = movie.well().equals(MovieKey.NO_WELL) ? movie.site() : movie.well() + "_s" + movie.site();
        LabelSet found = byName.get(site);
        for (String ending : LABEL_ENDINGS) {
            found = found == null ? byName.get(site + ending) : found;
        }
        return Optional.ofNullable(found);
    }

    private static Map<String, LabelSet> ctcSets(List<StoredFile> files) {
        Map<String, TreeMap<Integer, PlaneRef>> folders = new TreeMap<>();
        Map<String, String> lineages = new HashMap<>();
        for (StoredFile file : files) {
            String folder = Names.parent(file.location());
            Matcher m = CTC_LABEL.matcher(file.name());
            boolean raw = m.matches() && m.group(1).equals("t") && hasResults(files, folder);
            if (m.matches() && !raw) {
                folders.computeIfAbsent(folder, key -> new TreeMap<>())
                        .put(Integer.parseInt(m.group(2)), PlaneRef.tiff(file.location(), 0));
            } else if (file.name().equals("man_track.txt") || file.name().equals("res_track.txt")) {
                lineages.put(folder, file.location());
            }
        }
        Map<String, LabelSet> sets = new TreeMap<>();
        Map<String, BadInputException> rivals = new TreeMap<>();
        folders.forEach((folder, frames) -> {
            LabelSet set = new LabelSet(sequenceOf(folder), folder, frames, lineages.getOrDefault(folder, ""), 0);
            LabelSet held = sets.get(set.name());
            if (held == null || rank(folder) < rank(held.source())) {
                sets.put(set.name(), set);
                rivals.remove(set.name());
            } else if (rank(folder) == rank(held.source())) {
                rivals.putIfAbsent(set.name(), rivals(held, set));
            }
        });
        for (BadInputException rival : rivals.values()) {
            throw rival;
        }
        return sets;
    }

    private static BadInputException rivals(LabelSet one, LabelSet other) {
        return new BadInputException(
                other.source(),
                "It holds labels of sequence " + other.name() + ", and so does " + one.source() + ".",
                "Give the labels of one dataset, or the one folder that is meant.");
    }

    /** Whether a folder of tNNN.tif is a raw sequence: one whose truth or result stands beside it. */
    private static boolean hasResults(List<StoredFile> files, String folder) {
        String prefix = folder + "_";
        return files.stream()
                .anyMatch(f -> f.location().startsWith(prefix + "GT/")
                        || f.location().startsWith(prefix + "ST/")
                        || f.location().startsWith(prefix + "RES/"));
    }

    private static String sequenceOf(String folder) {
        for (String at = folder; !at.isEmpty(); at = Names.parent(at)) {
            Matcher m = SEQUENCE.matcher(Names.last(at));
            if (m.matches()) {
                return m.group(1);
            }
        }
        return Names.last(folder);
    }

    private static int rank(String folder) {
        if (folder.endsWith("_GT/TRA")) {
            return 0;
        }
        if (folder.endsWith("_RES")) {
            return 1;
        }
        if (folder.endsWith("_ST/SEG")) {
            return 2;
        }
        return folder.endsWith("_GT/SEG") ? 3 : 4;
    }

    private static Map<String, LabelSet> trkSets(Storage storage, String root, List<StoredFile> files)
            throws IOException {
        Map<String, LabelSet> sets = new TreeMap<>();
        for (StoredFile file : files) {
            if (!Names.isTrk(file.name())) {
                continue;
            }
            String location = file.location();
            String stem = TrkFormat.site(root, location);
            try (TrkArchive archive = TrkArchive.open(storage, location)) {
                for (int b = 0; b < archive.movies(); b++) {
                    Map<Integer, PlaneRef> frames = new TreeMap<>();
                    for (int t = 0; t < archive.frames(); t++) {
                        frames.put(
                                t,
                                new PlaneRef(
                                        PlaneRef.Encoding.TRK_ARRAY,
                                        location,
                                        TrkArchive.TRACKED,
                                        b * archive.frames() + t));
                    }
                    String name = archive.movies() > 1 ? stem + "_" + b : stem;
                    sets.put(name, new LabelSet(name, location, frames, location, b));
                }
            }
        }
        return sets;
    }

    private static Map<String, LabelSet> movieSets(Storage storage, String location) throws IOException {
        Catalog catalog = new CatalogReader(storage).read(location, MovieFormats.AUTO);
        Map<String, LabelSet> sets = new TreeMap<>();
        for (Movie movie : catalog.movies()) {
            MovieKey key = movie.key();
            String name = key.well().equals(MovieKey.NO_WELL) ? key.site() : key.well() + "_s" + key.site();
            Map<Integer, PlaneRef> frames = new TreeMap<>();
            for (FrameRef frame : movie.frames()) {
                frames.put(frame.frame(), frame.channels().get(0));
            }
            sets.put(name, new LabelSet(name, movie.source(), frames, "", 0));
        }
        if (sets.isEmpty()) {
            throw new BadInputException(
                    location,
                    "No label image in it can be read"
                            + (catalog.failures().isEmpty()
                                    ? "."
                                    : ": " + catalog.failures().get(0).problem().cause()),
                    "Give label images as TIFF (16-bit or 32-bit whole numbers) or a .trk file.");
        }
        return sets;
    }

    /**
     * Reads the lineage that goes with a set of labels.
     *
     * @throws BadInputException where there is none
     */
    public static List<TrackSpan> lineage(Storage storage, LabelSet set) throws IOException {
        if (set.lineage().isEmpty()) {
            throw new BadInputException(
                    set.source(),
                    "The labels have no lineage beside them.",
                    "Put man_track.txt or res_track.txt into the folder, or use --labels to have them tracked.");
        }
        if (!Names.isTrk(set.lineage())) {
            return CtcTracks.read(storage, set.lineage());
        }
        try (TrkArchive archive = TrkArchive.open(storage, set.lineage())) {
            return new ArrayList<>(TrkLineages.spans(archive.lineages().get(set.movieInFile())));
        }
    }
}
