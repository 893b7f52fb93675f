package site.store;

import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.LineageStoreProvider;

/** A store whose name is taken. */
public final class SecondProvider implements LineageStoreProvider {

    @Override
    public String name() {
        return "json";
    }

    @Override
    public LineageStore open(SparkSession spark, OutputFolder output) {
        return new JsonStore(spark, output);
    }
}
