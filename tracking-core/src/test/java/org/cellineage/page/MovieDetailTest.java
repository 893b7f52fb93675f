package org.cellineage.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MovieDetailTest {

    @Test
    void theFirstChoiceIsEverythingAndLaterOnesAreLess() {
        List<MovieDetail> choices = MovieDetail.choices(1024, 800, 300);
        assertThat(choices.get(0)).isEqualTo(new MovieDetail(1024, 1));
        assertThat(choices).doesNotHaveDuplicates();
        MovieDetail last = choices.get(choices.size() - 1);
        assertThat(last.longSide()).isEqualTo(128);
        assertThat(last.frames(300)).isBetween(8, 16);
        for (int i = 0; i < choices.size(); i++) {
            MovieDetail earlier = choices.get(i);
            // No later choice shows more in both respects.
            assertThat(choices.subList(i + 1, choices.size()))
                    .noneMatch(later -> later.longSide() >= earlier.longSide() && later.step() <= earlier.step());
        }
    }

    @Test
    void sizeIsGivenUpBeforeTime() {
        List<MovieDetail> choices = MovieDetail.choices(1024, 1024, 300);
        assertThat(choices.indexOf(new MovieDetail(512, 1))).isLessThan(choices.indexOf(new MovieDetail(1024, 2)));
    }

    @Test
    void smallAndShortMoviesAreNotEnlargedOrCut() {
        assertThat(MovieDetail.choices(96, 80, 8)).containsExactly(new MovieDetail(96, 1));
        assertThat(MovieDetail.choices(96, 80, 1)).containsExactly(new MovieDetail(96, 1));
        assertThat(new MovieDetail(128, 1).shrunk(96, 80)).isEqualTo(1);
    }

    @Test
    void picturesKeepTheShapeOfTheFrame() {
        MovieDetail detail = new MovieDetail(512, 3);
        double shrunk = detail.shrunk(2048, 1024);
        assertThat(shrunk).isEqualTo(4);
        assertThat(detail.shown(2048, shrunk)).isEqualTo(512);
        assertThat(detail.shown(1024, shrunk)).isEqualTo(256);
        assertThat(detail.shown(1, shrunk)).isEqualTo(1);
        assertThat(detail.frames(7)).isEqualTo(3);
    }
}
