package org.cellineage.type;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.config.Doc;

/** How it is found out what the channels of a movie show. */
public record TypeOptions(
        @Doc("Model: type, which comes with Cellineage, or the folder or URI of a model bundle.")
        String model,

        @Doc(
                "What channels show, by number from 0, as in nucleus=0,phase=1; the others are only measured. Empty: found for"
                        + " each movie.")
        String channels,

        @Doc("Minimum probability of the type of a channel; a movie without such a channel is not segmented.")
        double minProbability,

        @Doc("Number of frames of a movie that are looked at.")
        int frames)
        implements Serializable {

    public static final TypeOptions DEFAULTS = new TypeOptions("type", "", 0.8, 4);

    public TypeOptions {
        if (model.isBlank()) {
            throw new IllegalArgumentException("model must be a name or a folder, but is empty");
        }
        parse(channels);
        if (!(minProbability >= 0 && minProbability <= 1)) {
            throw new IllegalArgumentException("min_probability must be between 0 and 1, but is " + minProbability);
        }
        if (frames < 1) {
            throw new IllegalArgumentException("frames must be at least 1, but is " + frames);
        }
    }

    /** What channels show, by their index; empty if it must be found. */
    public Map<Integer, ImageType> given() {
        return parse(channels);
    }

    private static Map<Integer, ImageType> parse(String text) {
        Map<Integer, ImageType> types = new TreeMap<>();
        if (text.isBlank()) {
            return types;
        }
        for (String part : text.split(",")) {
            String[] sides = part.trim().split("=");
            if (sides.length != 2 || !sides[1].trim().matches("[0-9]{1,4}")) {
                throw new IllegalArgumentException(
                        "channels must look like nucleus=0,phase=1, but '" + part.trim() + "' does not");
            }
            ImageType type = ImageType.named(sides[0].trim())
                    .orElseThrow(() -> new IllegalArgumentException("channels must name types of " + ImageType.ALL
                            + ", but '" + sides[0].trim() + "' is none of them"));
            if (types.put(Integer.parseInt(sides[1].trim()), type) != null) {
                throw new IllegalArgumentException("channels names channel " + sides[1].trim() + " twice");
            }
        }
        return types;
    }
}
