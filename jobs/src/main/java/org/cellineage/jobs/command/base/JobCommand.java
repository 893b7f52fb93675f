package org.cellineage.jobs.command.base;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * A command of the command line. Subclasses implement it in {@link #execute}.
 *
 * <p>The command line inspects the fields and methods of every command before it knows which one is called, and Java
 * loads every type that they mention. No field, parameter or result of a command may therefore be a Spark type: only
 * the body of {@link #execute}, and the classes that it calls, may use Spark. This keeps {@code --help} and command
 * line errors fast.
 *
 * <p>A jar on the class path adds a command of its own by naming its class, which has a public constructor without
 * parameters, in {@code META-INF/services/org.cellineage.jobs.command.base.JobCommand}.
 */
public abstract class JobCommand implements Callable<Integer> {

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

    /** Executes the command. */
    protected abstract ExitCode execute(PrintWriter out) throws Exception;

    /** The parsed command line. */
    protected final CommandLine parsed() {
        return spec.commandLine();
    }

    /** Name of the command, which is also the name of its Spark application. */
    protected final String name() {
        return spec.name();
    }
}
