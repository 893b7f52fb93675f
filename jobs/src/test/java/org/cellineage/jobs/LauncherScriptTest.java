package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/cellineage}, copied beside a stand-in jar and with stand-ins for Spark and Java. */
class LauncherScriptTest {

    @TempDir
    Path temporary;

    private Path home;
    private Path jar;

    private record Outcome(int status, List<String> arguments, String err) {}

    @BeforeEach
    void unpack() throws IOException {
        home = temporary.resolve("a folder");
        jar = home.resolve("jobs/target/cellineage-jobs-9-assembly.jar");
        Files.createDirectories(home.resolve("scripts"));
        Files.createDirectories(jar.getParent());
        Files.copy(Path.of("../scripts/cellineage"), home.resolve("scripts/cellineage"));
        Files.writeString(jar, "jar");
        Files.writeString(home.resolve("jobs/target/spark.classpath"), "one.jar:two.jar");
    }

    /** Prints its arguments, one a line, and ends with status 4. */
    private void standIn(Path program) throws IOException {
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\"\nexit 4\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private Outcome run(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", home + "/scripts/cellineage"));
        command.addAll(List.of(arguments));
        Path err = temporary.resolve("err");
        Path out = temporary.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(temporary.toFile())
                .redirectError(err.toFile())
                .redirectOutput(out.toFile());
        builder.environment()
                .keySet()
                .removeAll(List.of(
                        "SPARK_HOME",
                        "CELLINEAGE_MASTER",
                        "CELLINEAGE_MEMORY",
                        "HADOOP_CONF_DIR",
                        "SPARK_CONF_DIR",
                        "JAVA_HOME",
                        "TF_CPP_MIN_LOG_LEVEL",
                        "TMPDIR"));
        // Made in the background, it would outlive the test.
        builder.environment().put("CELLINEAGE_NO_CLASS_ARCHIVE", "1");
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readAllLines(out), Files.readString(err, StandardCharsets.UTF_8));
    }

    /** A stand-in for Java that prints what it finds in its environment, then its arguments. */
    private Path javaThatTells(String... variables) throws IOException {
        Path javaHome = temporary.resolve("java home");
        StringBuilder script = new StringBuilder("#!/bin/sh\n");
        for (String variable : variables) {
            script.append("echo \"")
                    .append(variable)
                    .append("=$")
                    .append(variable)
                    .append("\"\n");
        }
        Path java = javaHome.resolve("bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, script.append("printf '%s\\n' \"$@\"\n"));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return javaHome;
    }

    @Test
    void withoutALocaleNamesAreReadAsUtf8() throws Exception {
        Path java = javaThatTells("LC_ALL");
        for (String none : new String[] {"C", "POSIX"}) {
            assertThat(run(Map.of("JAVA_HOME", java.toString(), "LC_ALL", none), "check")
                            .arguments())
                    .contains("LC_ALL=C.UTF-8");
        }
        assertThat(run(Map.of("JAVA_HOME", java.toString(), "LC_ALL", "C.UTF-8"), "check")
                        .arguments())
                .contains("LC_ALL=C.UTF-8");
    }

    @Test
    void aUserIdWithoutANameGetsOneAndAHome() throws Exception {
        Path java = javaThatTells("HADOOP_USER_NAME", "SPARK_USER");
        Path tools = temporary.resolve("tools");
        Files.createDirectories(tools);
        Path id = Files.writeString(tools.resolve("id"), "#!/bin/sh\nexit 1\n");
        assertThat(id.toFile().setExecutable(true)).isTrue();
        Map<String, String> environment = Map.of(
                "JAVA_HOME", java.toString(), "HOME", "/nonexistent", "PATH", tools + ":" + System.getenv("PATH"));
        assertThat(run(environment, "check").arguments())
                .contains("HADOOP_USER_NAME=cellineage", "SPARK_USER=cellineage")
                .contains("-Duser.home=/tmp", "-Duser.name=cellineage");
        Map<String, String> named = new java.util.HashMap<>(environment);
        named.put("HADOOP_USER_NAME", "lab");
        assertThat(run(named, "check").arguments()).contains("HADOOP_USER_NAME=lab", "-Duser.name=lab");
        assertThat(run(Map.of("JAVA_HOME", java.toString()), "check").arguments())
                .noneMatch(argument -> argument.startsWith("-Duser.home"));
    }

    @Test
    void theTemporaryFolderIsJavasToo() throws Exception {
        Path java = javaThatTells();
        Path folder = Files.createDirectories(temporary.resolve("my tmp"));
        assertThat(run(Map.of("JAVA_HOME", java.toString(), "TMPDIR", folder.toString()), "check")
                        .arguments())
                .contains("-Djava.io.tmpdir=" + folder);
    }

    @Test
    void aSparkHomeIsUsedAndTheCommandsArgumentsAndStatusPassUnchanged() throws Exception {
        Path spark = temporary.resolve("spark home");
        standIn(spark.resolve("bin/spark-submit"));
        Outcome outcome = run(
                Map.of("SPARK_HOME", spark.toString()),
                "--master",
                "yarn",
                "--memory",
                "8g",
                "--spark-conf",
                "a=b c",
                "--spark-conf",
                "d=e",
                "run",
                "--input",
                "my plate",
                "--master",
                "x",
                "");
        assertThat(outcome.status()).isEqualTo(4);
        assertThat(outcome.arguments())
                .containsExactly(
                        "--driver-java-options",
                        "\"-Dlog4j2.configurationFile=" + home.toRealPath() + "/conf/log4j2.properties\"",
                        "--master",
                        "yarn",
                        "--driver-memory",
                        "8g",
                        "--conf",
                        "a=b c",
                        "--conf",
                        "d=e",
                        "--class",
                        "org.cellineage.jobs.Cellineage",
                        jar.toRealPath().toString(),
                        "run",
                        "--input",
                        "my plate",
                        "--master",
                        "x",
                        "");
    }

    @Test
    void withoutOneSparkRunsInsideOneJava() throws Exception {
        standIn(temporary.resolve("jdk/bin/java"));
        Outcome outcome = run(Map.of("JAVA_HOME", temporary + "/jdk"), "--spark-conf", "spark.x=y z", "run", "-i", "");
        assertThat(outcome.status()).isEqualTo(4);
        assertThat(outcome.arguments())
                .contains("-Xmx4g", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", "-Dspark.master=local[*]")
                .doesNotContain("-XX:TieredStopAtLevel=1")
                .endsWith(
                        "-Dspark.x=y z",
                        "-cp",
                        "one.jar:two.jar:" + jar.toRealPath(),
                        "org.cellineage.jobs.Cellineage",
                        "run",
                        "-i",
                        "");
        assertThat(run(Map.of("JAVA_HOME", temporary + "/jdk", "CELLINEAGE_MASTER", "local[2]"), "run")
                        .arguments())
                .contains("-Dspark.master=local[2]");
    }

    @Test
    void commandsThatNeedNoSparkStartJavaAlone() throws Exception {
        standIn(temporary.resolve("jdk/bin/java"));
        Map<String, String> java = Map.of("JAVA_HOME", temporary + "/jdk");
        for (String command : List.of("check", "config", "no-such-command", "--version")) {
            assertThat(run(java, "--spark-conf", "spark.hadoop.fs.s3a.endpoint=http://x", command)
                            .arguments())
                    .contains("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dspark.hadoop.fs.s3a.endpoint=http://x")
                    .doesNotContain("-Dspark.master=local[*]")
                    .endsWith(jar.toRealPath() + ":one.jar:two.jar", "org.cellineage.jobs.Cellineage", command);
        }
        assertThat(run(java, "run", "--help").arguments()).contains("-XX:+UseSerialGC");
        assertThat(run(java, "check", "--find-diameter").arguments())
                .contains("-Dspark.master=local[*]")
                .doesNotContain("-XX:TieredStopAtLevel=1");
        assertThat(run(java, "check", "--find-type").arguments())
                .contains("-Dspark.master=local[*]")
                .doesNotContain("-XX:TieredStopAtLevel=1");
        assertThat(run(java, "sql", "-e", "select 1").arguments())
                .contains("-XX:TieredStopAtLevel=1", "-Dspark.master=local[*]");
    }

    @Test
    void aSiteWithASparkOfItsOwnKeepsItsSettings() throws Exception {
        standIn(temporary.resolve("jdk/bin/java"));
        Path spark = temporary.resolve("spark home");
        standIn(spark.resolve("bin/spark-submit"));
        Files.createDirectories(spark.resolve("jars"));
        Files.writeString(spark.resolve("jars/b.jar"), "");
        Path defaults = spark.resolve("conf/spark-defaults.conf");
        Files.createDirectories(defaults.getParent());
        Files.writeString(defaults, "spark.hadoop.fs.s3a.endpoint http://x\n");
        Map<String, String> site = Map.of("SPARK_HOME", spark.toString(), "JAVA_HOME", temporary + "/jdk");
        assertThat(run(site, "check").arguments())
                .contains("-Dcellineage.spark.properties=" + defaults)
                .contains(jar.toRealPath() + ":" + spark + "/jars/b.jar");
        assertThat(run(site, "sql").arguments()).contains("--class").doesNotContain("-XX:TieredStopAtLevel=1");
        assertThat(run(site, "--master", "yarn", "run").arguments()).contains("--class");
        // Connectors that only spark-submit fetches.
        assertThat(run(site, "--spark-conf", "spark.jars.packages=a:b:1", "check")
                        .arguments())
                .contains("--class");
        Files.writeString(defaults, "spark.jars /opt/connector.jar\n");
        assertThat(run(site, "check").arguments()).contains("--class");
    }

    @Test
    void anArchiveOfClassesIsUsedWhereThereIsOneAndMadeWhereThereIsNone() throws Exception {
        Path java = javaThatTells();
        // Stands in for Java's writing of the archive, too.
        Files.writeString(java.resolve("bin/java"), """
                #!/bin/sh
                for a in "$@"; do
                  case "$a" in -XX:ArchiveClassesAtExit=*) echo classes > "${a#*=}"; exit 0 ;; esac
                done
                printf '%s\\n' "$@"
                """);
        Map<String, String> environment = Map.of("JAVA_HOME", java.toString(), "CELLINEAGE_NO_CLASS_ARCHIVE", "");
        Path archive = home.resolve("jobs/target/classes-light.jsa");
        Outcome first = run(environment, "check");
        assertThat(first.status()).isZero();
        assertThat(first.arguments()).noneMatch(argument -> argument.startsWith("-XX:SharedArchiveFile"));
        for (int wait = 0; wait < 100 && !Files.exists(archive); wait++) {
            Thread.sleep(100);
        }
        assertThat(run(environment, "check").arguments())
                .contains("-Xshare:auto", "-XX:SharedArchiveFile=" + archive.toRealPath());
        // A newer jar needs a new one.
        Files.setLastModifiedTime(jar, FileTime.fromMillis(System.currentTimeMillis() + 100_000));
        assertThat(run(Map.of("JAVA_HOME", java.toString()), "check").arguments())
                .noneMatch(argument -> argument.startsWith("-XX:SharedArchiveFile"));
        // Never of commands that compute for long.
        assertThat(run(environment, "run").arguments())
                .noneMatch(argument -> argument.startsWith("-XX:SharedArchiveFile"));
        for (int wait = 0; wait < 100 && Files.exists(Path.of(archive + ".making")); wait++) {
            Thread.sleep(100);
        }
    }

    @Test
    void tensorFlowIsQuietUnlessTheUserSaysOtherwise() throws Exception {
        for (String program : new String[] {"jdk/bin/java", "spark/bin/spark-submit"}) {
            standIn(temporary.resolve(program));
            Files.writeString(temporary.resolve(program), "#!/bin/sh\necho \"[$TF_CPP_MIN_LOG_LEVEL]\"\n");
        }
        for (String with : new String[] {"JAVA_HOME=jdk", "SPARK_HOME=spark"}) {
            String[] setting = with.split("=");
            String folder = temporary.resolve(setting[1]).toString();
            assertThat(run(Map.of(setting[0], folder), "check").arguments()).containsExactly("[2]");
            for (String own : new String[] {"0", "3", ""}) {
                assertThat(run(Map.of(setting[0], folder, "TF_CPP_MIN_LOG_LEVEL", own), "check")
                                .arguments())
                        .containsExactly("[" + own + "]");
            }
        }
    }

    @Test
    void aSourceNewerThanTheJarIsBuiltFirstAndAFailedBuildEndsIt() throws Exception {
        standIn(temporary.resolve("jdk/bin/java"));
        Path tools = temporary.resolve("tools");
        standIn(tools.resolve("mvn"));
        Files.createDirectories(home.resolve("core/src/main"));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Map<String, String> environment =
                Map.of("JAVA_HOME", temporary + "/jdk", "PATH", tools + ":" + System.getenv("PATH"));
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
        Outcome stale = run(environment, "check");
        assertThat(stale.status()).isEqualTo(3);
        assertThat(stale.err()).contains("building the jar", "-DskipTests", "the build failed");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(System.currentTimeMillis() + 100_000));
        assertThat(run(environment, "check").status())
                .as("the portal is missing")
                .isEqualTo(3);
        Path portal = Files.createDirectories(home.resolve("portal/target"));
        Files.writeString(portal.resolve("cellineage-portal-9-assembly.jar"), "");
        assertThat(run(environment, "check").arguments()).endsWith("check");
    }

    @Test
    void wrongUseSaysWhatIsWrong() throws Exception {
        assertThat(run(Map.of(), "--master").err()).contains("--master needs a value");
        assertThat(run(Map.of(), "--master").status()).isEqualTo(1);
        Outcome noSpark = run(Map.of("SPARK_HOME", "/nowhere"), "check");
        assertThat(noSpark.status()).isEqualTo(2);
        assertThat(noSpark.err()).contains("SPARK_HOME=/nowhere");
        Files.delete(jar);
        assertThat(run(Map.of(), "check").err()).contains("no jar in");
    }

    @Test
    void theScriptOpensWhatTheBuildOpensForTests() throws Exception {
        String script = Files.readString(Path.of("../scripts/cellineage"));
        String pom = Files.readString(Path.of("../pom.xml"));
        String options = pom.substring(pom.indexOf("<spark.jvm.options>") + 19, pom.indexOf("</spark.jvm.options>"));
        for (String option : options.split(" ")) {
            if (option.startsWith("--add-opens=java.base/")) {
                assertThat(script).contains(" " + option.substring(22, option.indexOf("=ALL")));
            } else if (!option.startsWith("--add-modules")) {
                assertThat(script).contains(option);
            }
        }
    }

    /** A new command gets a session, unless it is said here that it needs none. */
    @Test
    void everyCommandThatNeedsSparkGetsASession() throws Exception {
        standIn(temporary.resolve("jdk/bin/java"));
        Map<String, String> java = Map.of("JAVA_HOME", temporary + "/jdk");
        for (String name :
                new picocli.CommandLine(new Cellineage()).getSubcommands().keySet()) {
            boolean needsNone =
                    List.of("check", "config", "flatfield", "warm-up").contains(name);
            assertThat(run(java, name).arguments().stream().anyMatch(word -> word.startsWith("-Dspark.master=")))
                    .as(name)
                    .isEqualTo(!needsNone);
        }
    }
}
