package org.cellineage.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the channels of a movie show.
 *
 * @param types of all channels, in their order
 * @param notes what a user should know about them, in sentences
 */
public record ChannelTypes(List<ChannelType> types, List<String> notes) {

    /** The names of the channels of a colour picture. */
    private static final List<String> COLOURS = List.of("red", "green", "blue");

    public ChannelTypes {
        types = List.copyOf(types);
        notes = List.copyOf(notes);
    }

    /**
     * Combines what the images of the channels look like with the channels' names. A name tips the balance only where the
     * image leaves a doubt; whenever the two disagree, a note says so.
     *
     * @param names of the channels
     * @param seen what each of them looks like
     * @param minProbability of a type that counts as certain
     */
    public static ChannelTypes of(List<String> names, List<TypeEstimate> seen, double minProbability) {
        List<ChannelType> types = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        if (isColourPicture(names, seen)) {
            names.forEach(name -> types.add(new ChannelType(ImageType.NONE, 1)));
            notes.add("It is a colour picture.");
            return new ChannelTypes(types, notes);
        }
        for (int c = 0; c < seen.size(); c++) {
            String name = names.get(c);
            TypeEstimate estimate = seen.get(c);
            Optional<NameHint> named = NameHint.of(name);
            if (named.isEmpty()) {
                types.add(new ChannelType(estimate.type(), estimate.probability()));
                continue;
            }
            double[] with = named.get().apply(estimate.probabilities());
            int best = 0;
            for (int t = 1; t < with.length; t++) {
                best = with[t] > with[best] ? t : best;
            }
            ChannelType type = new ChannelType(ImageType.ALL.get(best), with[best]);
            types.add(type);
            if (!named.get().types().contains(type.type()) && estimate.windows() > 0) {
                notes.add("Channel " + c + " is called " + name + ", but looks like " + shown(type.type()) + ".");
            } else if (estimate.type() != type.type()
                    || (estimate.probability() < minProbability && type.probability() >= minProbability)) {
                notes.add("Channel " + c + " is taken for " + shown(type.type()) + " because it is called " + name
                        + "; its images alone leave that open.");
            }
        }
        return new ChannelTypes(types, notes);
    }

    private static String shown(ImageType type) {
        return type == ImageType.NONE ? "none of the known types" : type.toString();
    }

    /** Whether more than one of the colours shows something; a fluorescence image that was saved in colour has only one. */
    private static boolean isColourPicture(List<String> names, List<TypeEstimate> seen) {
        if (!names.containsAll(COLOURS)) {
            return false;
        }
        return COLOURS.stream()
                        .filter(colour -> seen.get(names.indexOf(colour)).windows() > 0)
                        .count()
                > 1;
    }
}
