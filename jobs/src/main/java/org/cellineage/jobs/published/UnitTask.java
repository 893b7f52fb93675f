package org.cellineage.jobs.published;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.cellineage.jobs.cluster.ScratchFile;
import org.jspecify.annotations.Nullable;

/** The work of a task: writes the rows of one unit after the other to the local disk, then processes the unit. */
record UnitTask<A, R extends Record>(MovieScope scope, UnitWork<A, R> work)
        implements FlatMapFunction<Iterator<Row>, byte[]> {

    @Override
    public Iterator<byte[]> call(Iterator<Row> rows) {
        return new Results<>(rows, this);
    }

    /** Reads one row ahead. */
    private static final class Results<A, R extends Record> implements Iterator<byte[]> {
        private final Iterator<Row> rows;
        private final UnitTask<A, R> task;
        private @Nullable Row next;

        Results(Iterator<Row> rows, UnitTask<A, R> task) {
            this.rows = rows;
            this.task = task;
            advance();
        }

        private void advance() {
            next = rows.hasNext() ? rows.next() : null;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public byte[] next() {
            Row first = next;
            if (first == null) {
                throw new NoSuchElementException();
            }
            int unit = first.getInt(first.fieldIndex(UnitRows.UNIT));
            try (ScratchFile file = ScratchFile.onExecutor("the movies that an executor works on")) {
                List<UnitMovie<A>> movies = new ArrayList<>();
                Row row = first;
                while (row != null && row.getInt(row.fieldIndex(UnitRows.UNIT)) == unit) {
                    movies.add(movie(row, file));
                    row = next;
                }
                String name = task.scope.unitOf(movies.get(0).movie().key());
                return UnitResults.bytes(
                        unit, name, task.work.result(), () -> task.work.run(new MovieUnit<>(name, movies)));
            }
        }

        /** Reads the rows of a movie, given the first. */
        private UnitMovie<A> movie(Row own, ScratchFile file) {
            UnitRows.Movie head = UnitRows.MOVIES.fromRow(own.getStruct(own.fieldIndex(UnitRows.MOVIE)));
            @SuppressWarnings("unchecked") // the driver sent it
            Optional<A> attachment = head.attachment().length == 0
                    ? Optional.empty()
                    : Optional.of((A) Attachments.object(head.attachment()));
            UnitMovie<A> movie = new UnitMovie<>(head.movie(), attachment, file);
            List<TableCell> frame = new ArrayList<>();
            advance();
            for (Row row = next; row != null && row.isNullAt(row.fieldIndex(UnitRows.MOVIE)); row = next) {
                if (!row.isNullAt(row.fieldIndex(UnitRows.TRACK))) {
                    movie.add(UnitRows.TRACKS.fromRow(row.getStruct(row.fieldIndex(UnitRows.TRACK))));
                } else {
                    TableCell cell = UnitRows.CELLS.fromRow(row.getStruct(row.fieldIndex(UnitRows.CELL)));
                    if (!frame.isEmpty() && frame.get(0).frame() != cell.frame()) {
                        movie.add(frame);
                        frame.clear();
                    }
                    frame.add(cell);
                }
                advance();
            }
            if (!frame.isEmpty()) {
                movie.add(frame);
            }
            return movie;
        }
    }
}
