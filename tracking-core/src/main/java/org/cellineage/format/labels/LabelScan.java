package org.cellineage.format.labels;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.format.tiff.TiffFile;
import org.cellineage.format.tiff.TiffStack;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/** Finds label images among files: TIFF and PNG images (one per frame), and TIFF stacks (one per movie). */
final class LabelScan {

    private final Storage storage;
    private final Map<String, String> lineages = new HashMap<>();
    private final List<LabelCandidate> candidates = new ArrayList<>();
    private final List<Problem> refused = new ArrayList<>();
    private final List<Problem> unreadable = new ArrayList<>();

    private LabelScan(Storage storage) {
        this.storage = storage;
    }

    /** Scans files; of a numbered series of images, only the first header is read. */
    static LabelScan of(Storage storage, List<StoredFile> files) throws IOException {
        LabelScan scan = new LabelScan(storage);
        // If a program saved both, the TIFF is used, because it can hold more cells.
        Map<String, StoredFile> byStem = new TreeMap<>();
        for (StoredFile file : files) {
            String lower = file.name().toLowerCase(Locale.ROOT);
            Optional<Problem> why = NotLabels.why(file.location(), file.name());
            if (CtcFolder.isLineage(file)) {
                scan.lineages.put(Places.parent(file.location()), file.location());
            } else if (why.isPresent()) {
                scan.refused.add(why.get());
            } else if (lower.matches(".*\\.(tiff?|png)") && !CtcFolder.isRaw(file, files)) {
                String stem = Places.parent(file.location()) + "/" + LabelName.stem(file.name());
                byStem.merge(stem, file, (held, next) -> isPng(held) ? next : held);
            }
        }
        Map<String, List<StoredFile>> rows = new TreeMap<>();
        for (StoredFile file : byStem.values()) {
            LabelName name = LabelName.of(file.name());
            String base = name.base();
            String row = name.number() < 0
                    ? file.location()
                    : Places.parent(file.location()) + "/" + name.bases().get(0).replace(base, name.series() + "#");
            rows.computeIfAbsent(row, key -> new ArrayList<>()).add(file);
        }
        for (List<StoredFile> row : rows.values()) {
            scan.addRow(row);
        }
        return scan;
    }

    /** What was found, by location. */
    List<LabelCandidate> candidates() {
        return candidates;
    }

    /** Files that are not label images, judged by their names. */
    List<Problem> refused() {
        return refused;
    }

    /** Files that should be label images but cannot be read. */
    List<Problem> unreadable() {
        return unreadable;
    }

    private static boolean isPng(StoredFile file) {
        return file.name().toLowerCase(Locale.ROOT).endsWith(".png");
    }

    private void addRow(List<StoredFile> row) throws IOException {
        List<LabelFile> files = new ArrayList<>();
        boolean single = false;
        for (StoredFile file : row) {
            LabelName name = LabelName.of(file.name());
            if (isPng(file)) {
                files.add(new LabelFile(file.location(), name, List.of(png(file.location()))));
            } else if (single) {
                files.add(new LabelFile(file.location(), name, List.of(PlaneRef.tiff(file.location(), 0))));
            } else {
                try {
                    LabelFile found = new LabelFile(file.location(), name, images(file.location()));
                    files.add(found);
                    single = !found.isStack() && row.size() > 1;
                } catch (BadInputException e) {
                    unreadable.add(e.problem());
                }
            }
        }
        List<LabelFile> frames = files.stream().filter(file -> !file.isStack()).toList();
        boolean numbered = frames.size() > 1 || (!frames.isEmpty() && isOfChallenge(frames.get(0)));
        if (numbered) {
            candidates.add(frames(frames));
        } else {
            frames.forEach(file -> candidates.add(stack(file)));
        }
        files.stream().filter(LabelFile::isStack).forEach(file -> candidates.add(stack(file)));
    }

    private static boolean isOfChallenge(LabelFile file) {
        return file.name().stem().matches("(man_track|man_seg|mask|t)\\d{3,6}");
    }

    private static PlaneRef png(String location) {
        return new PlaneRef(PlaneRef.Encoding.PNG, location, "", 0);
    }

    /** The images of a file in temporal order; z counts as time if there is no other time axis. */
    private List<PlaneRef> images(String location) throws IOException {
        try (TiffFile tiff = TiffFile.open(storage.open(location), location)) {
            TiffStack stack = tiff.stack();
            boolean zIsTime = stack.sizeT() == 1;
            if (stack.sizeC() > 1 || (stack.sizeZ() > 1 && !zIsTime)) {
                throw new BadInputException(
                        location,
                        "It has " + stack.sizeC() + " channels, " + stack.sizeZ() + " z planes and " + stack.sizeT()
                                + " time points, but labels have one image per frame.",
                        "Save only the labels, as one grey image per frame (t, y, x), not as a colour image.");
            }
            List<PlaneRef> images = new ArrayList<>();
            for (int t = 0; t < stack.sizeZ() * stack.sizeT(); t++) {
                int plane = zIsTime ? stack.planeIndex(0, t, 0) : stack.planeIndex(0, 0, t);
                if (plane == TiffStack.MISSING) {
                    throw new BadInputException(
                            location,
                            "Image " + t + " is listed in its description, but missing from the file.",
                            "Export the labels into a single file.");
                }
                images.add(PlaneRef.tiff(location, plane));
            }
            return images;
        }
    }

    private LabelCandidate frames(List<LabelFile> files) {
        Map<Integer, PlaneRef> frames = new TreeMap<>();
        Map<Integer, LabelFile> byNumber = new HashMap<>();
        Optional<Problem> conflict = Optional.empty();
        for (LabelFile file : files) {
            int number = file.name().number();
            LabelFile held = byNumber.putIfAbsent(number, file);
            if (held == null) {
                frames.put(number, file.images().get(0));
            } else {
                conflict = Optional.of(new Problem(
                        file.location(),
                        "It has the number " + number + ", and so has " + held.location() + ".",
                        "Keep one label image per frame."));
            }
        }
        LabelFile first = files.get(0);
        String folder = first.folder();
        String sequence = CtcFolder.sequenceOf(folder);
        String series = Places.plain(first.name().series());
        boolean ofChallenge = isOfChallenge(first);
        Set<String> names = new TreeSet<>();
        names.add(Places.plain(sequence));
        names.addAll(Places.folders(Places.last(folder)));
        if (!ofChallenge && !series.isEmpty()) {
            names.add(series);
            names.add(Places.plain(Places.last(folder) + "_" + series));
            names.add(series.replaceAll("[_\\-. ]+t$", ""));
        }
        String name = ofChallenge || series.isEmpty() ? sequence : series;
        return new LabelCandidate(
                new LabelSet(name, folder, frames, lineages.getOrDefault(folder, ""), 0),
                true,
                files,
                names,
                Places.folders(folder),
                CtcFolder.datasetOf(folder),
                CtcFolder.rank(folder),
                conflict);
    }

    private LabelCandidate stack(LabelFile file) {
        Map<Integer, PlaneRef> frames = new TreeMap<>();
        for (int t = 0; t < file.images().size(); t++) {
            frames.put(t, file.images().get(t));
        }
        Set<String> names = new LinkedHashSet<>();
        file.name().bases().forEach(base -> names.add(Places.plain(base)));
        return new LabelCandidate(
                new LabelSet(file.name().stem(), file.location(), frames, lineages.getOrDefault(file.folder(), ""), 0),
                false,
                List.of(file),
                names,
                Places.folders(file.folder()),
                file.folder(),
                CtcFolder.rank(""),
                Optional.empty());
    }
}
