package org.cellineage.jobs.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.apache.spark.unsafe.types.UTF8String;

/** Movies as a stream: its offsets are the numbers of {@link ArrivalLog}'s files, a row is a movie. */
final class ArrivalStream implements MicroBatchStream, SupportsTriggerAvailableNow {

    private final MovieScanner scanner;
    private final ArrivalLog log;
    /** Where the stream ends, once it was told to end with what is there now. */
    private OptionalLong end = OptionalLong.empty();

    private static final class Number extends Offset {
        private final long value;

        Number(long value) {
            this.value = value;
        }

        @Override
        public String json() {
            return Long.toString(value);
        }
    }

    ArrivalStream(MovieScanner scanner, ArrivalLog log) {
        this.scanner = scanner;
        this.log = log;
    }

    @Override
    public Offset initialOffset() {
        return new Number(0);
    }

    @Override
    public Offset deserializeOffset(String json) {
        return new Number(Long.parseLong(json));
    }

    @Override
    public void prepareForTriggerAvailableNow() {
        end = OptionalLong.of(scan());
    }

    @Override
    public Offset latestOffset() {
        return new Number(end.isPresent() ? end.getAsLong() : scan());
    }

    @Override
    public Offset latestOffset(Offset start, ReadLimit limit) {
        return latestOffset();
    }

    private long scan() {
        try {
            log.take(scanner.whole());
            return log.last();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputPartition[] planInputPartitions(Offset start, Offset end) {
        List<Arrival> arrivals = new ArrayList<>();
        try {
            for (long number = ((Number) start).value + 1; number <= ((Number) end).value; number++) {
                arrivals.addAll(log.read(number));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String[][] rows = arrivals.stream()
                .map(a -> new String[] {a.input(), a.plate(), a.well(), a.site(), a.version()})
                .toArray(String[][]::new);
        return new InputPartition[] {new Rows(rows)};
    }

    /** The movies of a batch. */
    private record Rows(String[][] rows) implements InputPartition {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new Readers();
    }

    private static final class Readers implements PartitionReaderFactory {
        private static final long serialVersionUID = 1L;

        @Override
        public PartitionReader<InternalRow> createReader(InputPartition partition) {
            return new Reader(((Rows) partition).rows());
        }
    }

    private static final class Reader implements PartitionReader<InternalRow> {
        private final Iterator<String[]> rows;
        private InternalRow row = new GenericInternalRow(0);

        Reader(String[][] rows) {
            this.rows = List.of(rows).iterator();
        }

        @Override
        public boolean next() {
            if (!rows.hasNext()) {
                return false;
            }
            String[] texts = rows.next();
            Object[] values = new Object[texts.length];
            for (int i = 0; i < texts.length; i++) {
                values[i] = UTF8String.fromString(texts[i]);
            }
            row = new GenericInternalRow(values);
            return true;
        }

        @Override
        public InternalRow get() {
            return row;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @Override
    public void commit(Offset done) {
        // The log keeps what has arrived: it tells a movie that is known from a new one.
    }

    @Override
    public void stop() {
        // Nothing is open.
    }
}
