package org.cellineage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that are numbers, through every thread, with faults on each. */
@Timeout(60)
class FramePipelineTest {

    /** Where a frame can fail. */
    private enum Step {
        READ,
        PLAN,
        PREPARE,
        LOOK,
        FINISH,
        RESULT
    }

    /** What came of a frame: the number that went through all steps, or why it did not. */
    private record Outcome(int task, int label, Throwable fault) {}

    /** A frame on its way. */
    private record Frame(int task, double diameterPx) {}

    /** Carries a frame's number from its plane to its label, fails where it is told to, and watches. */
    private static final class Line implements FramePipeline.Work<Integer, Outcome>, StepwiseSegmenter<Frame, Frame> {
        private final Map<Integer, Step> failing = new HashMap<>();
        private final Map<Integer, Throwable> thrown = new ConcurrentHashMap<>();
        private final Map<Step, Set<Thread>> threads = new ConcurrentHashMap<>();
        private final List<Integer> looks = new ArrayList<>();
        private final AtomicInteger read = new AtomicInteger();
        private int batch = 1;
        private boolean errors;

        private void pass(Step step, int task) throws Exception {
            threads.computeIfAbsent(step, s -> ConcurrentHashMap.newKeySet()).add(Thread.currentThread());
            if (failing.get(task) == step) {
                Throwable fault = errors
                        ? new AssertionError("frame " + task)
                        : step == Step.READ || step == Step.RESULT
                                ? new IOException("frame " + task)
                                : new IllegalStateException("frame " + task);
                thrown.put(task, fault);
                if (fault instanceof Error error) {
                    throw error;
                }
                throw (Exception) fault;
            }
        }

        private void passUnchecked(Step step, int task) {
            try {
                pass(step, task);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public List<Plane> read(Integer task) throws Exception {
            read.incrementAndGet();
            pass(Step.READ, task);
            return List.of(Plane.of(1, 1, new int[] {task}));
        }

        @Override
        public FramePlan plan(Integer task) {
            passUnchecked(Step.PLAN, task);
            return FramePlan.of(0, task + 0.5);
        }

        @Override
        public Frame prepare(List<Plane> channels, FramePlan plan) {
            int task = channels.get(0).toInts()[0];
            passUnchecked(Step.PREPARE, task);
            return new Frame(task, plan.cells().diameterPx());
        }

        @Override
        public List<Frame> infer(List<Frame> frames) {
            looks.add(frames.size());
            for (Frame frame : frames) {
                passUnchecked(Step.LOOK, frame.task());
            }
            return List.copyOf(frames);
        }

        @Override
        public FoundCells finish(Frame seen) {
            assertThat(seen.diameterPx()).isEqualTo(seen.task() + 0.5);
            passUnchecked(Step.FINISH, seen.task());
            return FoundCells.ofLabels(new LabelImage(1, 1, new int[] {seen.task()}));
        }

        @Override
        public int batch(Frame frame) {
            return batch;
        }

        @Override
        public Outcome result(Integer task, List<Plane> channels, FoundCells found) throws Exception {
            pass(Step.RESULT, task);
            assertThat(channels.get(0).toInts()).containsExactly(task);
            return new Outcome(task, found.labels().labels()[0], null);
        }

        @Override
        public Outcome failed(Integer task, Exception cause) {
            return new Outcome(task, -1, cause);
        }

        FramePipeline<Integer, Outcome> start(int count) {
            return FramePipeline.start(IntStream.range(0, count).iterator(), this, this);
        }

        Set<Thread> ownThreads() {
            Set<Thread> own = ConcurrentHashMap.newKeySet();
            threads.values().forEach(own::addAll);
            own.remove(Thread.currentThread());
            return own;
        }
    }

    private static List<Outcome> drain(FramePipeline<Integer, Outcome> pipeline) {
        List<Outcome> outcomes = new ArrayList<>();
        pipeline.forEachRemaining(outcomes::add);
        return outcomes;
    }

    private static void assertOutcomes(Line line, List<Outcome> outcomes, int count) {
        assertThat(outcomes)
                .extracting(Outcome::task)
                .containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
        for (Outcome outcome : outcomes) {
            assertThat(outcome.fault()).isSameAs(line.thrown.get(outcome.task()));
            assertThat(outcome.label()).isEqualTo(line.failing.containsKey(outcome.task()) ? -1 : outcome.task());
        }
        assertThat(line.thrown.keySet()).isEqualTo(line.failing.keySet());
    }

    private static void assertEnded(Line line) throws InterruptedException {
        for (Thread thread : line.ownThreads()) {
            thread.join(10_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    @Test
    void whereverFramesFailTheOthersComeInOrder() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 300; trial++) {
            Line line = new Line();
            line.batch = random.nextInt(1, 6);
            int count = random.nextInt(0, 25);
            int faults = random.nextInt(0, 5);
            for (int i = 0; i < faults && count > 0; i++) {
                Step step = Step.values()[random.nextInt(Step.values().length)];
                line.failing.put(random.nextInt(count), step);
            }
            assertOutcomes(line, drain(line.start(count)), count);
            // At its end it closes by itself.
            assertEnded(line);
        }
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void evenWhereEveryFrameFails(Step step) throws Exception {
        Line line = new Line();
        line.batch = 3;
        for (int task = 0; task < 8; task++) {
            line.failing.put(task, step);
        }
        assertOutcomes(line, drain(line.start(8)), 8);
        assertEnded(line);
    }

    @Test
    void theNetworkRunsOnTheCallersThreadAndBothSidesOnTheirOwn() {
        Line line = new Line();
        drain(line.start(20));
        assertThat(line.threads.get(Step.LOOK)).containsExactly(Thread.currentThread());
        assertThat(line.threads.get(Step.READ)).hasSize(1);
        assertThat(line.threads.get(Step.PREPARE)).isEqualTo(line.threads.get(Step.READ));
        assertThat(line.threads.get(Step.FINISH)).hasSize(1);
        assertThat(line.threads.get(Step.RESULT)).isEqualTo(line.threads.get(Step.FINISH));
        assertThat(line.ownThreads()).hasSize(2);
    }

    @Test
    void framesGoTogetherAndOneByOneWhereABatchFails() {
        Line line = new Line();
        line.batch = 4;
        line.failing.put(5, Step.LOOK);
        assertOutcomes(line, drain(line.start(10)), 10);
        assertThat(line.looks).containsExactly(4, 4, 1, 1, 1, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void noMoreFramesAreReadThanStated(int batch) {
        Line line = new Line();
        line.batch = batch;
        int most = 0;
        int taken = 0;
        try (FramePipeline<Integer, Outcome> pipeline = line.start(200)) {
            assertThat(line.read.get())
                    .as("nothing is read before it is asked for")
                    .isZero();
            while (taken < 150) {
                pipeline.next();
                taken++;
                most = Math.max(most, line.read.get() - taken + 1);
            }
        }
        assertThat(most).isLessThanOrEqualTo(4 * Math.max(2, batch));
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void anErrorEndsItAll(Step step) throws Exception {
        Line line = new Line();
        line.errors = true;
        line.failing.put(3, step);
        try (FramePipeline<Integer, Outcome> pipeline = line.start(10)) {
            assertThatThrownBy(() -> drain(pipeline))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("frame 3");
        }
        assertEnded(line);
    }

    /** What a read uses may be closed once the pipeline is, also where the read minds no interruption. */
    @Test
    void closingWaitsForTheReadThatIsUnderWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean isReading = new AtomicBoolean();
        Line line = new Line();
        FramePipeline.Work<Integer, Outcome> stubborn = new FramePipeline.Work<>() {
            @Override
            public List<Plane> read(Integer task) throws Exception {
                isReading.set(true);
                begun.countDown();
                long end = System.nanoTime() + 200_000_000L;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                isReading.set(false);
                return line.read(task);
            }

            @Override
            public FramePlan plan(Integer task) {
                return line.plan(task);
            }

            @Override
            public Outcome result(Integer task, List<Plane> channels, FoundCells found) throws Exception {
                return line.result(task, channels, found);
            }

            @Override
            public Outcome failed(Integer task, Exception cause) {
                return line.failed(task, cause);
            }
        };
        FramePipeline<Integer, Outcome> pipeline =
                FramePipeline.start(IntStream.range(0, 10).iterator(), line, stubborn);
        Thread asking = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    pipeline.next();
                } catch (RuntimeException e) {
                    return;
                }
            }
        });
        asking.start();
        begun.await();
        pipeline.close();
        assertThat(isReading).isFalse();
        asking.interrupt();
        asking.join(10_000);
    }

    @Test
    void closingEndsAReadThatHangs() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        List<Thread> reader = Collections.synchronizedList(new ArrayList<>());
        Line line = new Line();
        FramePipeline.Work<Integer, Outcome> hanging = new FramePipeline.Work<>() {
            @Override
            public List<Plane> read(Integer task) throws Exception {
                if (task == 4) {
                    reader.add(Thread.currentThread());
                    begun.countDown();
                    new CountDownLatch(1).await();
                }
                return line.read(task);
            }

            @Override
            public FramePlan plan(Integer task) {
                return line.plan(task);
            }

            @Override
            public Outcome result(Integer task, List<Plane> channels, FoundCells found) throws Exception {
                return line.result(task, channels, found);
            }

            @Override
            public Outcome failed(Integer task, Exception cause) {
                return line.failed(task, cause);
            }
        };
        FramePipeline<Integer, Outcome> pipeline =
                FramePipeline.start(IntStream.range(0, 10).iterator(), line, hanging);
        assertThat(pipeline.next().task()).isZero();
        begun.await();
        pipeline.close();
        pipeline.close();
        reader.get(0).join(10_000);
        assertThat(reader.get(0).isAlive()).isFalse();
        assertEnded(line);
    }

    @Test
    void anInterruptedCallerStopsAndStaysInterrupted() throws Exception {
        Line line = new Line();
        FramePipeline<Integer, Outcome> pipeline = line.start(10);
        pipeline.next();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> drain(pipeline))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("segmentation was interrupted")
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertEnded(line);
    }

    @Test
    void thereIsNothingAfterTheLast() {
        FramePipeline<Integer, Outcome> pipeline = new Line().start(1);
        assertThat(pipeline.next().label()).isZero();
        assertThat(pipeline.hasNext()).isFalse();
        assertThatThrownBy(pipeline::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void aSegmenterOfOneStepWorksInTheLast() {
        Line line = new Line();
        StepwiseSegmenter<List<Plane>, List<Plane>> threshold = StepwiseSegmenter.of(channels ->
                new LabelImage(1, 1, new int[] {channels.get(0).toInts()[0] > 2 ? 1 : 0}));
        assertThat(drain(FramePipeline.start(IntStream.range(0, 5).iterator(), threshold, line)))
                .extracting(Outcome::label)
                .containsExactly(0, 0, 0, 1, 1);
    }
}
