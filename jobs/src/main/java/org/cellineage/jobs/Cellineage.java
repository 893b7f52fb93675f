package org.cellineage.jobs;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import org.cellineage.jobs.command.ConfigCommand;
import org.cellineage.jobs.command.CorrectCommand;
import org.cellineage.jobs.command.DemoCommand;
import org.cellineage.jobs.command.EvaluateCommand;
import org.cellineage.jobs.command.ExpireCommand;
import org.cellineage.jobs.command.ExportCommand;
import org.cellineage.jobs.command.FlatFieldCommand;
import org.cellineage.jobs.command.ReportCommand;
import org.cellineage.jobs.command.RunCommand;
import org.cellineage.jobs.command.SegmentCommand;
import org.cellineage.jobs.command.SimulateCommand;
import org.cellineage.jobs.command.TrackCommand;
import org.cellineage.jobs.command.WarmUpCommand;
import org.cellineage.jobs.command.WatchCommand;
import org.cellineage.jobs.command.base.ErrorBox;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.command.check.CheckCommand;
import org.cellineage.jobs.command.sql.SqlCommand;
import org.cellineage.jobs.command.train.TrainCommand;
import org.cellineage.jobs.run.Version;
import org.cellineage.jobs.session.OpenSession;
import org.cellineage.jobs.session.TemporaryFolder;
import org.cellineage.problem.Problem;
import org.cellineage.problem.UserException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command line. */
@Command(
        name = "cellineage",
        description = "Live-cell movies into lineage tables, at plate scale.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Cellineage.Versions.class,
        subcommands = {
            RunCommand.class,
            WatchCommand.class,
            SegmentCommand.class,
            TrackCommand.class,
            CheckCommand.class,
            FlatFieldCommand.class,
            SimulateCommand.class,
            EvaluateCommand.class,
            ExportCommand.class,
            ReportCommand.class,
            CorrectCommand.class,
            TrainCommand.class,
            SqlCommand.class,
            ExpireCommand.class,
            ConfigCommand.class,
            DemoCommand.class,
            WarmUpCommand.class
        },
        footerHeading = "%nStart with:%n",
        footer = {
            "  cellineage demo                              a simulated plate through the whole job",
            "  cellineage check --input FOLDER              what would be read",
            "  cellineage run --input FOLDER --output DIR   movies in, tables out",
            "",
            "Exit codes: 0 done; 1 command line; 2 user action required; 3 internal error; 4 done, but some movies failed."
        })
public final class Cellineage implements Runnable {

    private static final int MAX_CAUSES = 50;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and end. Every command has its own --help.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show versions and end.")
    private boolean version;

    @Option(
            names = "--stacktrace",
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show the stack trace of an error.")
    private boolean stacktrace;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? See --help.");
    }

    /** Prints the versions of this build and its environment. */
    static final class Versions implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "Cellineage " + Version.text(),
                "Spark " + Version.ofSpark(),
                "Java " + System.getProperty("java.version")
            };
        }
    }

    /**
     * Runs a command line.
     *
     * @return the exit code
     */
    public static int run(String[] arguments, PrintWriter out, PrintWriter err) {
        Cellineage root = new Cellineage();
        CommandLine line = new CommandLine(root)
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(100)
                .setCaseInsensitiveEnumValuesAllowed(true);
        ServiceLoader.load(JobCommand.class, Thread.currentThread().getContextClassLoader())
                .forEach(line::addSubcommand);
        line.setExecutionExceptionHandler((exception, command, parsed) -> explain(exception, root.stacktrace, err));
        line.setParameterExceptionHandler((exception, args) -> {
            err.println(exception.getMessage());
            CommandLine.UnmatchedArgumentException.printSuggestions(exception, err);
            err.printf(
                    "See '%s --help'.%n",
                    exception.getCommandLine().getCommandSpec().qualifiedName());
            err.flush();
            return ExitCode.USAGE.code();
        });
        int code;
        try {
            code = line.execute(arguments);
        } catch (Error e) {
            // picocli handles only exceptions; after an Error, Java would exit with the code of an invalid command
            // line.
            code = explain(e, root.stacktrace, err);
        }
        out.flush();
        err.flush();
        return code;
    }

    /** Reports a failure and returns its exit code. */
    static int explain(Throwable failure, boolean stacktrace, PrintWriter err) {
        if (stacktrace) {
            failure.printStackTrace(err);
        }
        Throwable first = failure;
        for (int i = 0; i < MAX_CAUSES && first.getCause() != null && !(first instanceof UserException); i++) {
            first = first.getCause();
        }
        // Spark wraps exceptions thrown by its tasks.
        Optional<Problem> user = first instanceof UserException known
                ? Optional.of(known.problem())
                : fullDisk(first).or(() -> TemporaryFolder.of(failure));
        err.print(user.map(problem -> ErrorBox.draw("user action required", problem))
                .orElse(ErrorBox.draw("internal error", internalError(first))));
        err.flush();
        return (user.isPresent() ? ExitCode.USER_ACTION_REQUIRED : ExitCode.INTERNAL_ERROR).code();
    }

    /**
     * Spark's own failure to write temporary files on a machine; failures to write the output are reported by the code
     * that writes it.
     */
    private static Optional<Problem> fullDisk(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains("No space left on device")
                ? Optional.of(new Problem(
                        "spark.local.dir",
                        "A disk on which Spark keeps its temporary files is full.",
                        "Free some space, or choose a larger disk with --spark-conf spark.local.dir=FOLDER (YARN:"
                                + " yarn.nodemanager.local-dirs). The log names the file."))
                : Optional.empty();
    }

    private static Problem internalError(Throwable failure) {
        String message = failure.getMessage() == null
                ? ""
                : failure.getMessage().lines().findFirst().orElse("");
        return new Problem(
                failure.getClass().getName(),
                message.isEmpty() ? "Something went wrong that should not have." : message,
                failure instanceof OutOfMemoryError
                        ? "Give the driver more memory with --memory (spark-submit: --driver-memory), or the executors"
                                + " with --spark-conf spark.executor.memory=SIZE."
                        : "Run again with --stacktrace and report what it prints; what was published before is"
                                + " untouched.");
    }

    /** Runs a command and exits the process with its exit code. */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = run(arguments, out, err);
        OpenSession.stop();
        if (code != 0) {
            System.exit(code);
        }
    }
}
