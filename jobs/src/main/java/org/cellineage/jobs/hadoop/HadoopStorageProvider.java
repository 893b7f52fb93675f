package org.cellineage.jobs.hadoop;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.cellineage.format.Storage;
import org.cellineage.format.StorageProvider;

/** Lets SQL functions read wherever the application of this process may read, on the driver and on executors. */
public final class HadoopStorageProvider implements StorageProvider {

    @Override
    public Storage storage() {
        SparkEnv process = SparkEnv.get();
        return new HadoopStorage(
                process == null ? new Configuration() : SparkHadoopUtil.get().newConfiguration(process.conf()));
    }
}
