package org.cellineage.jobs.pipeline;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.problem.BadInputException;

/**
 * What the segmentation stage leaves for the tracking stage, in {@code _segmented/RUN/}: frames as Parquet, and a
 * manifest that is written last, so that a dataset without one is unfinished. Private to Cellineage and versioned.
 */
final class SegmentedDataset {

    /**
     * What there is to know beside the frames.
     *
     * @param version format of the dataset
     * @param runId the run that made it
     * @param movies movies with at least one usable frame
     * @param failures what has failed so far
     * @param segmentation how frames were segmented, for the tables
     * @param labels where given labels come from, empty where there are none
     * @param segmentationJson effective settings of the segmentation
     */
    record Manifest(
            int version,
            String runId,
            List<MovieInfo> movies,
            List<Failure> failures,
            String segmentation,
            String labels,
            String segmentationJson) {}

    static final int VERSION = 1;

    private static final String ROOT = "_segmented";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .build();

    private final OutputFolder output;
    private final String runId;

    SegmentedDataset(OutputFolder output, String runId) {
        this.output = output;
        this.runId = runId;
    }

    /** The newest finished dataset under an output folder. */
    static Optional<SegmentedDataset> newest(OutputFolder output) throws IOException {
        List<String> runs = output.names(ROOT);
        for (int i = runs.size() - 1; i >= 0; i--) {
            SegmentedDataset dataset = new SegmentedDataset(output, runs.get(i));
            if (output.exists(dataset.manifestPath())) {
                return Optional.of(dataset);
            }
        }
        return Optional.empty();
    }

    private String path(String name) {
        return ROOT + "/" + runId + "/" + name;
    }

    private String manifestPath() {
        return path("manifest.json");
    }

    String runId() {
        return runId;
    }

    void writeFrames(Dataset<Row> frames) {
        frames.write().parquet(output.resolve(path("frames")));
    }

    Dataset<Row> frames(SparkSession spark) {
        return spark.read().schema(SegmentStage.SCHEMA).parquet(output.resolve(path("frames")));
    }

    void writeManifest(Manifest manifest) throws IOException {
        try {
            output.replace(manifestPath(), JSON.writeValueAsString(manifest));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    Manifest manifest() throws IOException {
        String where = output.resolve(manifestPath());
        try {
            Manifest manifest = JSON.readValue(output.read(manifestPath()).orElse("{}"), Manifest.class);
            if (manifest.version() != VERSION) {
                throw new BadInputException(
                        where,
                        "The segmented dataset has version " + manifest.version() + ", but " + VERSION + " is needed.",
                        "Run 'segment' again with this version of Cellineage.");
            }
            return manifest;
        } catch (JsonProcessingException e) {
            throw new BadInputException(where, "The segmented dataset is damaged.", "Run 'segment' again.", e);
        }
    }

    /** A place for the tracking stage's rows before they are sorted into tables. */
    String trackedLocation() {
        return output.resolve(path("tracked"));
    }

    void deleteTracked() throws IOException {
        output.delete(path("tracked"));
    }

    void delete() throws IOException {
        output.delete(ROOT + "/" + runId);
    }
}
