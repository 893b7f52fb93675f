package org.cellineage.jobs.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.segmented.MoviePlan;
import org.cellineage.jobs.segmented.NucleusDiameter;
import org.cellineage.jobs.segmented.PlannedChannel;
import org.cellineage.type.ChannelType;
import org.cellineage.type.ImageType;
import org.junit.jupiter.api.Test;

class ChannelNotesTest {

    private static final MovieKey FIRST = new MovieKey("P", "A01", "1");
    private static final MovieKey SECOND = new MovieKey("P", "A02", "1");
    private static final MovieKey ELSEWHERE = new MovieKey("Q", "A01", "1");

    private static MoviePlan plan(String model, ImageType... types) {
        List<ChannelType> channels =
                List.of(types).stream().map(type -> new ChannelType(type, 0.9)).toList();
        return new MoviePlan(channels, new PlannedChannel(0, model, "hash", NucleusDiameter.UNKNOWN), List.of());
    }

    private static List<String> lines(Map<MovieKey, MoviePlan> plans, Map<MovieKey, List<String>> notes) {
        return ChannelNotes.lines(List.of(new MovieProbe.Probed(plans, List.of(), notes)));
    }

    @Test
    void aSentenceIsSaidOnceForAllItsMovies() {
        assertThat(lines(Map.of(), Map.of(SECOND, List.of("Same."), FIRST, List.of("Same.", "Other."))))
                .containsExactly("P/A01/1: Other.", "P/A01/1 and 1 more movies: Same.");
    }

    @Test
    void moviesOfAPlateThatAreSegmentedDifferentlyAreTold() {
        List<String> lines = lines(
                Map.of(FIRST, plan("nuclear", ImageType.NUCLEUS), SECOND, plan("phase", ImageType.PHASE)), Map.of());
        assertThat(lines)
                .singleElement()
                .asString()
                .contains("P/A01/1: cells in channel 0 by nuclear", "P/A02/1", "--channel");
    }

    @Test
    void otherPlatesAndOtherNumbersOfChannelsMayDiffer() {
        assertThat(lines(
                        Map.of(
                                FIRST, plan("nuclear", ImageType.NUCLEUS),
                                SECOND, plan("phase", ImageType.PHASE, ImageType.NONE),
                                ELSEWHERE, plan("phase", ImageType.PHASE)),
                        Map.of()))
                .isEmpty();
    }
}
