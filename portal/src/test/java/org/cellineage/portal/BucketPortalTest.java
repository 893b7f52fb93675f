package org.cellineage.portal;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.cellineage.jobs.bucket.Bucket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Images, tables and inbox in a bucket. */
class BucketPortalTest extends PortalContract {

    @TempDir
    private static Path temp;

    private static Bucket bucket;

    @BeforeAll
    static void start() throws Exception {
        bucket = Bucket.gcs();
        Configuration hadoop = ServedPlate.spark().sparkContext().hadoopConfiguration();
        bucket.settings().forEach(hadoop::set);
        serve(ServedPlate.in(temp, bucket));
    }

    @AfterAll
    static void stopServer() throws Exception {
        bucket.close();
    }
}
