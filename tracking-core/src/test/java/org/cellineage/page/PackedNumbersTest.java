package org.cellineage.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedNumbersTest {

    /** Known from the specification of source maps (ECMA-426) and its implementations. */
    @ParameterizedTest
    @CsvSource({"0, A", "1, C", "-1, D", "15, e", "16, gB", "-16, hB", "123, 2H", "123456789, qxmvrH"})
    void numbersAreBase64Vlq(int number, String text) {
        assertThat(new PackedNumbers().add(number)).hasToString(text);
    }

    @Test
    void allNumbersAreReadBack() {
        Random random = new Random(1);
        List<Integer> numbers =
                new ArrayList<>(List.of(0, -1, 1, Integer.MAX_VALUE, -Integer.MAX_VALUE, Integer.MIN_VALUE));
        for (int i = 0; i < 1000; i++) {
            numbers.add(random.nextInt() >> random.nextInt(32));
        }
        PackedNumbers packed = new PackedNumbers();
        numbers.forEach(packed::add);
        PackedNumbers.Reader reader = new PackedNumbers.Reader(packed.toString());
        for (int number : numbers) {
            assertThat(reader.next()).isEqualTo(number);
        }
        assertThat(reader.hasNext()).isFalse();
        assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);
        assertThat(packed.length()).isEqualTo(packed.toString().length());
    }

    @Test
    void whatIsNotPackedIsRefused() {
        assertThatThrownBy(() -> new PackedNumbers.Reader("é").next()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PackedNumbers.Reader("ggggggggggg").next())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
