package org.cellineage.jobs.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.session.SparkSessions;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** A command of the command line. Subclasses say what it does in {@link #execute}. */
abstract class JobCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.LOCAL,
            description = "Show this help and exit.")
    private boolean help;

    @Override
    public final Integer call() throws Exception {
        ExitCode code = execute(spec.commandLine().getOut());
        spec.commandLine().getOut().flush();
        return code.code();
    }

    /** Does the work. */
    abstract ExitCode execute(PrintWriter out) throws Exception;

    CommandLine parsed() {
        return spec.commandLine();
    }

    SparkSession spark() {
        return SparkSessions.open(spec.name());
    }
}
