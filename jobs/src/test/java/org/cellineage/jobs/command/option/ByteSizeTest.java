package org.cellineage.jobs.command.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({"500MB, 500000000", "2gb, 2000000000", "1.5 GB, 1500000000", "10kB, 10000", "0.25TB, 250000000000"})
    void sizesHaveUnits(String text, long bytes) {
        assertThat(new ByteSize().convert(text)).isEqualTo(bytes);
    }

    @Test
    void anythingElseIsRefused() {
        for (String text : new String[] {"", "500", "MB", "-1MB", "1e9kB", "1,5GB", "5 apples"}) {
            assertThatThrownBy(() -> new ByteSize().convert(text))
                    .as(text)
                    .isInstanceOf(TypeConversionException.class)
                    .hasMessageContaining("500MB");
        }
    }
}
