package org.cellineage.format.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.Catalog;
import org.cellineage.format.MovieFormat;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.problem.BadInputException;

/**
 * Cell Tracking Challenge folders: {@code DATASET/01/t000.tif}, or one such sequence folder.
 *
 * <p>Plate: the dataset folder. A sequence named like {@code B02_s1} is site 1 of well B02; any other sequence is a site
 * of no well. Folders of truth and results ({@code 01_GT}, {@code 01_ST}, {@code 01_RES}) hold no movies.
 */
final class CtcFormat implements MovieFormat {

    private static final Pattern FRAME = Pattern.compile("t(\\d{3,6})\\.tiff?");

    @Override
    public String name() {
        return "ctc";
    }

    @Override
    public String summary() {
        return "Cell Tracking Challenge: DATASET/01/t000.tif, or the folder 01 itself";
    }

    @Override
    public boolean recognises(String root, List<StoredFile> files, Storage storage) {
        return files.stream().anyMatch(f -> isFrame(root, f));
    }

    private static boolean isFrame(String root, StoredFile file) {
        String folder = Names.parent(file.location());
        String relative = Names.relative(root, file.location());
        long depth = relative.chars().filter(c -> c == '/').count();
        return FRAME.matcher(file.name()).matches()
                && depth <= 1
                && !Names.last(folder).matches(".*_(GT|ST|RES|ERR_SEG)");
    }

    @Override
    public Catalog catalog(String root, List<StoredFile> files, Storage storage) throws IOException {
        List<PlaneFile> planes = new ArrayList<>();
        for (StoredFile file : files) {
            Matcher name = FRAME.matcher(file.name());
            if (isFrame(root, file) && name.matches()) {
                planes.add(new PlaneFile(key(file.location()), Integer.parseInt(name.group(1)), "", file));
            }
        }
        if (planes.isEmpty()) {
            throw new BadInputException(
                    root,
                    "There is no sequence of the Cell Tracking Challenge in it.",
                    "Give a dataset folder such as Fluo-N2DL-HeLa that holds 01/t000.tif, t001.tif, …");
        }
        return new FrameFiles(storage, name()).catalog(planes);
    }

    private static MovieKey key(String location) {
        String sequenceFolder = Names.parent(location);
        String sequence = Names.last(sequenceFolder);
        String dataset = Names.last(Names.parent(sequenceFolder));
        String plate = dataset.isEmpty() ? MovieKey.DEFAULT_PLATE : dataset;
        Optional<WellSite> wellSite = sequence.contains("_s") ? WellSite.in(sequence) : Optional.empty();
        return wellSite.map(ws -> new MovieKey(plate, ws.well(), ws.site()))
                .orElseGet(() -> new MovieKey(plate, MovieKey.NO_WELL, sequence));
    }
}
