package org.cellineage.jobs.command.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SqlScriptTest {

    @Test
    void semicolonsInQuotesAndCommentsEndNothing() {
        assertThat(SqlScript.statements("select ';' as a; -- one; two\nselect \";\" /* ; */ as `b;`;"))
                .containsExactly("select ';' as a", "-- one; two\nselect \";\" /* ; */ as `b;`");
        assertThat(SqlScript.statements("select 'it''s; so', 'a\\';b'; select 2"))
                .containsExactly("select 'it''s; so', 'a\\';b'", "select 2");
        assertThat(SqlScript.statements("select 5 - 3 / 1; select 1 -- end")).hasSize(2);
    }

    @Test
    void commentsAloneAreNoStatement() {
        assertThat(SqlScript.statements("-- nothing\n;;  /* none */ ;\n\n")).isEmpty();
        assertThat(SqlScript.statements("")).isEmpty();
    }

    @Test
    void linesMayComeOneByOne() {
        SqlScript script = new SqlScript();
        assertThat(script.add("select 1,\n")).isEmpty();
        assertThat(script.isOpen()).isTrue();
        assertThat(script.add("  ';\n")).isEmpty();
        assertThat(script.add("' as x; select 2; select\n")).containsExactly("select 1,\n  ';\n' as x", "select 2");
        assertThat(script.finish()).containsExactly("select");
        assertThat(script.isOpen()).isFalse();
    }

    @Test
    void anyPiecesComeBackWhole() {
        String[] pieces = {"select 1", "select ';'", "select \"a;b\"", "/*;*/select 2", "select `;`", "select 1 -- ;\n"
        };
        Random random = new Random(9);
        for (int round = 0; round < 500; round++) {
            List<String> chosen = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(6); i > 0; i--) {
                String piece = pieces[random.nextInt(pieces.length)];
                chosen.add(piece.strip());
                text.append(piece).append(random.nextBoolean() ? ";" : " ;\n\n");
            }
            assertThat(SqlScript.statements(text.toString())).isEqualTo(chosen);
        }
    }
}
