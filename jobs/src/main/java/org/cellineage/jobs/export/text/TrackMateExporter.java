package org.cellineage.jobs.export.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import org.cellineage.jobs.export.ExportMovie;
import org.cellineage.jobs.export.ExportTarget;
import org.cellineage.jobs.export.Exporter;

/**
 * Files of TrackMate: {@code PLATE/SEQ.xml} with all cells as spots with outlines, and one track for each lineage.
 *
 * <p>Ids follow from the tables alone: spots are numbered from 0 by frame and then track, and a track of TrackMate has the
 * number of the first ancestor. The feature {@code CELLINEAGE_TRACK} is the track of a cell. Lengths are micrometres and
 * times seconds; pixels and frames where the tables do not know them.
 */
public final class TrackMateExporter implements Exporter {

    /** The version of TrackMate whose files are written. */
    static final String VERSION = "7.11.1";

    @Override
    public String name() {
        return "trackmate";
    }

    @Override
    public String summary() {
        return "TrackMate in Fiji: one XML file per movie";
    }

    @Override
    public boolean needsMeasures() {
        return true;
    }

    @Override
    public String formatVersion() {
        return "TrackMate " + VERSION;
    }

    @Override
    public List<String> cannotHold() {
        return List.of(
                "origins, fates and names of classes",
                "holes and separate parts of a cell, which are joined to its outline by lines without area",
                "names of channels, which are counted from 1");
    }

    @Override
    public List<String> export(List<ExportMovie> movies, ExportTarget target) throws IOException {
        List<String> written = new ArrayList<>();
        for (ExportMovie movie : movies) {
            String name = movie.row().key().plate() + "/" + movie.row().sequence() + ".xml";
            target.write(name, out -> {
                try {
                    new TrackMateWriter(movie, out).write();
                } catch (XMLStreamException e) {
                    throw new IOException("the XML could not be written", e);
                }
            });
            written.add(name);
        }
        return written;
    }
}
