package org.cellineage.format.tiff;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Small TIFF files of every kind, and ways to damage their headers and texts. */
public final class FuzzFiles {

    private static final int WIDTH = 19;
    private static final int HEIGHT = 17;
    private static final int PAGES = 4;
    private static final int[] HARSH = {0x00, 0x01, 0x7f, 0x80, 0xff};
    private static final String[] NUMBERS = {
        "0",
        "-1",
        "1",
        "2",
        "3",
        "255",
        "65536",
        "2147483647",
        "2147483648",
        "-2147483648",
        "4294967296",
        "1e9",
        "NaN",
        "9223372036854775807",
        "0,5",
        "1.5",
        "",
        "∞"
    };

    private static final String OME = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OME xmlns=\"http://www.openmicroscopy"
            + ".org/Schemas/OME/2016-06\" UUID=\"urn:uuid:0a\"><Plate ID=\"Plate:0\"><Well Row=\"1\" Column=\"2\">"
            + "<WellSample Index=\"0\"><ImageRef ID=\"Image:0\"/></WellSample></Well></Plate>"
            + "<Image ID=\"Image:0\" Name=\"A01_s1\"><Pixels DimensionOrder=\"XYCZT\" SizeX=\"19\" SizeY=\"17\" SizeC=\"2\""
            + " SizeZ=\"1\" SizeT=\"2\" PhysicalSizeX=\"0,65\" PhysicalSizeXUnit=\"µm\"><Channel Name=\"A &amp; B\"/>"
            + "<TiffData IFD=\"0\" FirstC=\"0\" PlaneCount=\"2\"><UUID FileName=\"a.ome.tif\">urn:uuid:0a</UUID></TiffData>"
            + "<TiffData IFD=\"2\" FirstT=\"1\" PlaneCount=\"2\"><UUID FileName=\"b.ome.tif\">urn:uuid:0b</UUID></TiffData>"
            + "<Plane TheC=\"0\" TheZ=\"0\" TheT=\"0\" DeltaT=\"0\"/><Plane TheC=\"0\" TheZ=\"0\" TheT=\"1\" DeltaT=\"300\""
            + " DeltaTUnit=\"s\"/></Pixels></Image></OME>";

    private static final String[] TEXTS = {
        "",
        "ImageJ=1.54f\nimages=4\nchannels=2\nslices=1\nframes=2\nhyperstack=true\nunit=\\u00B5m\nfinterval=10\ntunit=min\n",
        "ImageJ=1.54f\nimages=4\nslices=4\nunit=inch\nfps=0.5\norder=zct\n",
        "{\"axes\": \"TCYX\", \"shape\": [2, 2, 17, 19]}",
        "{\"shape\": [4, 17, 19], \"truncated\": true}",
        "shape=(2, 2, 17, 19)",
        OME,
        OME.replaceAll("<UUID[^/]*/UUID>", "").replace("SizeT=\"2\"", "SizeT=\"20\""),
        "<OME UUID=\"urn:uuid:0b\"><BinaryOnly MetadataFile=\"a.ome.tif\" UUID=\"urn:uuid:0a\"/></OME>"
    };

    private FuzzFiles() {}

    /** How many kinds of file there are. */
    public static int kinds() {
        return TEXTS.length * 8;
    }

    /** A whole file of a kind, its text damaged where {@code random} is given. */
    public static byte[] file(int kind, SplittableRandom random, boolean damageText) {
        TiffBuilder builder = new TiffBuilder();
        int variant = kind / TEXTS.length;
        String text = TEXTS[kind % TEXTS.length];
        builder.description = damageText ? damaged(text, random) : text;
        builder.charset = random.nextInt(8) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        builder.describeFirstOnly = random.nextInt(4) != 0;
        builder.big = (variant & 1) == 1;
        builder.order = (variant & 2) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        builder.tile = (variant & 4) == 0 ? 0 : 16;
        builder.samples = random.nextInt(5) == 4 ? 3 : 1;
        builder.planar = random.nextBoolean();
        builder.compression = new int[] {1, 1, 5, 8, 32773, 50000}[random.nextInt(6)];
        builder.wide = random.nextInt(6) == 5 ? v -> v : null;
        if (random.nextInt(3) == 0) {
            builder.overrides.put(339, List.of((long) random.nextInt(1, 7)));
        }
        if (random.nextInt(6) == 0) {
            builder.pageOverrides.put(PAGES - 1, java.util.Map.of(254, List.of((long) random.nextInt(0, 6))));
        }
        List<int[]> pages = new ArrayList<>();
        for (int p = 0; p < PAGES; p++) {
            int[] page = new int[WIDTH * HEIGHT * builder.samples];
            Arrays.setAll(page, i -> i % 50 < 20 ? 3 : random.nextInt(256));
            pages.add(page);
        }
        return builder.build(WIDTH, HEIGHT, pages);
    }

    /** Changes a few bytes, rather of headers than of pixels, or cuts the file off. */
    public static void damage(byte[] file, SplittableRandom random) {
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int from = random.nextInt(4) == 0 ? 0 : file.length / 2;
            int at = random.nextInt(from, file.length);
            int run = random.nextInt(4) == 0 ? 4 : 1;
            byte value = (byte) (random.nextBoolean() ? HARSH[random.nextInt(HARSH.length)] : random.nextInt(256));
            Arrays.fill(file, at, Math.min(file.length, at + run), value);
        }
    }

    /** Changes numbers, single characters and pieces of a text. */
    public static String damaged(String text, SplittableRandom random) {
        StringBuilder out = new StringBuilder(text);
        for (int i = random.nextInt(1, 4); i > 0 && out.length() > 1; i--) {
            int at = random.nextInt(out.length());
            switch (random.nextInt(6)) {
                case 0 -> out.setCharAt(at, (char) random.nextInt(256));
                case 1 -> out.deleteCharAt(at);
                case 2 -> out.insert(at, out.substring(0, random.nextInt(Math.min(60, out.length()))));
                case 3 -> out.setLength(random.nextInt(3) == 0 ? at + 1 : out.length());
                default -> replaceNumber(out, at, NUMBERS[random.nextInt(NUMBERS.length)]);
            }
        }
        return out.toString();
    }

    private static void replaceNumber(StringBuilder out, int from, String number) {
        int at = from;
        while (at < out.length() && !Character.isDigit(out.charAt(at))) {
            at++;
        }
        int end = at;
        while (end < out.length() && Character.isDigit(out.charAt(end))) {
            end++;
        }
        out.replace(at, end, number);
    }
}
