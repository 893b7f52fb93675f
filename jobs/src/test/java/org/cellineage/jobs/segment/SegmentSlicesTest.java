package org.cellineage.jobs.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.jobs.segmented.MoviePlan;
import org.cellineage.jobs.segmented.NucleusDiameter;
import org.junit.jupiter.api.Test;

/** Frames are shared out by their pixels, in order. */
class SegmentSlicesTest {

    @Test
    void slicesHaveAboutEqualWork() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            List<FrameTask> tasks = new ArrayList<>();
            long total = 0;
            long most = 0;
            for (int movie = random.nextInt(5); movie >= 0; movie--) {
                int side = 64 << random.nextInt(5);
                double diameter = random.nextBoolean() ? Double.NaN : 10 + 40 * random.nextDouble();
                for (int frame = random.nextInt(60); frame >= 0; frame--) {
                    FrameTask task = new FrameTask(
                            new MovieKey("P", "A01", "" + movie),
                            frame,
                            side,
                            side,
                            List.of(PlaneRef.tiff("a.tif", frame)),
                            List.of(),
                            MoviePlan.ofDiameter(NucleusDiameter.given(diameter)),
                            frame == 0);
                    tasks.add(task);
                    total += task.work();
                    most = Math.max(most, task.work());
                }
            }
            int wanted = 1 + random.nextInt(16);
            List<List<FrameTask>> slices = SegmentStage.slices(tasks, wanted);
            assertThat(slices.stream().flatMap(List::stream)).containsExactlyElementsOf(tasks);
            assertThat(slices).hasSizeLessThanOrEqualTo(wanted);
            for (List<FrameTask> slice : slices) {
                long work = slice.stream().mapToLong(FrameTask::work).sum();
                // Half a frame too much at either end, and a pixel for rounding.
                assertThat(work).isLessThanOrEqualTo(total / Math.min(wanted, tasks.size()) + most + 2);
            }
        }
    }

    @Test
    void smallNucleiAreMoreWork() {
        FrameTask task = new FrameTask(
                new MovieKey("P", "A01", "1"),
                0,
                100,
                100,
                List.of(PlaneRef.tiff("a.tif", 0)),
                List.of(),
                MoviePlan.UNKNOWN,
                false);
        assertThat(task.work()).isEqualTo(10_000);
        assertThat(task.with(MoviePlan.ofDiameter(NucleusDiameter.given(24))).work())
                .isEqualTo(50_000);
        // Half the size: four times the pixels in the network.
        assertThat(task.with(MoviePlan.ofDiameter(NucleusDiameter.given(12))).work())
                .isEqualTo(10_000 + 160_000);
    }
}
