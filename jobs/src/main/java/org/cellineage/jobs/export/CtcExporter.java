package org.cellineage.jobs.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.ctc.CtcTracks;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.PublishedTables;
import org.cellineage.track.ContiguousTracks;

/**
 * Cell Tracking Challenge results: {@code PLATE/SEQ_RES/mask000.tif} and {@code res_track.txt}. Tracks with gaps are
 * split, see {@link ContiguousTracks}; all others keep their ids.
 */
public final class CtcExporter implements Exporter {

    private static final int MAX_SHORT = 0xffff;

    @Override
    public String name() {
        return "ctc";
    }

    @Override
    public List<String> export(PublishedTables tables, List<TableMovie> movies, OutputFolder output)
            throws IOException {
        List<String> written = new ArrayList<>();
        for (TableMovie movie : movies) {
            movie.load(tables);
            String folder = movie.key().plate() + "/" + movie.sequence() + "_RES";
            ContiguousTracks tracks = new ContiguousTracks(movie.framesOfTrack(), movie.parents());
            List<TrackSpan> spans = tracks.spans();
            boolean wide = !spans.isEmpty() && spans.get(spans.size() - 1).track() > MAX_SHORT;
            int digits = Math.max(3, Integer.toString(movie.frameCount() - 1).length());
            for (int frame : movie.frames()) {
                LabelImage labels = movie.paint(frame, tracks::idAt);
                String name = String.format(Locale.ROOT, "%s/mask%0" + digits + "d.tif", folder, frame);
                TiffWriter.write(output.create(name), plane(labels, wide));
            }
            try (OutputStream out = output.create(folder + "/res_track.txt")) {
                out.write(CtcTracks.format(spans).getBytes(StandardCharsets.UTF_8));
            }
            movie.release();
            written.add(output.resolve(folder));
        }
        return written;
    }

    static Plane plane(LabelImage labels, boolean wide) {
        if (wide) {
            return Plane.of(labels.width(), labels.height(), labels.labels());
        }
        short[] samples = new short[labels.labels().length];
        for (int p = 0; p < samples.length; p++) {
            samples[p] = (short) labels.labels()[p];
        }
        return Plane.of(labels.width(), labels.height(), samples);
    }
}
