package org.cellineage.jobs.command;

import java.io.PrintWriter;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.config.PipelineConfiguration;
import picocli.CommandLine.Command;

/** All settings. */
@Command(
        name = "config",
        description = "Prints all settings of 'run', with their meanings and defaults, as a file for --config.",
        footerHeading = "%nExample:%n",
        footer = "  cellineage config > my.yaml")
public final class ConfigCommand extends JobCommand {

    @Override
    protected ExitCode execute(PrintWriter out) {
        out.print(ConfigurationLoader.documented(PipelineConfiguration.DEFAULTS));
        return ExitCode.DONE;
    }
}
