package org.cellineage.jobs.command.base;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * A command of the command line. Subclasses say what it does in {@link #execute}.
 *
 * <p>The command line looks at the fields and methods of every command before it knows which one is meant, and Java loads
 * each type that they name. So no field, parameter or result of a command is a type of Spark: only the body of
 * {@link #execute}, and the classes that it calls, may use Spark. This keeps {@code --help} and wrong command lines quick.
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

    /** Does the work. */
    protected abstract ExitCode execute(PrintWriter out) throws Exception;

    /** The command line as it was parsed. */
    protected final CommandLine parsed() {
        return spec.commandLine();
    }

    /** The command's name, which is also its application's in Spark. */
    protected final String name() {
        return spec.name();
    }
}
