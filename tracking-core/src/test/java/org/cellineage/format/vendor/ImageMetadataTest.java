package org.cellineage.format.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageMetadataTest {

    private static final String PLANE =
            "{\"ElapsedTime-ms\": 61000.5, \"PixelSizeUm\": 0.325, \"FrameIndex\": 1, \"Frame\": 1, \"Channel\": \"Cy5\","
                    + " \"ROI\": [0, {\"x\": 1}], \"Summary\": {\"PixelSize_um\": 9, \"Interval_ms\": 60000, \"Frame\": 7}}";

    private static String gen5(String date, String time) {
        return "<BTIImageMetaData><ImageReference><Plate>P1</Plate><Well>B7</Well><Date>" + date + "</Date><Time>"
                + time
                + "</Time></ImageReference><ImageAcquisition><Channel Color=\"GFP 469,525\"/><PixelWidth>1992</PixelWidth>"
                + "<ImageWidthMicrons>1389.0</ImageWidthMicrons></ImageAcquisition></BTIImageMetaData>";
    }

    @Test
    void microManagersTagTellsItsPlaneBeforeTheSummary() {
        ImageMetadata plane = ImageMetadata.of("", PLANE);
        assertThat(plane.pixelSizeUm()).isEqualTo(0.325);
        assertThat(plane.takenAtS()).isEqualTo(61.0005);
        assertThat(plane.frame()).isEqualTo(1);
        assertThat(plane.plannedIntervalS()).isEqualTo(60);
        assertThat(plane.channel()).contains("Cy5");
        ImageMetadata uncalibrated = ImageMetadata.of("", PLANE.replace("0.325", "0.0"));
        assertThat(uncalibrated.pixelSizeUm()).isEqualTo(9);
        ImageMetadata fast = ImageMetadata.of("", "{\"Interval_ms\": 0, \"PixelSizeUm\": 0}");
        assertThat(fast.pixelSizeUm()).isNaN();
        assertThat(fast.plannedIntervalS()).isNaN();
    }

    /** Only what stands before the break counts, and nothing ever fails. */
    @Test
    void damagedTextsNeverStopTheReading() {
        SplittableRandom random = new SplittableRandom(5);
        for (String text : new String[] {PLANE, gen5("04/23/25", "10:44:11")}) {
            for (int i = 0; i < 2000; i++) {
                char[] chars =
                        text.substring(0, random.nextInt(text.length() + 1)).toCharArray();
                if (chars.length > 0 && i % 2 == 0) {
                    chars[random.nextInt(chars.length)] = (char) random.nextInt(1, 256);
                }
                String damaged = new String(chars);
                ImageMetadata read = text.equals(PLANE) ? ImageMetadata.of("", damaged) : ImageMetadata.of(damaged, "");
                assertThat(read.pixelSizeUm())
                        .satisfiesAnyOf(
                                size -> assertThat(size).isNaN(),
                                size -> assertThat(size).isBetween(1e-3, 1e3));
            }
        }
    }

    @Test
    void gen5TellsTheWidthOfTheImage() {
        ImageMetadata image = ImageMetadata.of(gen5("04/23/25", "10:44:11"), "");
        assertThat(image.pixelSizeUm()).isCloseTo(1389.0 / 1992, within(1e-12));
        assertThat(image.channel()).contains("GFP 469,525");
        assertThat(image.takenAtS()).isFinite();
    }

    /** A date whose month and day can be exchanged tells nothing, so that no interval is wrong by months. */
    @ParameterizedTest
    @CsvSource({
        "04/23/25, 23:50:00, 04/24/25, 00:20:00, 1800",
        "23/04/2025, 10:00:00, 23/04/2025, 10:10:00, 600",
        "04/12/25, 10:00:00, 05/12/25, 10:00:00, NaN",
        "04/23/25, 10:00:00, 04/23/25, 10:00:00, NaN",
        "04/23/25, 10:00:00, 04/23/25, 09:00:00, NaN"
    })
    void differencesOfTimesAreTheInterval(String day, String time, String laterDay, String laterTime, double seconds) {
        double interval = ImageMetadata.intervalS(
                ImageMetadata.of(gen5(day, time), "").takenAtS(),
                ImageMetadata.of(gen5(laterDay, laterTime), "").takenAtS(),
                1);
        assertThat(Double.valueOf(interval)).isEqualTo(Double.valueOf(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ImageJ=1.53t", "{\"shape\": [3, 4]}", "<OME/>", "a free text"})
    void otherDescriptionsTellNothing(String description) {
        assertThat(ImageMetadata.of(description, "")).isEqualTo(ImageMetadata.NONE);
    }
}
