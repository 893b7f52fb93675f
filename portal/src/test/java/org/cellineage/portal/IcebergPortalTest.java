package org.cellineage.portal;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tables in Iceberg. */
class IcebergPortalTest extends PortalContract {

    @TempDir
    private static Path temp;

    @BeforeAll
    static void start() throws Exception {
        serve(ServedPlate.in(temp, "iceberg"));
    }
}
