package org.cellineage.jobs.export.zarr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.zarr.ZarrVersion;
import org.cellineage.jobs.export.ExportMovie;
import org.cellineage.jobs.export.ExportTarget;
import org.cellineage.jobs.export.Exporter;
import org.cellineage.jobs.published.TableMovie;

/** OME-Zarr 0.4 of images and labels; labels only where the images of a movie are not there any more. */
public final class OmeZarrExporter implements Exporter {

    private static final String NAME = "ome-zarr";
    private static final OmeZarrExport EXPORT = OmeZarrExport.of(NAME, ZarrVersion.V2);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "OME-Zarr 0.4: images with label images";
    }

    @Override
    public boolean needsImages() {
        return true;
    }

    @Override
    public String formatVersion() {
        return "0.4";
    }

    @Override
    public List<String> cannotHold() {
        return OmeZarrExport.CANNOT_HOLD;
    }

    @Override
    public void begin(List<TableMovie> movies, ExportTarget target) throws IOException {
        EXPORT.begin(movies, target);
    }

    @Override
    public List<String> export(List<ExportMovie> movies, ExportTarget target) throws IOException {
        List<String> written = new ArrayList<>();
        for (ExportMovie movie : movies) {
            written.add(EXPORT.export(movie, movie.imagesIfThere(), target));
        }
        return written;
    }

    @Override
    public void finish(List<TableMovie> movies, ExportTarget target) throws IOException {
        EXPORT.finish(movies, target);
    }
}
