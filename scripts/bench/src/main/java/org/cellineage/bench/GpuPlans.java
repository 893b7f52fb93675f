package org.cellineage.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.Cellineage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.store.LineageStores;
import org.cellineage.jobs.store.LineageViews;

/**
 * What of the questions and of a run the RAPIDS accelerator would do on a GPU, as its explainOnly mode says; nothing runs on
 * a GPU. {@code scripts/rapids-explain} starts it, with the plugin on Spark's class path.
 */
public final class GpuPlans {

    private static final Pattern QUESTION =
            Pattern.compile("## (\\d+)\\. ([^\n]+)\n.*?```sql\n(.*?)```", Pattern.DOTALL);
    /** A line of a plan: * on the GPU, ^ in a Java bridge beside it, ! not, @ only because of what stands around it. */
    private static final Pattern LINE = Pattern.compile("^ *([*!@^])\\w* *<(\\w+)>(.*)$");

    private static final Pattern REASON = Pattern.compile("because (.*)$");

    private final List<String> explained = new ArrayList<>();

    private GpuPlans() {}

    /** {@code INPUT_PLATE LINEAGE_FOLDER QUERIES.md SCRATCH_FOLDER}: the plate, and tables that a run made of it. */
    public static void main(String[] args) throws IOException {
        SparkSession spark = SparkSessions.open("rapids-explain");
        try {
            GpuPlans plans = new GpuPlans();
            plans.listen();
            plans.questions(spark, args[1], Path.of(args[2]));
            plans.run(args[0], args[3]);
        } finally {
            spark.stop();
        }
    }

    /** The plugin says in its log what it would do with each plan. */
    private void listen() {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        AbstractAppender appender = new AbstractAppender("explained", null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                if (event.getLoggerName().startsWith("com.nvidia.spark.rapids")) {
                    synchronized (explained) {
                        explained.add(event.getMessage().getFormattedMessage());
                    }
                }
            }
        };
        appender.start();
        context.getConfiguration().getRootLogger().addAppender(appender, Level.WARN, null);
        context.getConfiguration().getRootLogger().setLevel(Level.WARN);
        context.updateLoggers();
    }

    private void questions(SparkSession spark, String lineage, Path page) throws IOException {
        OutputFolder folder = OutputFolder.openExisting(spark.sparkContext().hadoopConfiguration(), lineage);
        LineageViews.register(spark, LineageStores.load().openExisting(spark, folder));
        Matcher m = QUESTION.matcher(Files.readString(page));
        while (m.find()) {
            taken();
            spark.sql(m.group(3)).collectAsList();
            print("Question " + m.group(1) + ": " + m.group(2), taken());
        }
    }

    private void run(String plate, String output) {
        taken();
        PrintWriter out = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = Cellineage.run(new String[] {"run", "-i", plate, "--labels", plate, "-o", output}, out, out);
        if (code != 0) {
            throw new IllegalStateException("the run ended with " + code);
        }
        List<String> plans = taken();
        print(
                "Publishing",
                plans.stream()
                        .filter(plan -> plan.contains("InsertIntoHadoopFs"))
                        .toList());
        print(
                "The rest of a run",
                plans.stream()
                        .filter(plan -> !plan.contains("InsertIntoHadoopFs"))
                        .toList());
    }

    private List<String> taken() {
        synchronized (explained) {
            List<String> all = List.copyOf(explained);
            explained.clear();
            return all;
        }
    }

    /** Counts what would run on the GPU, and lists what would not, with the reason. */
    private static void print(String title, List<String> plans) {
        TreeSet<String> not = new TreeSet<>();
        int operators = 0;
        int onGpu = 0;
        for (String line : plans.stream().flatMap(String::lines).toList()) {
            Matcher m = LINE.matcher(line);
            if (m.find()) {
                boolean operator = m.group(2).endsWith("Exec");
                operators += operator ? 1 : 0;
                onGpu += operator && m.group(1).equals("*") ? 1 : 0;
                Matcher reason = REASON.matcher(m.group(3));
                boolean isBridged = m.group(1).equals("^");
                // Parts of an operator that hands rows to Java, which is listed itself.
                boolean isOfJava =
                        line.contains("invoke(") || line.contains("ObjectType") || line.contains("lambdavariable");
                if ((isBridged || m.group(1).equals("!")) && (operator || !isOfJava) && reason.find()) {
                    not.add((isBridged ? "bridge: " : "not: ") + m.group(2) + ": " + reason.group(1));
                }
            }
        }
        System.out.printf("%s%n  %d of %d operators on the GPU%n", title, onGpu, operators);
        not.forEach(line -> System.out.println("  " + line));
    }
}
