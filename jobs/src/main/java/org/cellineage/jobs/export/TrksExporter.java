package org.cellineage.jobs.export;

import java.io.IOException;
import java.util.List;
import org.cellineage.jobs.published.MovieScope;

/** Files of deepcell-tracking, one per plate, whose movies all have one size: {@code PLATE.trks}. */
public final class TrksExporter implements Exporter {

    @Override
    public String name() {
        return "trks";
    }

    @Override
    public String summary() {
        return "deepcell-tracking: one file per plate";
    }

    @Override
    public MovieScope scope() {
        return MovieScope.PLATE;
    }

    @Override
    public List<String> cannotHold() {
        return List.of(
                "measures, probabilities, origins and fates", "pixel size, frame interval and names of channels");
    }

    @Override
    public boolean needsImages() {
        return true;
    }

    @Override
    public List<String> export(List<ExportMovie> movies, ExportTarget target) throws IOException {
        String name = movies.get(0).row().key().plate() + ".trks";
        new TrkFile(movies, true).write(name, target);
        return List.of(name);
    }
}
