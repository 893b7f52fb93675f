package org.cellineage.jobs.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
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

/** Movies as a stream: offsets are the numbers of {@link ArrivalLog}'s files, and a row is a movie. */
final class ArrivalStream implements MicroBatchStream, SupportsTriggerAvailableNow {

    private final MovieScanner scanner;
    private final ArrivalLog log;
    /** Where the stream ends, if it was asked to process only what is there now. */
    private OptionalLong end = OptionalLong.empty();

    private static final class Position extends Offset {
        private final long value;

        Position(long value) {
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
        return new Position(0);
    }

    @Override
    public Offset deserializeOffset(String json) {
        return new Position(Long.parseLong(json));
    }

    @Override
    public void prepareForTriggerAvailableNow() {
        end = OptionalLong.of(scan());
    }

    @Override
    public Offset latestOffset() {
        return new Position(end.isPresent() ? end.getAsLong() : scan());
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
            for (long number = ((Position) start).value + 1; number <= ((Position) end).value; number++) {
                arrivals.addAll(log.read(number));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new InputPartition[] {new Rows(arrivals)};
    }

    /** The movies of a batch. */
    private record Rows(List<Arrival> arrivals) implements InputPartition {
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
            return new Reader(((Rows) partition).arrivals());
        }
    }

    private static final class Reader implements PartitionReader<InternalRow> {
        private final Iterator<Arrival> arrivals;
        private InternalRow row = new GenericInternalRow(0);

        Reader(List<Arrival> arrivals) {
            this.arrivals = arrivals.iterator();
        }

        @Override
        public boolean next() {
            if (!arrivals.hasNext()) {
                return false;
            }
            Arrival next = arrivals.next();
            row = new GenericInternalRow(Stream.of(next.input(), next.plate(), next.well(), next.site(), next.version())
                    .map(UTF8String::fromString)
                    .toArray());
            return true;
        }

        @Override
        public InternalRow get() {
            return row;
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }

    @Override
    public void commit(Offset done) {
        // The log is kept, because it distinguishes known movies from new ones.
    }

    @Override
    public void stop() {
        // There is nothing to close.
    }
}
