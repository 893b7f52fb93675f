package org.cellineage.jobs.export.zarr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.geff.GeffWriter;
import org.cellineage.format.zarr.SideBySide;
import org.cellineage.format.zarr.ZarrVersion;
import org.cellineage.format.zarr.ZarrWriter;
import org.cellineage.jobs.export.ExportMovie;
import org.cellineage.jobs.export.ExportTarget;
import org.cellineage.jobs.export.Exporter;
import org.cellineage.jobs.published.TableMovie;

/**
 * Lineage graphs in GEFF, one per movie: {@code PLATE/SEQ.geff}, with Zarr 2, which more programs read. They refer to the
 * label images of an OME-Zarr format that is exported with them.
 */
public final class GeffExporter implements Exporter {

    @Override
    public String name() {
        return "geff";
    }

    @Override
    public String summary() {
        return "GEFF: one graph per movie";
    }

    @Override
    public boolean needsMeasures() {
        return true;
    }

    @Override
    public String formatVersion() {
        return GeffWriter.VERSION;
    }

    @Override
    public List<String> cannotHold() {
        return List.of(
                "masks: they are in the label images of an OME-Zarr format",
                "origins and fates of tracks, and names of classes",
                "times in seconds and lengths in micrometres: they follow from the scales");
    }

    private static String folder(TableMovie movie) {
        return movie.key().plate() + "/" + movie.sequence() + ".geff";
    }

    /** Nothing of an earlier graph may remain, such as a property that the new one does not have. */
    @Override
    public void begin(List<TableMovie> movies, ExportTarget target) throws IOException {
        SideBySide.map(movies, movie -> {
            target.remove(folder(movie) + "/" + ZarrVersion.V2.groupFiles().get(0));
            target.remove(folder(movie));
            return movie;
        });
    }

    @Override
    public List<String> export(List<ExportMovie> movies, ExportTarget target) throws IOException {
        List<String> written = new ArrayList<>();
        for (ExportMovie movie : movies) {
            String folder = folder(movie.row());
            ZarrWriter zarr = new ZarrWriter(
                    (key, content) -> target.write(folder + "/" + key, out -> out.write(content)), ZarrVersion.V2);
            GeffTable table = GeffTable.of(movie);
            new GeffWriter(zarr)
                    .write(
                            table.nodes(),
                            table.edges(),
                            table.about(movie, ZarrPlace.labelsBeside(movie.row(), target.formats())));
            written.add(folder);
        }
        return written;
    }
}
