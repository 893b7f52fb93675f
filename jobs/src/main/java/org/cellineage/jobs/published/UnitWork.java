package org.cellineage.jobs.published;

import java.io.IOException;
import java.io.Serializable;

/**
 * The work on a unit of movies. Sent to executors.
 *
 * @param <A> type of the objects that the driver sends with the movies
 * @param <R> type of the result
 */
public interface UnitWork<A, R extends Record> extends Serializable {

    /** Type of the result, a record supported by {@link org.cellineage.jobs.codec.RecordCodec}. */
    Class<R> result();

    /** Does the work. An exception makes this unit fail, and no other. */
    R run(MovieUnit<A> unit) throws IOException;
}
