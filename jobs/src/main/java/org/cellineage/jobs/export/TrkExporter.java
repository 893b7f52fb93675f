package org.cellineage.jobs.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Files of deepcell-tracking, one per movie: {@code PLATE/SEQ.trk}. */
public final class TrkExporter implements Exporter {

    @Override
    public String name() {
        return "trk";
    }

    @Override
    public String summary() {
        return "deepcell-tracking: one file per movie";
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
        List<String> written = new ArrayList<>();
        for (ExportMovie movie : movies) {
            String name = movie.row().key().plate() + "/" + movie.row().sequence() + ".trk";
            new TrkFile(List.of(movie), false).write(name, target);
            written.add(name);
        }
        return written;
    }
}
