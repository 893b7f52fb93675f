package org.cellineage.assign.viterbi;

/**
 * The events of a movie by the detections they concern, in compressed rows; those of a row are ordered by their cells, so
 * that ties are broken in the same way for any order of the events.
 */
@SuppressWarnings("ArrayRecordComponent")
record EventIndex(MovieEvents events, Rows linksFrom, Rows linksTo, Rows divisionsOf, Rows divisionsInto) {

    /**
     * Events of each detection.
     *
     * @param start offsets of the rows, and the number of entries
     * @param event event of each entry
     */
    record Rows(int[] start, int[] event) {

        int from(int row) {
            return start[row];
        }

        int to(int row) {
            return start[row + 1];
        }

        /** Groups events by row, stably. */
        static Rows of(int rows, int[] order, int[] rowOfEvent) {
            int[] start = new int[rows + 1];
            for (int event : order) {
                start[rowOfEvent[event] + 1]++;
            }
            for (int i = 0; i < rows; i++) {
                start[i + 1] += start[i];
            }
            int[] next = start.clone();
            int[] grouped = new int[order.length];
            for (int event : order) {
                grouped[next[rowOfEvent[event]]++] = event;
            }
            return new Rows(start, grouped);
        }

        /** Both groupings as one. */
        static Rows both(Rows a, Rows b) {
            int rows = a.start.length - 1;
            int[] start = new int[rows + 1];
            int[] event = new int[a.event.length + b.event.length];
            int n = 0;
            for (int i = 0; i < rows; i++) {
                for (int k = a.from(i); k < a.to(i); k++) {
                    event[n++] = a.event[k];
                }
                for (int k = b.from(i); k < b.to(i); k++) {
                    event[n++] = b.event[k];
                }
                start[i + 1] = n;
            }
            return new Rows(start, event);
        }
    }

    static EventIndex of(MovieEvents events) {
        int n = events.detections();
        Rows byTo = Rows.of(n, inOrder(events.from().length), events.to());
        Rows byFrom = Rows.of(n, byTo.event(), events.from());
        Rows linksTo = Rows.of(n, byFrom.event(), events.to());
        Rows bySecond = Rows.of(n, inOrder(events.mother().length), events.second());
        Rows byFirst = Rows.of(n, bySecond.event(), events.first());
        Rows byMother = Rows.of(n, byFirst.event(), events.mother());
        Rows first = Rows.of(n, byMother.event(), events.first());
        Rows second = Rows.of(n, byMother.event(), events.second());
        return new EventIndex(events, byFrom, linksTo, byMother, Rows.both(first, second));
    }

    private static int[] inOrder(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        return order;
    }

    /** The other daughter of a division. */
    int sister(int division, int daughter) {
        return events.first()[division] == daughter ? events.second()[division] : events.first()[division];
    }

    /** Score of a link, or negative infinity if it is impossible. */
    double link(int from, int to) {
        for (int k = linksFrom.from(from); k < linksFrom.to(from); k++) {
            if (events.to()[linksFrom.event()[k]] == to) {
                return events.link()[linksFrom.event()[k]];
            }
        }
        return Double.NEGATIVE_INFINITY;
    }

    /** Score of a division, or negative infinity if it is impossible. */
    double division(int mother, int one, int other) {
        for (int k = divisionsOf.from(mother); k < divisionsOf.to(mother); k++) {
            int division = divisionsOf.event()[k];
            int first = events.first()[division];
            int second = events.second()[division];
            if ((first == one && second == other) || (first == other && second == one)) {
                return events.division()[division];
            }
        }
        return Double.NEGATIVE_INFINITY;
    }
}
