package org.cellineage.jobs.export.text;

import java.util.List;
import org.cellineage.cell.MaskOutline;

/**
 * The outline of a cell as one polygon, which is all that TrackMate has. Separate parts and holes are reached over a line
 * that is walked in both directions, so that it encloses nothing: the pixels inside are exactly those of the mask.
 */
final class TrackMateOutline {

    private final StringBuilder text = new StringBuilder();
    private final double pixel;
    private final int decimals;
    private final double y;
    private final double x;
    private int points;

    private TrackMateOutline(double pixel, double y, double x) {
        this.pixel = pixel;
        // A thousandth of a pixel.
        this.decimals = (int) Math.max(0, Math.min(15, Math.ceil(-Math.log10(pixel / 1000))));
        this.y = y;
        this.x = x;
    }

    /**
     * Traces an outline.
     *
     * @param parts at least one
     * @param pixel side of a pixel in the unit of the file
     * @param y row of the centre in that unit, from which corners are counted
     * @param x column of the centre
     */
    static TrackMateOutline of(List<MaskOutline.Part> parts, double pixel, double y, double x) {
        TrackMateOutline outline = new TrackMateOutline(pixel, y, x);
        MaskOutline.Ring first = parts.get(0).shell();
        outline.addAll(first);
        boolean alone = parts.size() == 1 && parts.get(0).holes().isEmpty();
        if (!alone) {
            outline.add(first, 0);
        }
        for (MaskOutline.Part part : parts) {
            if (part.shell() != first) {
                outline.addDetour(part.shell(), first);
            }
            for (MaskOutline.Ring hole : part.holes()) {
                outline.addDetour(hole, first);
            }
        }
        return outline;
    }

    private void addAll(MaskOutline.Ring ring) {
        for (int i = 0; i < ring.size(); i++) {
            add(ring, i);
        }
    }

    /** Goes around a ring and back to where the first begins. */
    private void addDetour(MaskOutline.Ring ring, MaskOutline.Ring first) {
        addAll(ring);
        add(ring, 0);
        add(first, 0);
    }

    private void add(MaskOutline.Ring ring, int corner) {
        if (points > 0) {
            text.append(' ');
        }
        points++;
        decimal(ring.x(corner) * pixel - x);
        text.append(' ');
        decimal(ring.y(corner) * pixel - y);
    }

    private void decimal(double value) {
        double scale = Math.pow(10, decimals);
        long scaled = Math.round(value * scale);
        if (scaled < 0) {
            text.append('-');
        }
        String digits = Long.toString(Math.abs(scaled));
        int whole = digits.length() - decimals;
        text.append(whole > 0 ? digits.substring(0, whole) : "0");
        if (decimals > 0) {
            text.append('.')
                    .append("0".repeat(Math.max(0, -whole)))
                    .append(digits, Math.max(0, whole), digits.length());
        }
    }

    /** Number of corners. */
    int points() {
        return points;
    }

    /** The corners, {@code x y} pairs separated by blanks, without a blank before the first. */
    String text() {
        return text.toString();
    }
}
