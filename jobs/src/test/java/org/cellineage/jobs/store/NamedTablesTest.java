package org.cellineage.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which tables statements may read. */
class NamedTablesTest {

    private static final Map<String, String> VIEWS =
            Map.of("below", "select * from tracks", "above", "select * from below join movies using (movie_id)");

    private static NamedTables of(String... statements) {
        return new NamedTables(List.of(statements), List.of("below", "above"), VIEWS::get);
    }

    @Test
    void aQueryReadsTheTablesItNames() {
        NamedTables tables = of("select count(*) from CELLS c", "with m as (select 1) select * from m, `movies`");
        assertThat(List.of("cells", "movies")).allMatch(tables);
        assertThat(List.of("tracks", "below", "above")).noneMatch(tables);
    }

    @Test
    void aViewReadsWhatItsQueryNames() {
        NamedTables tables = of("select 1 from above");
        assertThat(List.of("above", "below", "tracks", "movies")).allMatch(tables);
        assertThat(tables.test("cells")).isFalse();
    }

    @Test
    void aQueryWithoutTablesReadsNone() {
        assertThat(List.of("cells", "movies", "tracks", "below", "above")).noneMatch(of("select 1"));
    }

    @Test
    void otherStatementsMayReadAll() {
        for (String statement : List.of(
                "show views",
                "describe cells",
                "-- how many?\nselect 1",
                "execute immediate 'select * from ' || 'cells'",
                "select * from identifier('cel' || 'ls')",
                "create temporary view mine as select * from cells")) {
            assertThat(List.of("cells", "above")).as(statement).allMatch(of("select 1", statement));
        }
    }
}
