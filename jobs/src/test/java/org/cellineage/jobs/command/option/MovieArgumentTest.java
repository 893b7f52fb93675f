package org.cellineage.jobs.command.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.Problem;
import org.cellineage.train.linking.LinkingTraining;
import org.cellineage.train.linking.MoviePart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How movies are named on the command line, rightly and wrongly. */
class MovieArgumentTest {

    private static MovieArgument learned(String text) {
        return MovieArgument.learned("--data", text);
    }

    @Test
    void everyPartMayBeLeftOut() {
        assertThat(learned("HeLa/02")).isEqualTo(new MovieArgument("HeLa/02", "", "", 1));
        assertThat(learned("HeLa/02=0.25")).isEqualTo(new MovieArgument("HeLa/02", "", "", 0.25));
        assertThat(learned("HeLa/02[0-8]")).isEqualTo(new MovieArgument("HeLa/02", "", "0-8", 1));
        assertThat(learned("HeLa/02[7-7]=2")).isEqualTo(new MovieArgument("HeLa/02", "", "7-7", 2));
        assertThat(learned("HeLa/02@mine")).isEqualTo(new MovieArgument("HeLa/02", "mine", "", 1));
        assertThat(learned("HeLa/02@m/x[3-12]=.5")).isEqualTo(new MovieArgument("HeLa/02", "m/x", "3-12", 0.5));
        assertThat(MovieArgument.heldOut("--hold-out", "a.trk@b.trk[1-2]"))
                .isEqualTo(new MovieArgument("a.trk", "b.trk", "1-2", 0));
    }

    @Test
    void partsAreRead() {
        assertThat(learned("a[0-8]").source().part()).isEqualTo(new MoviePart(0, 8, 0, Double.POSITIVE_INFINITY));
        assertThat(learned("a@b[3-,x740-]").source())
                .isEqualTo(new LinkingTraining.Source(
                        "a", "b", new MoviePart(3, Integer.MAX_VALUE, 740, Double.POSITIVE_INFINITY), 1));
        assertThat(learned("a").source().part()).isEqualTo(MoviePart.WHOLE);
    }

    /** Equals signs and brackets inside a path are its own. */
    @Test
    void pathsKeepTheirSigns() {
        assertThat(learned("plate=7/[a]/01")).isEqualTo(new MovieArgument("plate=7/[a]/01", "", "", 1));
        assertThat(learned("plate=7/01=0.5").input()).isEqualTo("plate=7/01");
        assertThat(MovieArgument.heldOut("--hold-out", "plate=7/01").input()).isEqualTo("plate=7/01");
    }

    @ParameterizedTest
    @CsvSource({
        "a=much, The share is not a number",
        "a=, The share is not a number",
        "a=0, The share is not a finite number above 0",
        "a=-1, The share is not a finite number above 0",
        "a=NaN, The share is not a finite number above 0",
        "a=Infinity, The share is not a finite number above 0",
        "a[8-0], The part of the movie ends before it begins",
        "a[], The part of the movie cannot be understood",
        "a[3], The part of the movie cannot be understood",
        "a[0-99999999999], The part of the movie cannot be understood",
        "a@, It names no labels",
        "a@[0-8], It names no labels",
        "@b, It names no movies",
        "[0-8], It names no movies",
        "=0.5, It names no movies",
    })
    void whatIsWrongIsNamed(String text, String cause) {
        Problem problem = catchThrowableOfType(BadConfigurationException.class, () -> learned(text))
                .problem();
        assertThat(problem.where()).isEqualTo("--data " + text);
        assertThat(problem.cause()).contains(cause).endsWith(".");
        assertThat(problem.remedy()).endsWith(".");
    }

    @Test
    void whatIsHeldOutHasNoShare() {
        Problem problem = catchThrowableOfType(
                        BadConfigurationException.class, () -> MovieArgument.heldOut("--hold-out", "a[0-8]=0.5"))
                .problem();
        assertThat(problem.where()).isEqualTo("--hold-out a[0-8]=0.5");
        assertThat(problem.remedy()).contains("'=0.5'");
    }

    @Test
    void theCardNamesNoFoldersOfThisMachine() {
        assertThat(learned("/home/me/data/HeLa/02@/home/me/out/mine[0-8]=0.5").shown())
                .isEqualTo("HeLa/02@out/mine[0-8]=0.5");
        assertThat(learned("/data/HeLa/02/").shown()).isEqualTo("HeLa/02=1.0");
        assertThat(MovieArgument.heldOut("--hold-out", "/x/y/z.trk").shown()).isEqualTo("y/z.trk");
    }
}
