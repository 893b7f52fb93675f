package org.cellineage.train.classes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.cellineage.classify.ClassReading;
import org.cellineage.classify.Crop;
import org.cellineage.classify.FrameCrops;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.classes.KnownClasses;
import org.cellineage.format.layout.CatalogReader;
import org.cellineage.format.layout.MovieFormats;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;
import org.cellineage.train.linking.KnownFrame;
import org.cellineage.train.linking.LinkingTraining;

/** The crops of cells, or of frames, whose classes a table says. */
final class TableCrops {

    private static final int CELL_SIDE = 24;
    private static final int FRAME_SIDE = 128;
    private static final double DIAMETERS = 2.2;

    private final Storage storage;
    private final KnownClasses known;
    private final ClassTraining.Unit unit;
    private final ClassTraining.Settings settings;
    private final List<LabelledCrop> crops = new ArrayList<>();
    private final TreeSet<String> seen = new TreeSet<>();
    /** Decided by the first movie, whose channels are all looked at if none are named. */
    private Optional<ClassReading> reading = Optional.empty();

    TableCrops(Storage storage, KnownClasses known, ClassTraining.Unit unit, ClassTraining.Settings settings) {
        this.storage = storage;
        this.known = known;
        this.unit = unit;
        this.settings = settings;
    }

    /** Adds what the table says of the movies of a source. */
    void add(LinkingTraining.Source movies) throws IOException {
        if (unit == ClassTraining.Unit.CELL) {
            KnownFrame.visitLabels(storage, movies.input(), movies.segmented(), movies.part(), this::addCells);
        } else {
            for (Movie movie : new CatalogReader(storage)
                    .read(storage.absolute(movies.input()), MovieFormats.AUTO)
                    .movies()) {
                addFrames(movie, movies);
            }
        }
    }

    private void addCells(KnownFrame frame) {
        seen.add(frame.movie().id());
        KnownClasses.OfMovie ofMovie = known.of(frame.movie());
        if (ofMovie.isEmpty()) {
            return;
        }
        FrameCrops cut = new FrameCrops(
                frame.channels(), 0, frame.cells(), reading(frame.channels().size()));
        for (int i = 0; i < frame.cells().size(); i++) {
            Optional<KnownClasses.Known> said = ofMovie.cell(frame.frame(), frame.tracks()[i]);
            if (said.isPresent()) {
                add(said.get(), cut.crop(i), frame.movie());
            }
        }
    }

    private void addFrames(Movie movie, LinkingTraining.Source source) throws IOException {
        seen.add(movie.key().id());
        KnownClasses.OfMovie ofMovie = known.of(movie.key());
        try (StoragePlaneReader reader = new StoragePlaneReader(storage)) {
            for (FrameRef frame : movie.frames()) {
                Optional<KnownClasses.Known> said = ofMovie.frame(frame.frame());
                if (said.isEmpty() || !source.part().holdsFrame(frame.frame())) {
                    continue;
                }
                List<Plane> planes = new ArrayList<>();
                for (PlaneRef channel : frame.channels()) {
                    planes.add(reader.read(channel));
                }
                add(said.get(), new FrameCrops(planes, 0, List.of(), reading(planes.size())).frame(), movie.key());
            }
        }
    }

    private void add(KnownClasses.Known said, Crop crop, MovieKey movie) {
        Map<String, String> groups = new LinkedHashMap<>(said.groups());
        groups.put("movie", movie.id());
        groups.put("plate", movie.plate());
        groups.put("well", movie.plate() + "/" + movie.well());
        crops.add(new LabelledCrop(known.classes().indexOf(said.name()), crop, crops.size(), groups));
    }

    private ClassReading reading(int channels) {
        if (reading.isEmpty()) {
            reading = Optional.of(of(channels));
        }
        return reading.get();
    }

    private ClassReading of(int count) {
        List<Integer> channels = new ArrayList<>(settings.channels());
        if (channels.isEmpty() && count == 1) {
            channels.add(ClassReading.OF_THE_CELLS);
        }
        for (int c = 0; settings.channels().isEmpty() && count > 1 && c < count; c++) {
            channels.add(c);
        }
        boolean ofCells = unit == ClassTraining.Unit.CELL;
        int side = settings.sidePx() > 0 ? settings.sidePx() : ofCells ? CELL_SIDE : FRAME_SIDE;
        return ClassReading.untrained(known.classes(), channels, side, 0, ofCells ? DIAMETERS : 0, ofCells);
    }

    /** How the crops are looked at. */
    ClassReading reading() {
        return reading(1);
    }

    /**
     * All crops that were added.
     *
     * @throws BadInputException if there is none
     */
    List<LabelledCrop> crops() {
        if (crops.isEmpty()) {
            throw new BadInputException(
                    known.location(),
                    "It says the class of no " + (unit == ClassTraining.Unit.CELL ? "cell" : "frame")
                            + " of the movies, which are "
                            + String.join(", ", seen.stream().limit(5).toList()) + (seen.size() > 5 ? ", …" : "") + ".",
                    "Name movies as 'cellineage check' does, and tracks by the labels of their label images.");
        }
        return crops;
    }
}
