package site.store;

import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.LineageStoreProvider;

/** What a site's jar says of its store; AddedStoreTest compiles it into one. */
public final class JsonStoreProvider implements LineageStoreProvider {

    @Override
    public String name() {
        return "json";
    }

    @Override
    public LineageStore open(SparkSession spark, OutputFolder output) {
        return new JsonStore(spark, output);
    }
}
