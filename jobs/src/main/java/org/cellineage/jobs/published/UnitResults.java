package org.cellineage.jobs.published;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.cellineage.jobs.codec.RecordCodec;
import org.cellineage.jobs.run.Failure;
import org.cellineage.problem.Problem;
import org.cellineage.problem.UserException;

/** Transfers results of units from tasks to the driver, where they arrive in any order. */
final class UnitResults<R extends Record> {

    private static final RecordCodec<Problem> PROBLEMS = RecordCodec.of(Problem.class);

    /** The work on one unit. */
    @FunctionalInterface
    interface Work<R> {
        R run() throws IOException;
    }

    private final Class<R> type;
    private final List<String> names;
    private final List<Integer> movies;
    private final TreeMap<Integer, UnitResult<R>> results = new TreeMap<>();

    /**
     * Starts without results.
     *
     * @param names names of the units
     * @param movies number of movies in each unit
     */
    UnitResults(Class<R> type, List<String> names, List<Integer> movies) {
        this.type = type;
        this.names = names;
        this.movies = movies;
    }

    /** Processes a unit in a task; a failure is part of the result. */
    static <R extends Record> byte[] bytes(int unit, String name, Class<R> type, Work<R> work) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(unit);
            Optional<R> value = Optional.empty();
            Optional<Problem> failure = Optional.empty();
            try {
                value = Optional.of(work.run());
            } catch (UserException e) {
                failure = Optional.of(e.problem());
            } catch (IOException e) {
                failure = Optional.of(new Problem(
                        name,
                        "One of its files could not be read or written: " + e + ".",
                        "Run the command again; if it fails again, check the storage."));
            } catch (RuntimeException e) {
                failure = Optional.of(Failure.internalError(name, e));
            }
            out.writeBoolean(failure.isPresent());
            if (failure.isPresent()) {
                PROBLEMS.write(failure.get(), out);
            }
            if (value.isPresent()) {
                RecordCodec.of(type).write(value.get(), out);
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written to", e);
        }
        return bytes.toByteArray();
    }

    void add(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int unit = in.readInt();
            boolean failed = in.readBoolean();
            Optional<Problem> failure = failed ? Optional.of(PROBLEMS.read(in)) : Optional.empty();
            Optional<R> value =
                    failed ? Optional.empty() : Optional.of(RecordCodec.of(type).read(in));
            results.put(unit, new UnitResult<>(names.get(unit), movies.get(unit), value, failure));
        } catch (IOException e) {
            throw new IllegalStateException("a result that no task wrote", e);
        }
    }

    List<UnitResult<R>> inOrder() {
        if (results.size() != names.size()) {
            throw new IllegalStateException(results.size() + " results of " + names.size() + " units");
        }
        return new ArrayList<>(results.values());
    }
}
