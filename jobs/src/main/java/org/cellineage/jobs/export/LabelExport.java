package org.cellineage.jobs.export;

import java.io.IOException;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.jobs.hadoop.OutputFolder;

/** Writes segmented frames as label TIFFs named like their images, see {@link FrameFile}. */
public final class LabelExport {

    private final OutputFolder target;

    /** @param target folder for the files */
    public LabelExport(OutputFolder target) {
        this.target = target;
    }

    /**
     * Writes all frames.
     *
     * @return number of label images written
     */
    public long write(SegmentedFrames frames) throws IOException {
        return frames.writeAll(frame -> TiffWriter.write(
                target.create(frame.file().tiff()),
                CtcExporter.plane(frame.labels(), frame.labels().maxLabel() > 0xffff)));
    }
}
