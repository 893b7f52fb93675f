package org.cellineage.jobs.export;

import java.io.IOException;
import org.cellineage.format.PlaneReader;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.picture.Overlay;

/** Writes segmented frames as PNG images for visual checks, named like their images, see {@link FrameFile}. */
public final class OverlayExport {

    private final Storage storage;
    private final OutputFolder target;

    /**
     * @param storage storage of the source images
     * @param target folder for the PNG images
     */
    public OverlayExport(Storage storage, OutputFolder target) {
        this.storage = storage;
        this.target = target;
    }

    /**
     * Draws the first channel of all frames with the outlines of their cells.
     *
     * @return number of images written
     */
    public long write(SegmentedFrames frames) throws IOException {
        try (PlaneReader planes = new StoragePlaneReader(storage)) {
            return frames.writeAll(frame -> PngFile.write(
                    Overlay.draw(planes.read(frame.firstChannel()), frame.labels()),
                    target.create(frame.file().png())));
        }
    }
}
