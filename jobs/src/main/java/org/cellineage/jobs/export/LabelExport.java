package org.cellineage.jobs.export;

import java.io.IOException;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.jobs.hadoop.OutputFolder;

/** Writes segmented frames as label TIFFs under the names of their images, see {@link FrameFile}. */
public final class LabelExport {

    private final OutputFolder target;

    /** @param target where the files go */
    public LabelExport(OutputFolder target) {
        this.target = target;
    }

    /**
     * Writes all frames.
     *
     * @return label images written
     */
    public long write(SegmentedFrames frames) throws IOException {
        return frames.writeAll((file, image, labels) ->
                TiffWriter.write(target.create(file.tiff()), CtcExporter.plane(labels, labels.maxLabel() > 0xffff)));
    }
}
