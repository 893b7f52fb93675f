package org.cellineage.jobs;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For the tests of a class, Spark lists folders on executors, as for plates of more than 32 wells; otherwise, it lists those
 * of small plates on the driver, which takes a fraction of the time.
 */
final class ListedOnExecutors implements BeforeAllCallback, AfterAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        Job.foldersListedOnDriver(1);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Job.foldersListedOnDriver(Job.SPARKS_OWN);
    }
}
