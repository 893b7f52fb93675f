package org.cellineage.segment.network;

import java.util.Arrays;
import java.util.List;
import org.cellineage.model.Tensor;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.segment.network.DetectionOutputs.BoxOrder;
import org.cellineage.segment.network.DetectionOutputs.BoxUnit;
import org.cellineage.segment.postprocess.Detections;

/**
 * Reads the boxes, scores and masks that a network returns for tiles, checks them against the model description, and
 * converts them to frame coordinates.
 *
 * <p>Every image of a run has the same number of detections, which may differ between runs; unused slots are padded
 * with scores of at most {@code leastScore}, and their boxes and masks are ignored. A network that processes one image
 * at a time may omit the batch axis. A tile keeps the detections whose centre lies in its core, and those just outside
 * that {@link Seams} compares.
 */
final class DetectionReader {

    /**
     * Frames are mirrored at their edges, so a cell cut by the frame appears whole, with its centre on the edge or
     * slightly outside; the mirror images of other cells lie farther out.
     */
    private static final double BEYOND_EDGE_PX = 2;

    /** Tolerance for rounding errors in probabilities. */
    private static final float ROUNDING = 0.01f;

    /** Boxes given as fractions may extend beyond the image, but not by more than its size. */
    private static final double MOST_SHARE = 2;

    private final String where;
    private final DetectionOutputs outputs;

    DetectionReader(String where, DetectionOutputs outputs) {
        this.where = where;
        this.outputs = outputs;
    }

    /**
     * Adds the detections of some tiles to those of their frames.
     *
     * @param given all outputs of the network
     * @param tiles the tiles in the batch, all of the same size
     * @param found detections so far, one list per frame
     */
    void read(List<Tensor> given, List<Tile> tiles, List<ScaledFrame> frames, List<List<Detection>> found) {
        int images = tiles.size();
        float[] boxes = given.get(outputs.boxes()).values();
        float[] scores = given.get(outputs.scores()).values();
        float[] masks = given.get(outputs.masks()).values();
        int count = count("boxes", given.get(outputs.boxes()), images, "detections, 4", 2);
        int scoreCount = count("scores", given.get(outputs.scores()), images, "detections", 1);
        long[] maskShape = withoutClass(given.get(outputs.masks()).shape());
        int maskCount = count("masks", new Tensor(maskShape, masks), images, "detections, side, side", 3);
        if (scoreCount != count || maskCount != count) {
            throw wrong(
                    scoreCount != count ? "scores" : "masks",
                    "The network gives " + count + " boxes, " + scoreCount + " scores and " + maskCount
                            + " masks for an image.");
        }
        if (outputs.classes().isPresent()) {
            int classCount = count("classes", given.get(outputs.classes().get().output()), images, "detections", 1);
            if (classCount != count) {
                throw wrong("classes", "The network gives " + count + " boxes and " + classCount + " classes.");
            }
        }
        int maskSize = count == 0 ? 0 : masks.length / (images * count);
        for (int i = 0; i < images; i++) {
            Tile tile = tiles.get(i);
            for (int d = i * count; d < (i + 1) * count; d++) {
                // Also true for NaN.
                if (!(scores[d] <= 1 + ROUNDING)) {
                    throw wrong("scores", "A score is " + scores[d] + ", but must be a probability.");
                }
                if (scores[d] > outputs.leastScore()) {
                    float[] mask = Arrays.copyOfRange(masks, d * maskSize, (d + 1) * maskSize);
                    checkMask(mask);
                    double[] box = box(boxes, d, tile);
                    keep(
                            new Detection(
                                    Detection.Core.of(tile, frames.get(tile.frame())),
                                    scores[d],
                                    box[0],
                                    box[1],
                                    box[2],
                                    box[3],
                                    mask,
                                    kind(given, d)),
                            frames.get(tile.frame()),
                            found.get(tile.frame()));
                }
            }
        }
    }

    /** Number of detections per image, given a tensor that must have {@code axes} axes besides the batch axis. */
    private int count(String key, Tensor tensor, int images, String axisNames, int axes) {
        long[] shape = tensor.shape();
        int first = shape.length - axes;
        boolean fits = (first == 1 && shape[0] == images) || (first == 0 && images == 1);
        fits &= axes != 2 || shape[shape.length - 1] == 4;
        fits &= axes != 3 || (shape[shape.length - 1] == shape[shape.length - 2] && (shape[shape.length - 1] > 0));
        if (!fits) {
            throw wrong(
                    key,
                    "For " + images + (images == 1 ? " image" : " images") + " the output has the shape "
                            + Arrays.toString(shape) + ", but [images, " + axisNames + "] is needed.");
        }
        return Math.toIntExact(shape[first]);
    }

    /** Masks of a single class may have a class axis. */
    private static long[] withoutClass(long[] shape) {
        return shape.length == 5 && shape[4] == 1 ? Arrays.copyOf(shape, 4) : shape;
    }

    private void checkMask(float[] mask) {
        for (float value : mask) {
            if (!(value >= -ROUNDING && value <= 1 + ROUNDING)) {
                throw wrong("masks", "A mask contains " + value + ", but must hold probabilities, 0 to 1.");
            }
        }
    }

    /** y0, x0, y1, x1 in pixels of the scaled frame. */
    private double[] box(float[] boxes, int detection, Tile tile) {
        double[] box = new double[4];
        boolean xFirst = outputs.boxOrder() == BoxOrder.XYXY;
        for (int side = 0; side < 4; side++) {
            double value = boxes[4 * detection + (xFirst ? side ^ 1 : side)];
            if (!Double.isFinite(value)) {
                throw wrong("boxes", "A box of a detection that counts contains " + value + ".");
            }
            boolean vertical = side % 2 == 0;
            if (outputs.boxUnit() == BoxUnit.SHARE) {
                if (Math.abs(value - 0.5) > MOST_SHARE) {
                    throw wrong("box_unit", "It is share, but a box contains " + value + ".");
                }
                value *= vertical ? tile.height() : tile.width();
            }
            box[side] = value + (vertical ? tile.top() : tile.left());
        }
        return box;
    }

    /** Index of the class of a detection; -1 if there is no name for its number. */
    private int kind(List<Tensor> given, int detection) {
        if (outputs.classes().isEmpty()) {
            return -1;
        }
        DetectionOutputs.Classes classes = outputs.classes().get();
        float number = given.get(classes.output()).values()[detection];
        int kind = Math.round(number) - classes.first();
        if (!Float.isFinite(number) || kind >= classes.names().size()) {
            throw wrong(
                    "classes",
                    "A detection has the class " + number + ", but the names are those of " + classes.first() + " to "
                            + (classes.first() + classes.names().size() - 1) + ".");
        }
        return Math.max(-1, kind);
    }

    private static void keep(Detection found, ScaledFrame frame, List<Detection> into) {
        double y = found.centreY();
        double x = found.centreX();
        boolean inFrame = y >= -BEYOND_EDGE_PX
                && y < frame.height() + BEYOND_EDGE_PX
                && x >= -BEYOND_EDGE_PX
                && x < frame.width() + BEYOND_EDGE_PX;
        if (inFrame && found.isIn(found.core(), Seams.WIDTH_PX)) {
            into.add(found);
        }
    }

    /** Merges the detections of all tiles of a frame. */
    Detections merge(List<Detection> found) {
        List<Detection> cells = Seams.merge(found);
        int size = cells.isEmpty() ? 1 : cells.get(0).mask().length;
        float[] boxes = new float[4 * cells.size()];
        float[] scores = new float[cells.size()];
        float[] masks = new float[size * cells.size()];
        int[] kinds = new int[outputs.classes().isPresent() ? cells.size() : 0];
        for (int i = 0; i < scores.length; i++) {
            Detection cell = cells.get(i);
            if (cell.mask().length != size) {
                throw wrong("masks", "The side of the masks is not the same for all tiles of a frame.");
            }
            boxes[4 * i] = (float) cell.y0();
            boxes[4 * i + 1] = (float) cell.x0();
            boxes[4 * i + 2] = (float) cell.y1();
            boxes[4 * i + 3] = (float) cell.x1();
            scores[i] = cell.score();
            System.arraycopy(cell.mask(), 0, masks, size * i, size);
            if (kinds.length > 0) {
                kinds[i] = cell.kind();
            }
        }
        return new Detections(
                (int) Math.round(Math.sqrt(size)),
                boxes,
                scores,
                masks,
                kinds,
                outputs.classes().map(DetectionOutputs.Classes::names).orElse(List.of()));
    }

    private BadConfigurationException wrong(String key, String cause) {
        return NetworkOutputs.wrong(where, DetectionOutputs.KEY + "." + key, cause);
    }
}
