package org.cellineage.jobs.export;

import java.io.IOException;
import org.cellineage.format.PlaneReader;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.Plane;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.predict.ChannelPredictor;
import org.cellineage.predict.PredictedChannel;

/** Writes the predicted channel of segmented frames as TIFFs named like their images, see {@link FrameFile}. */
public final class PredictionExport {

    private final Storage storage;
    private final OutputFolder target;
    private final ChannelPredictor predictor;

    /**
     * @param storage storage of the source images
     * @param target folder for the files
     */
    public PredictionExport(Storage storage, OutputFolder target, ChannelPredictor predictor) {
        this.storage = storage;
        this.target = target;
        this.predictor = predictor;
    }

    /**
     * Predicts the channel in all frames again, and writes it.
     *
     * @return number of frames
     */
    public long write(SegmentedFrames frames) throws IOException {
        try (PlaneReader planes = new StoragePlaneReader(storage)) {
            return frames.writeAll(frame -> {
                for (PredictedChannel predicted : frame.plan().predicted()) {
                    Plane plane = predicted.predict(predictor, frame.image().channels(), planes);
                    TiffWriter.write(target.create(frame.file().tiff()), plane);
                }
            });
        }
    }
}
