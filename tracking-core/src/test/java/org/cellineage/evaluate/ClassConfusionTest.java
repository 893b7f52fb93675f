package org.cellineage.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassConfusionTest {

    @Test
    void sharesAreThoseOfTheTable() {
        ClassConfusion confusion = new ClassConfusion(List.of("a", "b", "c"));
        add(confusion, 0, 0, 8);
        add(confusion, 0, 1, 2);
        add(confusion, 1, 1, 1);
        add(confusion, 1, 0, 3);

        assertThat(confusion.recall(0).value()).isEqualTo(0.8);
        assertThat(confusion.recall(1).value()).isEqualTo(0.25);
        assertThat(confusion.recall(2).of()).isZero();
        assertThat(confusion.precision(0).value()).isEqualTo(8 / 11.0);
        assertThat(confusion.macroRecall()).isEqualTo((0.8 + 0.25) / 2);
    }

    /** Published values of the Wilson score interval (Newcombe 1998, table I, method 3). */
    @Test
    void intervalsAreThoseOfThePaper() {
        ClassConfusion.Share some = ClassConfusion.Share.of(81, 263);
        assertThat(some.low()).isEqualTo(0.2553, within(5e-5));
        assertThat(some.high()).isEqualTo(0.3662, within(5e-5));
        ClassConfusion.Share none = ClassConfusion.Share.of(0, 20);
        assertThat(none.low()).isEqualTo(0, within(1e-12));
        assertThat(none.high()).isEqualTo(0.1611, within(5e-5));
        assertThat(ClassConfusion.Share.of(0, 0).value()).isNaN();
    }

    @Test
    void classesThatArePutTogetherAreConfusedNoMore() {
        ClassConfusion confusion = new ClassConfusion(List.of("metaphase", "anaphase", "other"));
        add(confusion, 0, 1, 4);
        add(confusion, 1, 2, 1);
        add(confusion, 2, 2, 5);

        ClassConfusion merged = confusion.merged(List.of("M", "other"), new int[] {0, 0, 1});

        assertThat(merged.recall(0).value()).isEqualTo(0.8);
        assertThat(merged.recall(1).value()).isEqualTo(1);
    }

    private static void add(ClassConfusion confusion, int known, int found, int times) {
        for (int i = 0; i < times; i++) {
            confusion.add(known, found);
        }
    }
}
