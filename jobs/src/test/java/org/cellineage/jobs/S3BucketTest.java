package org.cellineage.jobs;

import org.cellineage.jobs.bucket.Bucket;
import org.junit.jupiter.api.BeforeAll;

/** S3A against s3mock. */
class S3BucketTest extends BucketContract {

    @BeforeAll
    static void startServer() throws Exception {
        begin(Bucket.s3(folder().resolve("s3")));
    }

    @Override
    boolean isS3() {
        return true;
    }
}
