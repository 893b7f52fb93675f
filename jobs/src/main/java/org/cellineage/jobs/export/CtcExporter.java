package org.cellineage.jobs.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.ctc.CtcTracks;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.jobs.published.TableLabels;
import org.cellineage.track.ContiguousTracks;

/**
 * Results of the Cell Tracking Challenge: {@code PLATE/SEQ_RES/mask000.tif} and, last, {@code res_track.txt}. Tracks with
 * gaps are split, see {@link ContiguousTracks}; all others keep their ids.
 */
public final class CtcExporter implements Exporter {

    private static final int MAX_SHORT = 0xffff;

    @Override
    public String name() {
        return "ctc";
    }

    @Override
    public String summary() {
        return "Cell Tracking Challenge results";
    }

    @Override
    public List<String> cannotHold() {
        return List.of(
                "measures, probabilities, origins and fates",
                "gaps: a track that is out of sight for a time is split",
                "pixel size, frame interval and names of channels");
    }

    @Override
    public List<String> export(List<ExportMovie> movies, ExportTarget target) throws IOException {
        List<String> written = new ArrayList<>();
        for (ExportMovie movie : movies) {
            TableLabels cells = movie.labels();
            String folder = movie.row().key().plate() + "/" + movie.row().sequence() + "_RES";
            ContiguousTracks tracks = new ContiguousTracks(cells.framesOfTrack(), cells.parents());
            List<TrackSpan> spans = tracks.spans();
            boolean wide = !spans.isEmpty() && spans.get(spans.size() - 1).track() > MAX_SHORT;
            int digits =
                    Math.max(3, Integer.toString(movie.row().frameCount() - 1).length());
            for (int frame : cells.frames()) {
                LabelImage labels = cells.paint(frame, tracks::idAt);
                String name = String.format(Locale.ROOT, "%s/mask%0" + digits + "d.tif", folder, frame);
                target.write(name, out -> TiffWriter.write(out, plane(labels, wide)));
            }
            byte[] lineage = CtcTracks.format(spans).getBytes(StandardCharsets.UTF_8);
            target.write(folder + "/res_track.txt", out -> out.write(lineage));
            written.add(folder);
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
