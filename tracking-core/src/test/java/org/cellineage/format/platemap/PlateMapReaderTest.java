package org.cellineage.format.platemap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plate maps as spreadsheets of several countries and laboratories save them. */
class PlateMapReaderTest {

    private static PlateMapTable read(String text) {
        return read(text, StandardCharsets.UTF_8);
    }

    private static PlateMapTable read(String text, Charset charset) {
        return PlateMapReader.read(text.getBytes(charset), "map.csv");
    }

    /** Compound and dose of each well. */
    private static Map<String, String> told(PlateMapTable map) {
        Map<String, String> told = new TreeMap<>();
        map.wells()
                .forEach(well -> told.put(
                        well.well(),
                        well.values().get("compound") + " " + well.values().get("dose")));
        return told;
    }

    private static final Map<String, String> GOOD = Map.of("A01", "water 0", "B02", "taxol 0.5");

    static List<String> sameMaps() {
        return List.of(
                "well,compound,dose\nA1,water,0\nB2,taxol,0.5\n",
                "\ufeffWell,Compound,Dose\r\nA1,water,0\r\nB2,taxol,0.5\r\n",
                "Well;Compound;Dose (µM)\r\nA1;water;0\r\nB2;taxol;0,5\r\n",
                "well\tcompound\tdose\nA1\twater\t0\nB2\ttaxol\t0.5",
                "well\tcompound\tdose\nA1\twater\t0\nB2\ttaxol\t0,5",
                "Well ID,Treatment,Dose\nA1,water,0\nB2,taxol,0.5\n",
                "sep=;\r\nWell;Drug;Conc. [µM]\r\nA1;water;0\r\nB2;taxol;0,5\r\n",
                "\"sep=,\"\nWell,Drug,Conc (uM)\nA1,water,0\nB2,taxol,0.5\n",
                "well,compound,dose\n\nA1,water,0\n,,\nB2,taxol,0.5\n,,\n,,\n",
                "well;compound;dose;;\nA1;water;0;;\nB2;taxol;0,5;;\n;;;;\n",
                "row,column,compound,dose\nA,1,water,0\nB,2,taxol,0.5\n",
                "Row;Col;Compound;Dose\n1;1;water;0\n2;02;taxol;0,5\n",
                "Position,compound,dose\nr01c01,water,0\nR2C2,taxol,0.5\n",
                "Well Position,compound,dose\nA - 1,water,0\nb02,taxol,0.5\n",
                "Screen of May\nmade by hand,,\nwell,compound,dose\nA01,water,0\nB02,taxol,0.5\n",
                "well,compound,dose\rA1,water,0\rB2,taxol,0.5\r",
                "\"well\",\"compound\",\"dose\"\n\"A1\",\"water\",\"0\"\n\"B2\",\"taxol\",\"0,5\"\n",
                "well,compound,dose\nA1,water,0\nwell,compound,dose\nB2,taxol,0.5\n",
                "compound,1,2,3\nA,water,,\nB,,taxol,\n\ndose,1,2,3\nA,0,,\nB,,0.5,\n",
                "Compound\n;1;2;3\nA;water;;\nB;;taxol;\nDose\n;1;2;3\nA;0;;\nB;;0,5;\n");
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("sameMaps")
    void theSameMapWrittenInManyWays(String text) {
        assertThat(told(read(text))).isEqualTo(GOOD);
        byte[] utf16 = text.replace("\ufeff", "").getBytes(StandardCharsets.UTF_16LE);
        assertThat(told(PlateMapReader.read(utf16, "map.csv"))).isEqualTo(GOOD);
        assertThat(told(read(text.replace("\ufeff", ""), Charset.forName("windows-1252"))))
                .isEqualTo(GOOD);
    }

    @Test
    void utf16WithAMarkInBothByteOrders() {
        String text = "well,compound,dose\r\nA1,water,0\r\nB2,taxol,0.5\r\n";
        for (String charset : List.of("UTF-16LE", "UTF-16BE")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes("\ufeff".getBytes(Charset.forName(charset)));
            bytes.writeBytes(text.getBytes(Charset.forName(charset)));
            assertThat(told(PlateMapReader.read(bytes.toByteArray(), "map.csv")))
                    .isEqualTo(GOOD);
        }
    }

    @Test
    void otherColumnsAreKept() {
        PlateMapTable map =
                read("Plate,Well,Cell line,Dose (µM),note\nP1,A1,\"HeLa, H2B\",1,\nP2,a01,U2OS,2,\"two\nlines\"\n");
        assertThat(map.columns()).containsExactly("cell_line", "dose_um", "note", "dose");
        assertThat(map.wells()).extracting(PlateMapTable.Well::well).containsExactly("A01", "A01");
        assertThat(map.wells().get(0).plate()).contains("P1");
        assertThat(map.wells().get(0).values())
                .containsEntry("cell_line", "HeLa, H2B")
                .doesNotContainKey("note");
        assertThat(map.wells().get(1).values())
                .containsEntry("note", "two\nlines")
                .containsEntry("dose", "2");
        assertThat(map.wells().get(1).line()).isEqualTo(3);
    }

    /** Each column has a sign of its own; what is no number in every row stays text. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ";|0,5 1,25|0.5 1.25",
                ";|0.5 1|0.5 1",
                ";|1.000,5 2,0|1000.5 2.0",
                ";|1,5e-3 2|1.5e-3 2",
                ";|0,5 none|0,5 none",
                ";|1,2,3 4|1,2,3 4",
                ",|0,5 1,25|0.5 1.25",
                ",|1,000 2,500.5|1000 2500.5",
                ",|1,000 0,5|1.000 0.5",
            })
    void decimalCommasArePerColumn(char separator, String values, String expected) {
        String[] given = values.split(" ");
        StringBuilder text = new StringBuilder("well" + separator + "x" + separator + "text\n");
        for (int i = 0; i < given.length; i++) {
            text.append("A")
                    .append(i + 1)
                    .append(separator)
                    .append('"')
                    .append(given[i])
                    .append('"');
            text.append(separator).append("a b\n");
        }
        List<String> found = new ArrayList<>();
        read(text.toString()).wells().forEach(well -> found.add(well.values().get("x")));
        assertThat(found).containsExactly(expected.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "well,dose;A01,1;a1,2|line 3|twice",
                "well,dose;A01,1;;R1C1,2|line 4|twice",
                "well,dose;A01,1;AG01,2|line 3|AG01",
                "well,dose;A49,1|line 2|A49",
                "row,column,dose;A,99,1|line 2|A99",
                "well,dose;1.00E+05,1|line 2|row E",
                "well,dose;A01,1;,2|line 3|no well",
                "compound,dose;x,1|map.csv|no column 'well'",
                "well,Dose uM,dose_um;A01,1,2|map.csv|named 'dose_um'",
            })
    void whatIsWrongIsNamedWithItsLine(String text, String where, String cause) {
        assertThatThrownBy(() -> read(text.replace(';', '\n') + "\n"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(where)
                .hasMessageContaining(cause);
    }

    @Test
    void workbooksAreNamed() {
        assertThatThrownBy(() -> PlateMapReader.read(new byte[] {'P', 'K', 3, 4, 20, 0}, "map.xlsx"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(".xlsx")
                .hasMessageContaining("CSV UTF-8");
        byte[] old = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, 1};
        assertThatThrownBy(() -> PlateMapReader.read(old, "map.xls")).hasMessageContaining(".xls");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", ",,,\n;;;", "sep=;", "sep=;\n", "\"", "\"\"\"", "1,2,3\nA,B,C"})
    void whatIsNoMapIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(BadInputException.class);
    }
}
