package org.cellineage.jobs.export;

import java.io.IOException;
import org.cellineage.format.PlaneReader;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.picture.Overlay;

/** Writes segmented frames as PNG pictures to judge them by, under the names of their images, see {@link FrameFile}. */
public final class OverlayExport {

    private final Storage storage;
    private final OutputFolder target;

    /**
     * @param storage where the images lie
     * @param target where the pictures go
     */
    public OverlayExport(Storage storage, OutputFolder target) {
        this.storage = storage;
        this.target = target;
    }

    /**
     * Draws the first channel of all frames with the outlines of their cells.
     *
     * @return pictures written
     */
    public long write(SegmentedFrames frames) throws IOException {
        try (PlaneReader planes = new StoragePlaneReader(storage)) {
            return frames.writeAll((file, image, labels) ->
                    PngFile.write(Overlay.draw(planes.read(image), labels), target.create(file.png())));
        }
    }
}
