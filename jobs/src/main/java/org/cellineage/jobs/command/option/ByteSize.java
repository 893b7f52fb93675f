package org.cellineage.jobs.command.option;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes with a unit: {@code 500MB}, {@code 1.5 GB}. Units are powers of 1000. */
public final class ByteSize implements ITypeConverter<Long> {

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)\\s*(kb|mb|gb|tb)");
    private static final Map<String, Long> UNITS =
            Map.of("kb", 1_000L, "mb", 1_000_000L, "gb", 1_000_000_000L, "tb", 1_000_000_000_000L);

    @Override
    public Long convert(String text) {
        Matcher size = SIZE.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new TypeConversionException("'" + text + "' is not a size such as 500MB or 2GB");
        }
        long unit = UNITS.getOrDefault(size.group(2), 1L);
        return new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(unit)).longValue();
    }
}
