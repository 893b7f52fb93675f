package org.cellineage.train.image;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.Movie;
import org.cellineage.problem.BadInputException;
import org.cellineage.type.ImageType;

/**
 * Which channels of the movies are read and which is predicted.
 *
 * @param from channels to read, in the model's order
 * @param to channel to predict
 */
public record ImageChannels(List<Named> from, Named to) {

    /**
     * A channel of every movie.
     *
     * @param type what it shows
     * @param channel its index, counted from 0, or its name
     */
    public record Named(ImageType type, String channel) {

        int in(Movie movie) {
            for (int c = 0; c < movie.channels().size(); c++) {
                if (movie.channels().get(c).equalsIgnoreCase(channel)) {
                    return c;
                }
            }
            if (channel.matches("[0-9]{1,4}")
                    && Integer.parseInt(channel) < movie.channels().size()) {
                return Integer.parseInt(channel);
            }
            throw new BadInputException(
                    movie.source(),
                    "It has no channel " + channel + ", but " + movie.channels().size() + ", counted from 0: "
                            + String.join(", ", movie.channels()) + ".",
                    "Name a channel that all movies have with --from-channel and --to-channel, or leave this movie out.");
        }

        /** Its name in a movie. */
        String name(Movie movie) {
            return movie.channels().get(in(movie));
        }
    }

    public ImageChannels {
        from = List.copyOf(from);
        if (from.isEmpty()) {
            throw new IllegalArgumentException("no channel to read");
        }
    }

    /** Indices in a movie of the channels to read. */
    List<Integer> read(Movie movie) {
        List<Integer> read = new ArrayList<>();
        from.forEach(channel -> read.add(channel.in(movie)));
        return read;
    }
}
