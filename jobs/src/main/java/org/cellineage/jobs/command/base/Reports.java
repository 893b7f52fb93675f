package org.cellineage.jobs.command.base;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cellineage.jobs.published.UnitResult;
import org.cellineage.jobs.run.Failure;
import org.cellineage.jobs.run.RunReport;
import org.cellineage.problem.Problem;

/** Prints the result of a run. */
public final class Reports {

    private static final int SHOWN_FAILURES = 5;

    private Reports() {}

    /** Prints the report and returns the exit code. */
    public static ExitCode print(RunReport report, String output, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%,d movies, %,d frames, %,d cells, %,d tracks, %,d divisions in %.1f s (run %s)%n",
                report.movies(),
                report.frames(),
                report.cells(),
                report.tracks(),
                report.divisions(),
                report.seconds(),
                report.runId());
        if (report.unchanged() > 0) {
            out.printf("%,d movies are unchanged since they were published, and were skipped%n", report.unchanged());
        }
        report.warnings().forEach(warning -> out.printf("warning: %s%n", warning));
        out.printf("output: %s%n", output);
        printFailures(report.failures(), "all of them are in the failures table", out);
        if (report.failures().isEmpty()) {
            return ExitCode.DONE;
        }
        return report.movies() == 0 && report.unchanged() == 0 ? ExitCode.USER_ACTION_REQUIRED : ExitCode.SOME_FAILED;
    }

    /**
     * Prints the first failures.
     *
     * @param all where to find all of them
     */
    public static void printFailures(List<Failure> failures, String all, PrintWriter out) {
        if (failures.isEmpty()) {
            return;
        }
        out.printf(Locale.ROOT, "%,d failures; %s:%n", failures.size(), all);
        List<Named> named = failures.stream()
                .map(failure -> new Named(
                        failure.movie().id() + (failure.losesMovie() ? "" : " frame " + failure.frame()),
                        failure.problem()))
                .toList();
        printFirst(named, out);
    }

    /** Prints the first failed units of movies and returns the exit code. */
    public static <R> ExitCode printFailures(List<UnitResult<R>> results, PrintWriter out) {
        List<Named> failed = new ArrayList<>();
        for (UnitResult<R> result : results) {
            result.failure().ifPresent(problem -> failed.add(new Named(result.unit(), problem)));
        }
        if (failed.isEmpty()) {
            return ExitCode.DONE;
        }
        out.printf(Locale.ROOT, "%,d of %,d failed:%n", failed.size(), results.size());
        printFirst(failed, out);
        return failed.size() == results.size() ? ExitCode.USER_ACTION_REQUIRED : ExitCode.SOME_FAILED;
    }

    /** A failed item and its problem. */
    private record Named(String what, Problem problem) {}

    private static void printFirst(List<Named> failures, PrintWriter out) {
        for (Named failure : failures.subList(0, Math.min(SHOWN_FAILURES, failures.size()))) {
            out.printf(
                    "  %s: %s %s%n    %s%n",
                    failure.what(),
                    failure.problem().cause(),
                    failure.problem().remedy(),
                    failure.problem().where());
        }
        if (failures.size() > SHOWN_FAILURES) {
            out.printf("  and %,d more%n", failures.size() - SHOWN_FAILURES);
        }
    }
}
