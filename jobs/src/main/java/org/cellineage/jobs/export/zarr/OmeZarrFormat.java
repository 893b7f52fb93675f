package org.cellineage.jobs.export.zarr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.zarr.ZarrVersion;
import org.cellineage.jobs.export.ExportMovie;
import org.cellineage.jobs.export.ExportTarget;
import org.cellineage.jobs.export.Exporter;
import org.cellineage.jobs.published.TableMovie;

/** A format of OME-Zarr; its subclasses say which. */
abstract class OmeZarrFormat implements Exporter {

    private final String name;
    private final String summary;
    private final boolean withImages;
    private final OmeZarrExport export;

    /** @param withImages whether images are copied, where those of a movie are still there */
    OmeZarrFormat(String name, String summary, ZarrVersion version, boolean withImages) {
        this.name = name;
        this.summary = summary;
        this.withImages = withImages;
        this.export = OmeZarrExport.of(name, version);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String summary() {
        return summary;
    }

    @Override
    public final boolean needsImages() {
        return withImages;
    }

    @Override
    public final String formatVersion() {
        return export.version() == ZarrVersion.V3 ? "0.5" : "0.4";
    }

    @Override
    public final List<String> cannotHold() {
        return OmeZarrExport.CANNOT_HOLD;
    }

    @Override
    public final void begin(List<TableMovie> movies, ExportTarget target) throws IOException {
        export.begin(movies, target);
    }

    @Override
    public final List<String> export(List<ExportMovie> movies, ExportTarget target) throws IOException {
        List<String> written = new ArrayList<>();
        for (ExportMovie movie : movies) {
            written.add(export.export(movie, withImages ? movie.imagesIfThere() : Optional.empty(), target));
        }
        return written;
    }

    @Override
    public final void finish(List<TableMovie> movies, ExportTarget target) throws IOException {
        export.finish(movies, target);
    }
}
