package org.cellineage.portal.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.command.option.ByteSize;
import org.cellineage.jobs.command.option.ConfigurationOptions;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.hadoop.CommandStorage;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.portal.api.Portal;
import org.cellineage.portal.http.Access;
import org.cellineage.problem.BadConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves the portal. */
@Command(
        name = "serve",
        description = "Shows plates and movies in a browser, and takes corrections and movies.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage serve --lineage lineages                       # then open http://localhost:8080",
            "  cellineage serve --lineage lineages --inbox incoming",
            "  cellineage serve --lineage s3a://screen/lineages --read-only",
            "  cellineage serve --lineage lineages --address 0.0.0.0 --host lab.example.org --token-file token",
            "",
            "The server answers only this machine unless --address says otherwise; it then asks for a token. It runs",
            "until it is stopped (Ctrl-C). No correction that it has acknowledged is lost. See docs/PORTAL.md."
        })
public final class ServeCommand extends JobCommand {

    private static final String TOKEN_VARIABLE = "CELLINEAGE_TOKEN";

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(names = "--lineage", required = true, paramLabel = "URI", description = "The output of 'run'.")
    private String lineage = "";

    @Option(
            names = "--inbox",
            paramLabel = "URI",
            description = "Take movies: the folder or bucket that they are put into, and processed from.")
    private String inbox = "";

    @Option(
            names = "--input-quota",
            paramLabel = "SIZE",
            defaultValue = "100GB",
            converter = ByteSize.class,
            description = "How much may be sent as long as the server runs. Default: ${DEFAULT-VALUE}.")
    private long quota;

    @Option(names = "--port", paramLabel = "NUMBER", defaultValue = "8080", description = "Default: ${DEFAULT-VALUE}.")
    private int port = 8080;

    @Option(
            names = "--address",
            paramLabel = "IP",
            defaultValue = "127.0.0.1",
            description = "Address to listen on. Default: ${DEFAULT-VALUE}, which only this machine reaches.")
    private String address = "127.0.0.1";

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "A name by which browsers reach this machine. May be repeated.")
    private List<String> hosts = List.of();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "File with the token that visitors must enter; or the environment variable " + TOKEN_VARIABLE + ".")
    private String tokenFile = "";

    @Option(names = "--read-only", description = "Only show; nothing can be corrected, sent or started.")
    private boolean readOnly;

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        Access.Rules rules = new Access.Rules(address, token(), Set.copyOf(hosts), readOnly);
        PipelineConfiguration settings = configuration.load(CommandStorage.open());
        Portal.Settings served = new Portal.Settings(
                lineage, inbox.isEmpty() ? Optional.empty() : Optional.of(inbox), quota, port, rules, settings);
        try (Portal portal = Portal.start(SparkSessions.openForServer(name()), served)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(portal), "portal-end"));
            out.printf("serving %s at %s%n", lineage, portal.address());
            out.flush();
            portal.join();
        }
        return ExitCode.DONE;
    }

    private static void close(Portal portal) {
        try {
            portal.close();
        } catch (Exception e) {
            throw new IllegalStateException("the portal could not be closed", e);
        }
    }

    private String token() {
        if (tokenFile.isEmpty()) {
            return Optional.ofNullable(System.getenv(TOKEN_VARIABLE)).orElse("").strip();
        }
        try {
            return Files.readString(Path.of(tokenFile), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new BadConfigurationException(
                    "--token-file " + tokenFile, "The file cannot be read.", "Give a file with one line.", e);
        }
    }
}
