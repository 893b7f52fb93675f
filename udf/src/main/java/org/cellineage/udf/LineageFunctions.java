package org.cellineage.udf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.aggregate.CollectList;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.cellineage.track.LineagePath;
import org.cellineage.track.Newick;
import org.cellineage.udf.SqlFunction.Doc;
import org.cellineage.udf.SqlFunction.Example;
import org.jspecify.annotations.Nullable;

/**
 * Family relations between cells: functions of {@code lineage_path}. Methods are public for the code that Spark
 * generates.
 */
public final class LineageFunctions {

    private static final DataType TEXT = DataTypes.StringType;
    private static final DataType INT = DataTypes.IntegerType;
    private static final StructType BRANCH = new StructType().add("path", TEXT).add("length", DataTypes.DoubleType);

    private static final String PATH = "path - a lineage_path, such as '5.1.2'";
    private static final String TWO_PATHS = "a, b - lineage paths of one movie";

    private LineageFunctions() {}

    static List<SqlFunction> all() {
        return Stream.of(ofOneCell(), ofSeveralCells(), List.of(newick()))
                .flatMap(List::stream)
                .toList();
    }

    private static List<SqlFunction> ofOneCell() {
        return List.of(
                ofPath(
                        "lineage_root",
                        "root",
                        INT,
                        "_FUNC_(path) - Track id of the first known ancestor.",
                        new Example("_FUNC_('5.1.2')", "5")),
                ofPath(
                        "lineage_generation",
                        "generation",
                        INT,
                        "_FUNC_(path) - Divisions since the root; 0 for the root.",
                        new Example("_FUNC_('5.1.2')", "2")),
                ofPath(
                        "lineage_parent",
                        "parent",
                        TEXT,
                        "_FUNC_(path) - The mother's path; null for a root.",
                        new Example("_FUNC_('5.1.2')", "5.1"),
                        new Example("_FUNC_('5')", "NULL")),
                ofPath(
                        "lineage_sister",
                        "sister",
                        TEXT,
                        "_FUNC_(path) - The other daughter's path; null for a root. The tables say whether that daughter"
                                + " has a track.",
                        new Example("_FUNC_('5.1.2')", "5.1.1")),
                ofPath(
                        "lineage_ancestors",
                        "ancestors",
                        SqlArrays.TEXTS,
                        "_FUNC_(path) - Paths of all ancestors, root first, without the cell itself.",
                        new Example("_FUNC_('5.1.2')", "[\"5\",\"5.1\"]")),
                SqlFunction.calling(
                        "lineage_ancestor",
                        LineageFunctions.class,
                        "ancestor",
                        TEXT,
                        List.of(TEXT, INT),
                        Doc.of(
                                "_FUNC_(path, generation) - Path of the ancestor in that generation; the cell's own path for"
                                        + " its own generation, null for later ones.",
                                List.of(PATH, "generation - divisions since the root"),
                                new Example("_FUNC_('5.1.2', 1)", "5.1"),
                                new Example("_FUNC_('5.1.2', 3)", "NULL"))));
    }

    private static List<SqlFunction> ofSeveralCells() {
        return List.of(
                SqlFunction.calling(
                        "lineage_descendants",
                        LineageFunctions.class,
                        "descendants",
                        SqlArrays.TEXTS,
                        List.of(SqlArrays.TEXTS, TEXT),
                        Doc.of(
                                "_FUNC_(paths, path) - Those of the paths that descend from path, in the order of the"
                                        + " tree.",
                                List.of("paths - lineage paths of one movie", PATH),
                                new Example("_FUNC_(array('7', '5.2', '5.1.1', '5'), '5')", "[\"5.1.1\",\"5.2\"]"))),
                ofTwo(
                        "descends_from",
                        "descendsFrom",
                        DataTypes.BooleanType,
                        "_FUNC_(path, ancestor) - Whether a cell descends from another by at least one division.",
                        List.of(PATH, "ancestor - a lineage_path of the same movie"),
                        new Example("_FUNC_('5.1.2', '5.1')", "true"),
                        new Example("_FUNC_('5.12', '5.1')", "false")),
                ofTwo(
                        "lineage_common_ancestor",
                        "commonAncestor",
                        TEXT,
                        "_FUNC_(a, b) - Path of the most recent common ancestor, which may be one of the two cells; null if"
                                + " they belong to different trees.",
                        List.of(TWO_PATHS),
                        new Example("_FUNC_('5.1.2', '5.1.1.1')", "5.1"),
                        new Example("_FUNC_('5.1', '6')", "NULL")),
                ofTwo(
                        "lineage_distance",
                        "distance",
                        INT,
                        "_FUNC_(a, b) - Number of divisions between two cells, up to their common ancestor and down; null"
                                + " if they belong to different trees.",
                        List.of(TWO_PATHS),
                        new Example("_FUNC_('5.1.2', '5.1.1.1')", "3")),
                ofTwo(
                        "cousin_degree",
                        "cousinDegree",
                        INT,
                        "_FUNC_(a, b) - 0 for sisters, 1 for first cousins, 2 for second cousins; counted for the cell"
                                + " nearer to the common ancestor. Null if one descends from the other, or if they belong to"
                                + " different trees.",
                        List.of(TWO_PATHS),
                        new Example("_FUNC_('5.1', '5.2')", "0"),
                        new Example("_FUNC_('5.1.2', '5.2.1')", "1")));
    }

    private static SqlFunction ofPath(String name, String method, DataType result, String usage, Example... examples) {
        return SqlFunction.calling(
                name, LineageFunctions.class, method, result, List.of(TEXT), Doc.of(usage, List.of(PATH), examples));
    }

    private static SqlFunction ofTwo(
            String name, String method, DataType result, String usage, List<String> arguments, Example... examples) {
        return SqlFunction.calling(
                name, LineageFunctions.class, method, result, List.of(TEXT, TEXT), Doc.of(usage, arguments, examples));
    }

    private static SqlFunction newick() {
        String name = "lineage_newick";
        StaticCall.Method method = new StaticCall.Method(
                name, LineageFunctions.class, "newick", TEXT, List.of(DataTypes.createArrayType(BRANCH)));
        Doc doc = Doc.of(
                "_FUNC_(path, length) - Aggregate: the tracks of the group as a Newick tree whose nodes are named by their"
                        + " paths; one tree per root, separated by newlines. Group by movie_id and root_track_id for whole"
                        + " lineages; select one cell and its descendants for a subtree. Null if there are no rows.",
                List.of(PATH, "length - branch length, such as length_frames"),
                new Example(
                        "_FUNC_(path, n) FROM VALUES ('5', 30), ('5.1', 12), ('5.2', 9) AS t(path, n)",
                        "(5.1:12,5.2:9)5:30;"));
        return SqlFunction.of(name, LineageFunctions.class, doc, List.of(2), arguments -> {
            Expression branch = new CreateNamedStruct(SqlFunction.scala(List.<Expression>of(
                    Literal.create("path", TEXT),
                    arguments.get(0),
                    Literal.create("length", TEXT),
                    new Cast(
                            arguments.get(1),
                            DataTypes.DoubleType,
                            scala.Option.empty(),
                            org.apache.spark.sql.catalyst.expressions.EvalMode$.MODULE$.ANSI()))));
            return new StaticCall(
                    method, SqlFunction.scala(List.<Expression>of(new CollectList(branch).toAggregateExpression())));
        });
    }

    private static LineagePath path(UTF8String text) {
        return LineagePath.parse(text.toString());
    }

    private static @Nullable UTF8String text(Optional<LineagePath> path) {
        return path.map(p -> SqlArrays.text(p.toString())).orElse(null);
    }

    private static @Nullable Integer known(OptionalInt value) {
        return value.isPresent() ? (Integer) value.getAsInt() : null;
    }

    public static Integer root(UTF8String path) {
        return path(path).root();
    }

    public static Integer generation(UTF8String path) {
        return path(path).generation();
    }

    public static @Nullable UTF8String parent(UTF8String path) {
        return text(path(path).parent());
    }

    public static @Nullable UTF8String sister(UTF8String path) {
        return text(path(path).sister());
    }

    public static ArrayData ancestors(UTF8String path) {
        return SqlArrays.ofTexts(path(path).ancestors());
    }

    public static @Nullable UTF8String ancestor(UTF8String path, int generation) {
        return text(path(path).ancestor(generation));
    }

    public static ArrayData descendants(ArrayData paths, UTF8String ancestor) {
        LineagePath from = path(ancestor);
        List<LineagePath> descendants = new ArrayList<>();
        for (int i = 0; i < paths.numElements(); i++) {
            if (!paths.isNullAt(i)) {
                LineagePath path = path(paths.getUTF8String(i));
                if (path.descendsFrom(from)) {
                    descendants.add(path);
                }
            }
        }
        descendants.sort(null);
        return SqlArrays.ofTexts(descendants);
    }

    public static Boolean descendsFrom(UTF8String path, UTF8String ancestor) {
        return path(path).descendsFrom(path(ancestor));
    }

    public static @Nullable UTF8String commonAncestor(UTF8String a, UTF8String b) {
        return text(path(a).commonAncestor(path(b)));
    }

    public static @Nullable Integer distance(UTF8String a, UTF8String b) {
        return known(path(a).distance(path(b)));
    }

    public static @Nullable Integer cousinDegree(UTF8String a, UTF8String b) {
        return known(path(a).cousinDegree(path(b)));
    }

    public static @Nullable UTF8String newick(ArrayData branches) {
        List<Newick.Branch> all = new ArrayList<>();
        for (int i = 0; i < branches.numElements(); i++) {
            InternalRow branch = branches.getStruct(i, BRANCH.size());
            if (!branch.isNullAt(0)) {
                all.add(new Newick.Branch(
                        path(branch.getUTF8String(0)), branch.isNullAt(1) ? Double.NaN : branch.getDouble(1)));
            }
        }
        String text = Newick.format(all);
        return text.isEmpty() ? null : SqlArrays.text(text);
    }
}
