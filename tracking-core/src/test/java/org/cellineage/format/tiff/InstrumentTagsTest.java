package org.cellineage.format.tiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.ByteArraySeekableBytes;
import org.cellineage.format.vendor.ImageMetadata;
import org.junit.jupiter.api.Test;

/** What an instrument writes into the pages of a file, beside what the description says. */
class InstrumentTagsTest {

    private static String plane(int frame, double seconds) {
        return "{\"FrameIndex\": " + frame + ", \"ElapsedTime-ms\": " + 1000 * seconds
                + ", \"PixelSizeUm\": 0.325, \"Channel\": \"GFP\"}";
    }

    private static TiffFile open(TiffBuilder builder, int pages) throws IOException {
        List<int[]> values = new ArrayList<>();
        for (int p = 0; p < pages; p++) {
            values.add(new int[] {p, p, p, p});
        }
        return TiffFile.open(new ByteArraySeekableBytes(builder.build(2, 2, values)), "x.tif");
    }

    @Test
    void theFirstAndTheLastPageTellTheInterval() throws IOException {
        TiffBuilder builder = new TiffBuilder();
        for (int t = 0; t < 5; t++) {
            builder.microManager.put(t, plane(t, 90 * t));
        }
        try (TiffFile tiff = open(builder, 5)) {
            assertThat(tiff.metadata().pixelSizeUm()).isEqualTo(0.325);
            assertThat(tiff.metadata().channel()).contains("GFP");
            assertThat(tiff.recordedIntervalS()).isEqualTo(90);
            assertThat(tiff.stack().sizeT()).isEqualTo(5);
        }
    }

    @Test
    void aBrokenTagTellsNothingAndStopsNothing() throws IOException {
        TiffBuilder builder = new TiffBuilder();
        builder.microManager.put(0, "{\"ElapsedTime-ms\": ");
        builder.microManager.put(1, "no JSON");
        try (TiffFile tiff = open(builder, 2)) {
            assertThat(tiff.metadata()).isEqualTo(ImageMetadata.NONE);
            assertThat(tiff.recordedIntervalS()).isNaN();
            assertThat(tiff.stack().sizeT()).isEqualTo(2);
        }
    }
}
