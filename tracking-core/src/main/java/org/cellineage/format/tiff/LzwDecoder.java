package org.cellineage.format.tiff;

/**
 * TIFF's LZW: codes of 9 to 12 bits, most significant bit first, widened one code early (TIFF 6.0, section 13).
 *
 * <p>A string is represented by its position in the output, where every string of the table has already been written.
 */
final class LzwDecoder {

    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST_FREE = 258;
    private static final int TABLE = 4096;

    private final int[] start = new int[TABLE];
    private final int[] length = new int[TABLE];
    private int previousStart;
    private int previousLength;

    /**
     * Decodes until {@code out} is full or the input ends.
     *
     * @return number of bytes written
     * @throws IllegalArgumentException if a code is invalid
     */
    int decode(byte[] in, int inLength, byte[] out, int outLength) {
        if (inLength > 1 && in[0] == 0 && (in[1] & 1) == 1) {
            throw new IllegalArgumentException("they are LZW with the low bits first, from before TIFF 6.0");
        }
        int written = 0;
        int next = FIRST_FREE;
        int width = 9;
        int previous = -1;
        long bits = 0;
        int bitCount = 0;
        int at = 0;
        while (written < outLength) {
            while (bitCount < width && at < inLength) {
                bits = bits << 8 | in[at++] & 0xff;
                bitCount += 8;
            }
            if (bitCount < width) {
                return written;
            }
            int code = (int) (bits >>> bitCount - width) & (1 << width) - 1;
            bitCount -= width;
            if (code == END) {
                return written;
            }
            if (code == CLEAR) {
                next = FIRST_FREE;
                width = 9;
                previous = -1;
                continue;
            }
            int before = written;
            if (code < CLEAR) {
                out[written++] = (byte) code;
            } else if (code < next && previous >= 0) {
                written = copy(out, start[code], length[code], written, outLength);
            } else if (code == next && previous >= 0 && next < TABLE) {
                written = copy(out, previousStart, previousLength, written, outLength);
                if (written < outLength) {
                    out[written++] = out[previousStart];
                }
            } else {
                throw new IllegalArgumentException("LZW code " + code + " is not in the table");
            }
            if (previous >= 0 && next < TABLE) {
                // The new string is the previous one plus the first byte of this one, which follows it in the output.
                start[next] = previousStart;
                length[next] = previousLength + 1;
                next++;
                if (next >= (1 << width) - 1 && width < 12) {
                    width++;
                }
            }
            previous = code;
            previousStart = before;
            previousLength = written - before;
        }
        return written;
    }

    private static int copy(byte[] out, int from, int count, int to, int limit) {
        int n = Math.min(count, limit - to);
        if (from + n <= to) {
            System.arraycopy(out, from, out, to, n);
        } else {
            for (int i = 0; i < n; i++) {
                out[to + i] = out[from + i];
            }
        }
        return to + n;
    }
}
