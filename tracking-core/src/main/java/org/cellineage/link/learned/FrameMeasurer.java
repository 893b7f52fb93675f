package org.cellineage.link.learned;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.cell.ClassProbability;
import org.cellineage.cell.CompartmentMeasurer;
import org.cellineage.cell.FrameFeatures;
import org.cellineage.cell.MeasurementOptions;
import org.cellineage.cell.RivalCut;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.classify.CellClassifier;
import org.cellineage.illumination.FlatFields;
import org.cellineage.image.Plane;
import org.cellineage.segment.FoundCells;
import org.cellineage.segment.FoundClasses;
import org.cellineage.segment.FramePlan;

/** Turns the cells that were found in a frame's pixels into what tracking needs of the frame: the pixels can go then. */
public final class FrameMeasurer {

    private final Optional<CellEncoder> encoder;
    private final Optional<CellClassifier> classifier;
    private final MeasurementOptions options;
    private final FlatFields flatFields;

    /**
     * @param encoder empty if linking needs no image features
     * @param classifier empty if cells are not classified
     * @param flatFields those that the options name, which fit the movie
     */
    public FrameMeasurer(
            Optional<CellEncoder> encoder,
            Optional<CellClassifier> classifier,
            MeasurementOptions options,
            FlatFields flatFields) {
        this.encoder = encoder;
        this.classifier = classifier;
        this.options = options;
        this.flatFields = flatFields;
    }

    /**
     * Checks that the frames of a movie can be measured.
     *
     * @param where the movie, for messages
     * @param channels number of channels in its files
     * @throws org.cellineage.problem.BadInputException if the flat fields do not fit it
     */
    public void requireFits(String where, int width, int height, int channels) {
        flatFields.requireFits(where, width, height, channels);
    }

    /**
     * Measures and encodes the cells of a frame.
     *
     * @param frame 0-based frame number
     * @param planes of the frame in the movie's channel order, of the size of the labels, as they were read
     * @param found its cells
     * @param plan how they were found
     */
    public SegmentedFrame measure(int frame, List<Plane> planes, FoundCells found, FramePlan plan) {
        List<Plane> channels = flatFields.correct(planes);
        List<Cell> cells = CellMeasurer.measure(found.labels(), channels).stream()
                .map(cell -> cell.judged(found.probability()[cell.label()], found.isWeak(cell.label())))
                .toList();
        int shown = plan.cells().channel();
        FrameFeatures features =
                encoder.map(own -> own.encode(channels, shown, cells)).orElse(FrameFeatures.NONE);
        List<RivalCut> rivals = encoder.map(own -> own.encodeCuts(channels, shown, cells, found.otherCuts()))
                .orElse(List.of());
        List<Cell> measured = CompartmentMeasurer.measure(
                cells, found.labels(), found.bodies(), channels, plan.cells().diameterPx(), options);
        SegmentedFrame whole = new SegmentedFrame(
                frame, found.labels().width(), found.labels().height(), named(measured, found), rivals, features);
        return classifier.map(own -> classified(own, whole, channels, shown)).orElse(whole);
    }

    /** The frame with the classes of its cells and of those that tracking may choose in their place. */
    private static SegmentedFrame classified(
            CellClassifier classifier, SegmentedFrame frame, List<Plane> channels, int shown) {
        List<Cell> others =
                frame.rivalCuts().stream().flatMap(cut -> cut.cells().stream()).toList();
        List<Cell> classified = classifier.classify(channels, shown, frame.cells(), others);
        int next = frame.cells().size();
        List<RivalCut> cuts = new ArrayList<>();
        for (RivalCut cut : frame.rivalCuts()) {
            cuts.add(cut.withCells(classified.subList(next, next + cut.cells().size())));
            next += cut.cells().size();
        }
        return new SegmentedFrame(
                frame.frame(),
                frame.width(),
                frame.height(),
                classified.subList(0, frame.cells().size()),
                cuts,
                frame.features());
    }

    /** The classes that the segmentation itself named, if any. */
    private static List<Cell> named(List<Cell> cells, FoundCells found) {
        FoundClasses classes = found.classes();
        if (classes.names().isEmpty()) {
            return cells;
        }
        return cells.stream()
                .map(cell -> classes.has(cell.label()) ? cell.withClasses(probabilities(classes, cell.label())) : cell)
                .toList();
    }

    private static List<ClassProbability> probabilities(FoundClasses classes, int label) {
        List<ClassProbability> probabilities = new ArrayList<>();
        for (int k = 0; k < classes.names().size(); k++) {
            probabilities.add(
                    new ClassProbability(classes.names().get(k), classes.probability()[label][k], Double.NaN));
        }
        return probabilities;
    }
}
