package org.cellineage.correct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.cellineage.cell.Cell;
import org.cellineage.format.MovieKey;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;

class CorrectionCodecTest {

    private static final MovieKey MOVIE = new MovieKey("P 1=ä", "B02", "1");

    private static Correction correction(Change change) {
        return new Correction(
                MOVIE, "Anna \"A\"\n", Instant.parse("2026-11-30T06:07:08.123456Z"), "why?", RandomLineage.RUN, change);
    }

    /** Each kind of change, some of them several times. */
    private static List<Change> changes() {
        List<Change> changes = new ArrayList<>(List.of(new Change.Undo("7.2")));
        RandomEdits edits = new RandomEdits(new SplittableRandom(5));
        CorrectedLineage lineage = new LineageEditor(RandomLineage.of(1, 2), RandomLineage.pixels()).result();
        for (int i = 0; i < 200; i++) {
            changes.add(edits.next(lineage));
        }
        return changes;
    }

    @Test
    void everyChangeIsReadAsItWasWritten() {
        List<Change> changes = changes();
        Set<Class<?>> kinds = Arrays.stream(Edit.class.getPermittedSubclasses()).collect(Collectors.toSet());
        assertThat(changes.stream().map(Object::getClass).collect(Collectors.toSet()))
                .containsAll(kinds);
        for (Change change : changes) {
            String line = CorrectionCodec.toLine(correction(change));
            assertThat(line).doesNotContain("\n");
            assertThat(CorrectionCodec.parse(line, "log")).isEqualTo(correction(change));
        }
    }

    /** The format that docs/CORRECTIONS.md describes; files in it are kept for years. */
    @Test
    void theFormatIsFixed() {
        Cell cell = RandomLineage.disc(3, 1, 20, 30, 1);
        String line = CorrectionCodec.toLine(new Correction(
                new MovieKey("P1", "B02", "1"),
                "anna",
                Instant.parse("2026-11-30T06:07:08Z"),
                "",
                "20261121T060307Z-2b9a41",
                new Edit.RemoveCell(CellRef.of(3, 5, cell), Scope.FROM_HERE)));
        assertThat(line)
                .isEqualTo("{\"version\":1,\"movie\":{\"plate\":\"P1\",\"well\":\"B02\",\"site\":\"1\"},"
                        + "\"author\":\"anna\",\"at\":\"2026-11-30T06:07:08Z\",\"why\":\"\","
                        + "\"run_id\":\"20261121T060307Z-2b9a41\",\"change\":{\"what\":\"remove_cell\","
                        + "\"cell\":{\"frame\":3,\"track\":5,\"y_px\":20.0,\"x_px\":30.0,"
                        + "\"box\":{\"min_y\":19,\"min_x\":29,\"max_y\":22,\"max_x\":32},\"mask\":\"AQEBAwEB\"},"
                        + "\"scope\":\"FROM_HERE\"}}");
    }

    @Test
    void whatIsDamagedIsSaid() {
        Cell cell = RandomLineage.disc(3, 1, 20, 30, 2);
        String line = CorrectionCodec.toLine(correction(new Edit.NewCell(3, cell.box(), cell.mask())));
        refuse(line.substring(0, line.length() / 2), "damaged");
        refuse(line.replace("\"version\":1", "\"version\":2"), "later version");
        refuse(line.replace("new_cell", "paint_cell"), "damaged");
        refuse(line.replace("\"author\"", "\"editor\""), "damaged");
        refuse(line.replace("2026-11-30", "2026-13-30"), "damaged");
        refuse(line.replaceAll("\"mask\":\"[^\"]*\"", "\"mask\":\"/////w==\""), "damaged");
        refuse(line.replace("\"min_y\":18", "\"min_y\":99"), "damaged");
        refuse("", "damaged");
        refuse("[]", "damaged");
        // Any line that is cut off or has a letter wrong is read as something, or refused; nothing else happens.
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 500; i++) {
            char[] letters = line.toCharArray();
            letters[random.nextInt(letters.length)] = (char) (32 + random.nextInt(95));
            try {
                assertThat(CorrectionCodec.parse(new String(letters), "log")).isNotNull();
            } catch (BadInputException e) {
                assertThat(e.problem().where()).isEqualTo("log");
            }
        }
    }

    private static void refuse(String line, String why) {
        assertThatThrownBy(() -> CorrectionCodec.parse(line, "log 3"))
                .isInstanceOfSatisfying(BadInputException.class, refused -> {
                    assertThat(refused.problem().where()).isEqualTo("log 3");
                    assertThat(refused.problem().cause()).contains(why);
                });
    }
}
