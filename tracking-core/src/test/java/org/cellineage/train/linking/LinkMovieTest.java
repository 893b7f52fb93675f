package org.cellineage.train.linking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.cellineage.format.TrackSpan;
import org.cellineage.train.linking.LinkMovie.Relation;
import org.junit.jupiter.api.Test;

/** What cells are to one another. */
class LinkMovieTest {

    /** 1 divides into 2 and 3, 2 into 4 and 5; of 6 only one daughter, 7, is known, which divides into 8 and 9. */
    private static final LinkMovie FAMILY = new LinkMovie(
            "family",
            List.of(),
            Map.of(
                    1, new TrackSpan(1, 0, 2, 0),
                    2, new TrackSpan(2, 3, 5, 1),
                    3, new TrackSpan(3, 3, 9, 1),
                    4, new TrackSpan(4, 6, 9, 2),
                    5, new TrackSpan(5, 6, 9, 2),
                    6, new TrackSpan(6, 0, 2, 0),
                    7, new TrackSpan(7, 3, 5, 6),
                    8, new TrackSpan(8, 6, 9, 7),
                    9, new TrackSpan(9, 6, 9, 7)));

    @Test
    void relations() {
        assertThat(FAMILY.relation(1, 1)).isEqualTo(Relation.SAME);
        assertThat(FAMILY.relation(1, 2)).isEqualTo(Relation.MOTHER);
        assertThat(FAMILY.relation(1, 3)).isEqualTo(Relation.MOTHER);
        assertThat(FAMILY.relation(2, 4)).isEqualTo(Relation.MOTHER);
        // Grandmothers, and mothers of one known daughter, are neither right nor wrong.
        assertThat(FAMILY.relation(1, 5)).isEqualTo(Relation.UNCLEAR);
        assertThat(FAMILY.relation(6, 7)).isEqualTo(Relation.UNCLEAR);
        assertThat(FAMILY.relation(6, 9)).isEqualTo(Relation.UNCLEAR);
        // Neither sisters nor aunts nor the way back nor strangers are anything.
        assertThat(FAMILY.relation(2, 3)).isEqualTo(Relation.DIFFERENT);
        assertThat(FAMILY.relation(3, 4)).isEqualTo(Relation.DIFFERENT);
        assertThat(FAMILY.relation(2, 1)).isEqualTo(Relation.DIFFERENT);
        assertThat(FAMILY.relation(1, 8)).isEqualTo(Relation.DIFFERENT);
        // Cells that the truth does not know are not even like each other.
        assertThat(FAMILY.relation(0, 1)).isEqualTo(Relation.DIFFERENT);
        assertThat(FAMILY.relation(1, 0)).isEqualTo(Relation.DIFFERENT);
        assertThat(FAMILY.relation(0, 0)).isEqualTo(Relation.DIFFERENT);
        // Nor is a cell of a track of which the lineage says nothing.
        assertThat(FAMILY.relation(1, 77)).isEqualTo(Relation.DIFFERENT);
    }
}
