package org.cellineage.jobs.export;

import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.CatalogReader;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.pipeline.RunRequest;
import org.cellineage.jobs.pipeline.SegmentedLabels;

/**
 * Writes segmented frames as label TIFFs. A movie of single images keeps their file names, in a folder
 * {@code PLATE/SEQUENCE}; the frames of a stack become {@code STACK_t000.tif}, ….
 */
public final class LabelExport {

    private final SparkSession spark;
    private final Storage storage;

    public LabelExport(SparkSession spark, Storage storage) {
        this.spark = spark;
        this.storage = storage;
    }

    /**
     * Writes the newest segmented frames of an output.
     *
     * @return label images written
     */
    public long write(RunRequest request, String segmentedOutput, String target) throws IOException {
        OutputFolder output = OutputFolder.open(spark.sparkContext().hadoopConfiguration(), target);
        SegmentedLabels segmented = SegmentedLabels.newest(spark, segmentedOutput);
        long written = 0;
        for (String input : request.inputs()) {
            for (Movie movie :
                    new CatalogReader(storage).read(input, request.layout()).movies()) {
                Iterator<SegmentedLabels.Frame> frames = segmented.frames(movie.key());
                while (frames.hasNext()) {
                    SegmentedLabels.Frame frame = frames.next();
                    String name = movie.key().plate() + "/" + fileName(movie, frame.frame());
                    TiffWriter.write(
                            output.create(name),
                            CtcExporter.plane(frame.labels(), frame.labels().maxLabel() > 0xffff));
                    written++;
                }
            }
        }
        return written;
    }

    private static String fileName(Movie movie, int frame) {
        PlaneRef ref = movie.frames().stream()
                .filter(f -> f.frame() == frame)
                .map(FrameRef::channels)
                .map(channels -> channels.get(0))
                .findFirst()
                .orElseThrow();
        String path =
                ref.member().isEmpty() || ref.encoding() == PlaneRef.Encoding.TRK_ARRAY ? ref.location() : ref.member();
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean ownFile = movie.frames().size() == 1
                || !movie.frames()
                        .get(0)
                        .channels()
                        .get(0)
                        .location()
                        .equals(movie.frames().get(1).channels().get(0).location());
        if (ownFile && ref.encoding() == PlaneRef.Encoding.TIFF) {
            String folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
            return folder.substring(folder.lastIndexOf('/') + 1) + "/" + name;
        }
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        return String.format(Locale.ROOT, "%s_t%03d.tif", stem, frame);
    }
}
