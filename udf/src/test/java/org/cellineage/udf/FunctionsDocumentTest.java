package org.cellineage.udf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.junit.jupiter.api.Test;

/** docs/FUNCTIONS.md is what the functions say of themselves. */
class FunctionsDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/FUNCTIONS.md");

    @Test
    void theDocumentIsWhatTheFunctionsSayOfThemselves() throws IOException {
        String page = page();
        if (Boolean.getBoolean("cellineage.write.functions")) {
            Files.writeString(DOCUMENT, page);
        }
        assertThat(Files.readString(DOCUMENT)).isEqualTo(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Functions

                SQL functions over the lineage tables, for Spark. They are built into `cellineage sql`. Add them to any other
                session with `spark.sql.extensions=org.cellineage.udf.CellineageExtensions` and the assembled jar on its class
                path, or with `CellineageFunctions.register(spark)`. `DESCRIBE FUNCTION EXTENDED name` prints the same
                descriptions.

                As with Spark's built-in functions, arguments are cast where that is safe, null arguments give null, and calls
                with constants are computed once. Arrays are those of the view `traces`, in the order of frames. Invalid values
                (a text that is not a lineage path, frames that are not in ascending order, a damaged mask) are errors with an
                explanation. The functions of lineages and times are also available as macros in DuckDB's `views.sql`, except
                `lineage_descendants` and `lineage_newick`; the macros do not check their arguments.

                To regenerate this page, run
                `mvn -pl udf -am test -Dtest=FunctionsDocumentTest -Dcellineage.write.functions=true`.
                """);
        section(page, "Lineages", LineageFunctions.all());
        section(page, "Motion", MotionFunctions.all());
        section(page, "Time", TimeFunctions.all());
        section(page, "Masks", MaskFunctions.all());
        section(page, "Pixels", PixelFunctions.all());
        section(page, "Signals", SignalFunctions.all());
        return page.toString();
    }

    private static void section(StringBuilder page, String title, Iterable<SqlFunction> functions) {
        page.append("\n## ").append(title).append('\n');
        for (SqlFunction function : functions) {
            ExpressionInfo info = function.info();
            String usage = info.getUsage().replace("_FUNC_", function.name());
            int dash = usage.indexOf(" - ");
            page.append("\n### `").append(usage, 0, dash).append("`\n\n");
            page.append(usage, dash + 3, usage.length()).append("\n\n");
            info.getArguments()
                    .lines()
                    .filter(line -> line.startsWith("      * "))
                    .forEach(line -> page.append("- `")
                            .append(line.strip().substring(2).replaceFirst(" - ", "`: "))
                            .append('\n'));
            page.append("\n```sql\n");
            info.getExamples()
                    .replace("_FUNC_", function.name())
                    .lines()
                    .filter(line -> line.startsWith("      "))
                    .forEach(line -> page.append(line.substring(6)).append('\n'));
            page.append("```\n");
        }
    }
}
