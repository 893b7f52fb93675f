package org.cellineage.jobs;

import org.cellineage.jobs.bucket.Bucket;
import org.junit.jupiter.api.BeforeAll;

/** Google's connector against a server of our own. */
class GcsBucketTest extends BucketContract {

    @BeforeAll
    static void startServer() throws Exception {
        begin(Bucket.gcs());
    }

    @Override
    boolean isS3() {
        return false;
    }
}
