package org.cellineage.format;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.BadInputException;

/**
 * What becomes of several z planes of one frame. They are never taken for time points.
 *
 * @param mode how they are made one image
 * @param plane which plane is taken, counted from 1 at the lowest; 0 where the mode is another
 */
public record ZPlanes(Mode mode, int plane) implements Serializable {

    /** How several z planes become one image. */
    public enum Mode {
        /** They do not: the movie is refused. */
        REFUSE,
        /** Their largest value at each pixel. */
        MAXIMUM,
        /** Their mean at each pixel. */
        MEAN,
        /** One of them. */
        PLANE
    }

    /** How people set it, for messages. */
    public static final String SETTING = "--z max, --z mean or --z NUMBER";

    /** A movie with several z planes is refused. */
    public static final ZPlanes REFUSE = new ZPlanes(Mode.REFUSE, 0);

    /** Their maximum is taken. */
    public static final ZPlanes MAXIMUM = new ZPlanes(Mode.MAXIMUM, 0);

    /** Their mean is taken. */
    public static final ZPlanes MEAN = new ZPlanes(Mode.MEAN, 0);

    public ZPlanes {
        if (mode == Mode.PLANE ? plane < 1 : plane != 0) {
            throw new IllegalArgumentException("plane " + plane + " with " + mode);
        }
    }

    /**
     * Reads the setting: {@code max}, {@code mean}, {@code refuse}, or the number of a plane, counted from 1.
     *
     * @throws BadConfigurationException where it is none of these
     */
    public static ZPlanes parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.matches("[1-9]\\d{0,5}")) {
            return new ZPlanes(Mode.PLANE, Integer.parseInt(word));
        }
        return switch (word) {
            case "refuse" -> REFUSE;
            case "max" -> MAXIMUM;
            case "mean" -> MEAN;
            default ->
                throw new BadConfigurationException(
                        "--z " + text,
                        "This is no way to read several z planes.",
                        "Use max, mean, refuse, or the number of one plane, counted from 1.");
        };
    }

    /** Whether several planes of a frame can be read. */
    public boolean reads() {
        return mode != Mode.REFUSE;
    }

    /**
     * Makes sure that several planes of a frame hold the one that the setting names, where it names one.
     *
     * @param where the file or folder of the planes
     * @param who what has them, as a sentence begins: {@code It}, {@code Movie P7/B02/1}
     * @param depth how many there are
     * @throws BadInputException where they do not
     */
    public void requirePlane(String where, String who, int depth) {
        if (depth > 1 && plane > depth) {
            throw new BadInputException(
                    where,
                    who + " has " + depth + " z planes, so there is no plane " + plane + ".",
                    "Use --z max, --z mean, or a number up to " + depth + ".");
        }
    }

    /** Several z planes at each of several time points, and nobody has said what becomes of them. */
    public static BadInputException unsettled(String where, int depth, int times) {
        return new BadInputException(
                where,
                "It has " + depth + " z planes at each of " + times + " time points.",
                "Say which image they make: " + SETTING + ".");
    }

    /**
     * The image of a frame's planes.
     *
     * @param planes the plain planes from the lowest z to the highest, at least one; more than one only where
     *     {@link #reads}
     */
    public PlaneRef of(List<PlaneRef> planes) {
        if (planes.size() == 1) {
            return planes.get(0);
        }
        return switch (mode) {
            case MAXIMUM -> PlaneRef.project(PlaneRef.Projection.MAXIMUM, planes);
            case MEAN -> PlaneRef.project(PlaneRef.Projection.MEAN, planes);
            case PLANE -> planes.get(plane - 1);
            case REFUSE -> throw new IllegalStateException("several z planes are refused");
        };
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return switch (mode) {
            case REFUSE -> "refuse";
            case MAXIMUM -> "max";
            case MEAN -> "mean";
            case PLANE -> Integer.toString(plane);
        };
    }
}
