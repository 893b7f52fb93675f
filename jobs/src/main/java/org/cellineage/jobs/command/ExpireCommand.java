package org.cellineage.jobs.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.command.option.LineageOptions;
import org.cellineage.jobs.pipeline.Expiry;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.store.RunHistory;
import org.cellineage.problem.BadConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes earlier runs. */
@Command(
        name = "expire",
        description =
                "Removes what only earlier runs have shown, from a store that keeps them (iceberg), and files that"
                        + " killed processes left. What is published now stays.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage expire --lineage lineages",
            "  cellineage expire --lineage s3a://screen/lineages --older-than 90d",
            "",
            "Runs that are removed can no longer be asked for with 'sql --run'. No run may be working on a published",
            "plate meanwhile. See docs/ICEBERG.md."
        })
public final class ExpireCommand extends JobCommand {

    private static final Pattern AGE = Pattern.compile("(\\d{1,5}) *([dh])");

    @Option(names = "--lineage", required = true, paramLabel = "URI", description = "The output of 'run'.")
    private String lineage = "";

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            defaultValue = "30d",
            description =
                    "Age of what is removed, in days or hours, such as 30d or 12h. Files of killed processes must be"
                            + " at least a day old. Default: ${DEFAULT-VALUE}.")
    private String age = "";

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        Instant before = Instant.now().minus(duration());
        SparkSession spark = SparkSessions.open(name());
        LineageOptions.open(spark, lineage);
        Optional<RunHistory.Expired> expired = new Expiry(spark).expire(lineage, before);
        if (expired.isEmpty()) {
            out.println("There is nothing to remove: the store of " + lineage + " keeps only what is published now.");
        } else {
            out.printf(
                    "%,d earlier states of tables and %,d files removed%n",
                    expired.get().snapshots(), expired.get().files());
        }
        return ExitCode.DONE;
    }

    private Duration duration() {
        Matcher matcher = AGE.matcher(age);
        if (!matcher.matches()) {
            throw new BadConfigurationException(
                    "--older-than " + age, "This is not an age.", "Give days or hours, such as 30d or 12h.");
        }
        long number = Long.parseLong(matcher.group(1));
        return matcher.group(2).equals("d") ? Duration.ofDays(number) : Duration.ofHours(number);
    }
}
