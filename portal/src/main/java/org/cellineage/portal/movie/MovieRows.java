package org.cellineage.portal.movie;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.correct.CorrectedLineage;
import org.cellineage.correct.Reviewed;
import org.cellineage.jobs.page.MovieSurvey;
import org.cellineage.jobs.published.TableCell;
import org.cellineage.jobs.published.TableTrack;
import org.cellineage.jobs.published.UnitMovie;

/** The cells and tracks of a movie in one version, wherever they are kept. */
interface MovieRows {

    /** The cells of some frames, by frame and in the order of their tracks; frames without cells are absent. */
    Map<Integer, List<TableCell>> cells(int first, int last) throws IOException;

    /** Visits all frames that have cells, without their masks. */
    void forEachFrame(UnitMovie.FrameVisitor visitor) throws IOException;

    /** All tracks. */
    Collection<TableTrack> tracks() throws IOException;

    /** The lineage for its review. */
    Reviewed reviewed() throws IOException;

    /** What the ranges of measures are taken from: the cells that the run found, whatever was corrected since. */
    MovieSurvey.Frames measured();

    /** Cells with corrections, in memory. */
    record Corrected(CorrectedLineage lineage, List<String> channels, MovieSurvey.Frames measured)
            implements MovieRows {

        @Override
        public Map<Integer, List<TableCell>> cells(int first, int last) {
            Map<Integer, List<TableCell>> frames = new TreeMap<>();
            // Sorted by frame.
            int low = 0;
            int high = lineage.cells().size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (lineage.cells().get(middle).cell().frame() < first) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            for (int i = low; i < lineage.cells().size(); i++) {
                var cell = lineage.cells().get(i).cell();
                if (cell.frame() > last) {
                    break;
                }
                frames.computeIfAbsent(cell.frame(), frame -> new ArrayList<>()).add(TableCell.of(cell, channels));
            }
            return frames;
        }

        @Override
        public void forEachFrame(UnitMovie.FrameVisitor visitor) throws IOException {
            List<TableCell> frame = new ArrayList<>();
            for (CorrectedLineage.CorrectedCell row : lineage.cells()) {
                if (!frame.isEmpty() && frame.get(0).frame() != row.cell().frame()) {
                    visitor.visit(frame);
                    frame = new ArrayList<>();
                }
                frame.add(TableCell.of(row.cell(), channels));
            }
            if (!frame.isEmpty()) {
                visitor.visit(frame);
            }
        }

        @Override
        public Collection<TableTrack> tracks() {
            return lineage.tracks().stream()
                    .map(row -> TableTrack.of(row.track()))
                    .toList();
        }

        @Override
        public Reviewed reviewed() {
            return Reviewed.of(lineage);
        }
    }
}
