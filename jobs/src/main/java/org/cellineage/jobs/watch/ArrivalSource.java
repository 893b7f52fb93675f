package org.cellineage.jobs.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.cellineage.format.ReadOptions;
import org.cellineage.format.TiffOptions;
import org.cellineage.format.ZPlanes;
import org.cellineage.format.layout.MovieFormats;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.hadoop.OutputFolder;

/** Arriving movies as a source of Spark Structured Streaming; {@link Watch} defines its options. */
public final class ArrivalSource implements TableProvider {

    static final String INPUTS = "inputs";
    static final String OUTPUT = "output";
    static final String LAYOUT = "layout";
    static final String SETTLE_SECONDS = "settleSeconds";
    static final String Z_PLANES = "zPlanes";
    static final String RGB = "rgb";
    static final String MARKER = "marker";
    static final String WATCHES = "watches";

    static final StructType SCHEMA = new StructType()
            .add("input", DataTypes.StringType)
            .add("plate", DataTypes.StringType)
            .add("well", DataTypes.StringType)
            .add("site", DataTypes.StringType)
            .add("version", DataTypes.StringType);

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return SCHEMA;
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return new Arrivals();
    }

    private static final class Arrivals implements Table, SupportsRead {
        @Override
        public String name() {
            return "arriving movies";
        }

        @Override
        public StructType schema() {
            return SCHEMA;
        }

        @Override
        public Set<TableCapability> capabilities() {
            return Set.of(TableCapability.MICRO_BATCH_READ);
        }

        @Override
        public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
            return () -> new ArrivalScan(options);
        }
    }

    private record ArrivalScan(CaseInsensitiveStringMap options) implements Scan {
        @Override
        public StructType readSchema() {
            return SCHEMA;
        }

        @Override
        public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
            Configuration hadoop = SparkSession.active().sparkContext().hadoopConfiguration();
            ReadOptions defaults = ReadOptions.DEFAULTS;
            String zPlanes = options.getOrDefault(Z_PLANES, defaults.zPlanes().toString());
            String rgb = options.getOrDefault(RGB, defaults.tiff().rgb().name());
            MovieScanner scanner = new MovieScanner(
                    new MovieScanner.Source(
                            new HadoopStorage(hadoop),
                            OutputFolder.open(hadoop, options.getOrDefault(OUTPUT, "")),
                            options.getOrDefault(LAYOUT, MovieFormats.AUTO),
                            new ReadOptions(ZPlanes.parse(zPlanes), new TiffOptions(TiffOptions.Rgb.valueOf(rgb)))),
                    options.getOrDefault(INPUTS, "").lines().toList(),
                    new MovieScanner.Completeness(
                            options.getInt(SETTLE_SECONDS, 0),
                            options.getOrDefault(MARKER, ""),
                            options.getBoolean(WATCHES, true)),
                    System::currentTimeMillis);
            try {
                return new ArrivalStream(scanner, ArrivalLog.open(OutputFolder.open(hadoop, checkpointLocation)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
