package org.cellineage.udf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.HiveResult;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.RunLengthMask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CellineageFunctionsTest {

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = session()
                .config("spark.sql.extensions", CellineageExtensions.class.getName())
                .getOrCreate();
    }

    private static SparkSession.Builder session() {
        return SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.driver.host", "127.0.0.1");
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** One value of one row, as {@code spark-sql} prints it. */
    private static String ask(String expression) {
        Dataset<Row> answer = spark.sql("select to_json(struct(" + expression + " as v)) as v");
        String json = answer.first().getString(0);
        return json.equals("{}") ? "null" : json.substring("{\"v\":".length(), json.length() - 1);
    }

    static Stream<String> functions() {
        return CellineageFunctions.names().stream();
    }

    private static String described(String function) {
        return spark.sql("describe function extended " + function).collectAsList().stream()
                .map(row -> row.getString(0))
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everyFunctionIsDescribedAndItsExamplesAreTrue(String function) {
        String text = described(function);
        assertThat(text)
                .contains("Usage: " + function + "(")
                .contains("Arguments:")
                .doesNotContain("_FUNC_");
        Matcher example = Pattern.compile("> (SELECT .*);\n +(.*)\n").matcher(text + "\n");
        int examples = 0;
        while (example.find()) {
            examples++;
            if (example.group(1).contains(" FROM cells ")) {
                // Needs tables and images: PixelFunctionsTest of the jobs.
                continue;
            }
            var execution = ((org.apache.spark.sql.classic.Dataset<Row>) spark.sql(example.group(1))).queryExecution();
            String printed =
                    HiveResult.hiveResultString(execution.executedPlan()).mkString("\n");
            assertThat(printed).as(example.group(1)).isEqualTo(example.group(2));
        }
        assertThat(examples).isPositive();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void nullGivesNullInEveryPlace(String function) {
        if (function.equals("lineage_newick")) {
            return;
        }
        List<String> arguments = argumentsOfExample(function);
        for (int i = 0; i < arguments.size(); i++) {
            List<String> withNull = new ArrayList<>(arguments);
            withNull.set(i, "null");
            assertThat(ask(function + "(" + String.join(", ", withNull) + ")"))
                    .as("argument " + (i + 1) + " of " + function)
                    .isEqualTo("null");
        }
    }

    /** The arguments in the first example, split at commas outside brackets. */
    private static List<String> argumentsOfExample(String function) {
        Matcher call = Pattern.compile("> SELECT " + function + "\\((.*)\\);").matcher(described(function));
        assertThat(call.find()).isTrue();
        List<String> arguments = new ArrayList<>();
        int depth = 0;
        StringBuilder current = new StringBuilder();
        for (char c : (call.group(1) + ",").toCharArray()) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                arguments.add(current.toString().trim());
                current.setLength(0);
            } else {
                current.append(c);
            }
        }
        return arguments;
    }

    @ParameterizedTest
    @MethodSource("functions")
    void aWrongNumberOfArgumentsIsRefusedByName(String function) {
        assertThatThrownBy(() -> spark.sql("select " + function + "()"))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("WRONG_NUM_ARGS")
                .hasMessageContaining(function);
    }

    @Test
    void constantCallsAreComputedByTheOptimizer() {
        var execution = ((org.apache.spark.sql.classic.Dataset<Row>)
                        spark.sql("select lineage_parent('5.1.2'), mean_speed(array(0, 2), array(0, 4), array(0, 0))"))
                .queryExecution();
        assertThat(execution.optimizedPlan().toString()).contains("5.1 AS", "2.0 AS");
        assertThat(execution.optimizedPlan().toString().replaceAll("AS \\S+\\(.*?\\)#", ""))
                .doesNotContain("lineage_parent('");
    }

    @Test
    void columnsBearTheCallsName() {
        assertThat(spark.range(1)
                        .selectExpr("lineage_root('5.1') as r", "lineage_generation('5.1')")
                        .columns())
                .containsExactly("r", "lineage_generation(5.1)");
    }

    @Test
    void callsOnColumnsArePartOfGeneratedCode() {
        Dataset<Row> paths = spark.createDataset(List.of("5", "5.1", "5.1.2"), org.apache.spark.sql.Encoders.STRING())
                .toDF("path")
                .repartition(2);
        Dataset<Row> asked = paths.selectExpr("path", "lineage_parent(path) as mother");
        asked.collectAsList();
        assertThat(((org.apache.spark.sql.classic.Dataset<Row>) asked)
                        .queryExecution()
                        .executedPlan()
                        .toString())
                .containsPattern("\\*\\(\\d+\\) Project \\[path#\\d+, lineage_parent\\(path");
        assertThat(asked.where("mother is null").count()).isEqualTo(1);
    }

    @Test
    void plainSessionsLearnTheFunctionsByName() {
        SparkSession plain = spark.newSession();
        for (String name : CellineageFunctions.names()) {
            ((org.apache.spark.sql.classic.SparkSession) plain)
                    .sessionState()
                    .functionRegistry()
                    .dropFunction(new org.apache.spark.sql.catalyst.FunctionIdentifier(name));
        }
        assertThatThrownBy(() -> plain.sql("select lineage_root('5.1')")).isInstanceOf(AnalysisException.class);
        CellineageFunctions.register(plain);
        assertThat(plain.sql("select lineage_root('5.1')").first().getInt(0)).isEqualTo(5);
    }

    @Test
    void emptyArraysHaveNoFigures() {
        String none = "cast(array() as array<double>)";
        String frames = "cast(array() as array<int>)";
        assertThat(ask("displacement(" + none + "," + none + ")")).isEqualTo("null");
        assertThat(ask("path_length(" + none + "," + none + ")")).isEqualTo("null");
        assertThat(ask("directionality(" + none + "," + none + ")")).isEqualTo("null");
        assertThat(ask("mean_speed(" + frames + "," + none + "," + none + ")")).isEqualTo("null");
        assertThat(ask("mean_square_displacement(" + frames + "," + none + "," + none + ", 1)"))
                .isEqualTo("null");
        assertThat(ask("signal_smooth(" + frames + "," + none + ", 3)")).isEqualTo("[]");
        assertThat(ask("signal_peaks(" + frames + "," + none + ", 0)")).isEqualTo("[]");
        assertThat(ask("signal_align(" + frames + "," + none + ", 5, 1, 1)")).isEqualTo("[null,null,null]");
        assertThat(ask("lineage_descendants(cast(array() as array<string>), '5')"))
                .isEqualTo("[]");
        assertThat(ask("lineage_ancestors('5')")).isEqualTo("[]");
        assertThat(ask("mask_area(X'', 0, 0, 3, 3)")).isEqualTo("0");
        assertThat(ask("mask_pixels(X'', 0, 0, 3, 3)")).isEqualTo("[]");
        assertThat(ask("mask_iou(X'', 0, 0, 3, 3, X'', 0, 0, 3, 3)")).isEqualTo("null");
        assertThat(spark.sql("select lineage_newick(path, 1) from (select '5' as path) where path = '6'")
                        .first()
                        .isNullAt(0))
                .isTrue();
    }

    @Test
    void badValuesAreNamed() {
        assertThatThrownBy(() -> ask("lineage_root('well A01')"))
                .hasStackTraceContaining("'well A01' is not a lineage path");
        assertThatThrownBy(() -> ask("cell_cycle('birth', 'division', 3)"))
                .hasStackTraceContaining("no track began by 'birth'");
        assertThatThrownBy(() -> ask("mask_area(X'00FF', 0, 0, 3, 3)")).hasStackTraceContaining("cut off");
        assertThatThrownBy(() -> ask("mask_area(X'0064', 0, 0, 3, 3)")).hasStackTraceContaining("3 x 3");
        assertThatThrownBy(() -> ask("mean_speed(array(1, 0), array(0, 1), array(0, 0))"))
                .hasStackTraceContaining("frames must rise");
    }

    /** A lineage of 12 generations, 8,191 cells: what SQL says of it, by what the numbers of a full binary tree say. */
    @Test
    void twelveGenerationsInColumns() {
        List<Row> rows = new ArrayList<>();
        for (int cell = 1; cell < 1 << 13; cell++) {
            StringBuilder path = new StringBuilder("7");
            for (int bit = 30 - Integer.numberOfLeadingZeros(cell); bit >= 0; bit--) {
                path.append('.').append((cell >> bit & 1) + 1);
            }
            rows.add(RowFactory.create(cell, path.toString()));
        }
        spark.createDataFrame(
                        rows,
                        new StructType().add("cell", DataTypes.IntegerType).add("path", DataTypes.StringType))
                .createOrReplaceTempView("deep");
        Row wrong = spark.sql("select sum(cast(lineage_generation(path) <> floor(log2(cell)) as int)),"
                        + " sum(cast(size(lineage_ancestors(path)) <> floor(log2(cell)) as int)),"
                        + " sum(cast(lineage_root(path) <> 7 as int)),"
                        + " sum(cast(descends_from(path, '7.2.1') as int)),"
                        + " count(distinct lineage_sister(path)), max(lineage_distance(path, '7.1')) from deep")
                .first();
        assertThat(wrong.getLong(0)).isZero();
        assertThat(wrong.getLong(1)).isZero();
        assertThat(wrong.getLong(2)).isZero();
        assertThat(wrong.getLong(3)).isEqualTo((1 << 11) - 2);
        assertThat(wrong.getLong(4)).isEqualTo((1 << 13) - 2);
        assertThat(wrong.getInt(5)).isEqualTo(13);
        // Each mother's path leads to the mother: a join on paths equals halving the number.
        assertThat(spark.sql("select count(*) from deep d join deep m on lineage_parent(d.path) = m.path"
                                + " where m.cell <> d.cell div 2")
                        .first()
                        .getLong(0))
                .isZero();
        String tree =
                spark.sql("select lineage_newick(path, 1) from deep").first().getString(0);
        assertThat(tree.chars().filter(c -> c == '(').count()).isEqualTo((1 << 12) - 1);
        assertThat(tree).endsWith(")7:1;");
    }

    @Test
    void newickDoesNotDependOnTheOrderOfRowsAndLeavesOutNulls() {
        Dataset<Row> rows = spark.sql("select * from values ('A', '5', 3), ('A', '5.2', 1), ('A', '5.1', null),"
                + " ('A', null, 4), ('B', '6', 2), ('A', '4', 9) as t(movie, path, n)");
        for (String order : List.of("path", "path desc", "n", "n desc")) {
            rows.repartition(1).createOrReplaceTempView("shuffled");
            List<Row> trees = spark.sql("select movie, lineage_newick(path, n) from (select * from shuffled order by "
                            + order + ") group by movie order by movie")
                    .collectAsList();
            assertThat(trees.get(0).getString(1)).isEqualTo("4:9;\n(5.1,5.2:1)5:3;");
            assertThat(trees.get(1).getString(1)).isEqualTo("6:2;");
        }
    }

    @Test
    void masksOfColumnsAsTheyWereCoded() {
        Random random = new Random(11);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int height = 1 + random.nextInt(9);
            int width = 1 + random.nextInt(9);
            int[] labels = new int[height * width];
            TreeSet<Integer> inside = new TreeSet<>();
            for (int p = 0; p < labels.length; p++) {
                labels[p] = random.nextBoolean() ? 3 : random.nextInt(3);
                if (labels[p] == 3) {
                    inside.add(p);
                }
            }
            byte[] mask = RunLengthMask.encode(labels, width, new BoundingBox(0, 0, height, width), 3)
                    .toBytes();
            String pixels = inside.stream()
                    .map(p -> (p / width + 40) + ":" + (p % width + 7))
                    .collect(Collectors.joining(","));
            rows.add(RowFactory.create(mask, 40, 7, 40 + height, 7 + width, inside.size(), pixels));
        }
        StructType schema = new StructType().add("mask", DataTypes.BinaryType);
        for (String name : List.of("y0", "x0", "y1", "x1", "area")) {
            schema = schema.add(name, DataTypes.IntegerType);
        }
        Dataset<Row> masks = spark.createDataFrame(rows, schema.add("pixels", DataTypes.StringType));
        assertThat(masks.where("mask_area(mask, y0, x0, y1, x1) <> area").count())
                .isZero();
        assertThat(masks.where(
                                "concat_ws(',', transform(mask_pixels(mask, y0, x0, y1, x1), p -> concat(p.y, ':', p.x)))"
                                        + " <> pixels")
                        .count())
                .isZero();
        assertThat(masks.where("area > 0 and mask_iou(mask, y0, x0, y1, x1, mask, y0, x0, y1, x1) <> 1")
                        .count())
                .isZero();
    }

    @Test
    void masksOverlapByWhatTheyShare() {
        // Two full boxes of 4 x 4 that share a 2 x 4 strip: 8 of 24 pixels.
        int[] labels = new int[16];
        java.util.Arrays.fill(labels, 1);
        byte[] full =
                RunLengthMask.encode(labels, 4, new BoundingBox(0, 0, 4, 4), 1).toBytes();
        String mask = "x'" + HexFormat.of().formatHex(full) + "'";
        Row row = spark.sql("select mask_iou(" + mask + ", 0, 0, 4, 4, " + mask + ", 2, 0, 6, 4), mask_iou(" + mask
                        + ", 0, 0, 4, 4, " + mask + ", 50, 50, 54, 54), mask_overlap(" + mask + ", 0, 0, 4, 4, " + mask
                        + ", 2, 0, 6, 4)")
                .first();
        assertThat(row.getDouble(0)).isEqualTo(8.0 / 24);
        assertThat(row.getDouble(1)).isZero();
        assertThat(row.getInt(2)).isEqualTo(8);
    }
}
