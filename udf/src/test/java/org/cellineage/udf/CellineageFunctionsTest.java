package org.cellineage.udf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.RunLengthMask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CellineageFunctionsTest {

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate();
        CellineageFunctions.register(spark);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void descendantsAreNotNamesakes() {
        Row row = spark.sql("select descends_from('5.1.2', '5.1'), descends_from('5.12', '5.1'),"
                        + " descends_from('5', '5'), descends_from('55.1', '5'), descends_from(null, '5')")
                .first();
        assertThat(row.getBoolean(0)).isTrue();
        assertThat(row.getBoolean(1)).isFalse();
        assertThat(row.getBoolean(2)).isFalse();
        assertThat(row.getBoolean(3)).isFalse();
        assertThat(row.isNullAt(4)).isTrue();
    }

    @Test
    void masksOverlapByWhatTheyShare() {
        // Two full boxes of 4 x 4 that share a 2 x 4 strip: 8 of 24 pixels.
        int[] labels = new int[16];
        java.util.Arrays.fill(labels, 1);
        byte[] full =
                RunLengthMask.encode(labels, 4, new BoundingBox(0, 0, 4, 4), 1).toBytes();
        String mask = "x'" + HexFormat.of().formatHex(full) + "'";
        Row row = spark.sql("select mask_iou(" + mask + ", 0, 0, 4, 4, " + mask + ", 2, 0, 6, 4), mask_iou(" + mask
                        + ", 0, 0, 4, 4, " + mask + ", 50, 50, 54, 54), mask_iou(null, 0, 0, 4, 4, " + mask
                        + ", 2, 0, 6, 4)")
                .first();
        assertThat(row.getDouble(0)).isEqualTo(8.0 / 24);
        assertThat(row.getDouble(1)).isZero();
        assertThat(row.isNullAt(2)).isTrue();
    }
}
