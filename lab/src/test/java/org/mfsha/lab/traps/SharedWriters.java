package org.mfsha.lab.traps;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.mfsha.lab.system.Await;

/**
 * One file of {@value #FILE_BYTES} bytes, written by one thread on each of several mounts: cells of its own and cells that
 * all write, taking turns within each 64 KiB block. Every write is followed by an fsync, now and then only after a hundred
 * of them, so that the mount keeps its hold on the chunk for longer than a second.
 */
final class SharedWriters implements AutoCloseable {
    static final int FILE_BYTES = 256 * 1024;
    private static final int CELL_UNITS = 4096 / WriteHistory.UNIT_BYTES;
    private static final int CELLS = FILE_BYTES / 4096;
    private static final int LONG_BATCH = 100;
    /** An idle mount lets go of its chunk after 100 ms, a busy one after 25 s (writedata.c, 3.0.117). */
    private static final int REST_MILLIS = 150;

    private static final Duration LIMIT = Duration.ofSeconds(45);

    private final WriteHistory history = new WriteHistory();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicIntegerArray batches;
    private volatile boolean ending;

    private SharedWriters(int writers) {
        this.batches = new AtomicIntegerArray(writers);
    }

    /** Begins to write; each path is the same file, on another mount. */
    static SharedWriters start(List<Path> paths) throws IOException {
        var writers = new SharedWriters(paths.size());
        try (FileChannel file =
                FileChannel.open(paths.getFirst(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(FILE_BYTES));
            file.force(true);
        }
        for (int i = 0; i < paths.size(); i++) {
            int writer = i;
            Path path = paths.get(i);
            writers.threads.add(
                    Thread.ofPlatform().daemon().name("writer-" + i).start(() -> writers.write(writer, path)));
        }
        return writers;
    }

    private void write(int writer, Path path) {
        Random dice = new Random(writer);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            while (!ending) {
                boolean longBatch = dice.nextInt(10) == 0;
                List<WriteHistory.Write> batch = new ArrayList<>();
                for (int i = longBatch ? LONG_BATCH : 1; i > 0 && !ending; i--) {
                    WriteHistory.Write write = history.begin(anywhere(dice, writer), 1 + dice.nextInt(8));
                    file.write(write.bytes(), write.offset());
                    batch.add(write);
                    TimeUnit.MILLISECONDS.sleep(longBatch ? 10 : 0); // the length of a hold is the point
                }
                file.force(true);
                batch.forEach(WriteHistory.Write::acknowledged);
                batches.incrementAndGet(writer);
                TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
            }
        } catch (IOException e) {
            errors.add("writer " + writer + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The first unit of a write in one of this writer's cells or in one of everybody's. */
    private int anywhere(Random dice, int writer) {
        int kinds = batches.length() + 1;
        int kind = dice.nextBoolean() ? writer : batches.length();
        int cell = dice.nextInt(CELLS / kinds) * kinds + kind;
        return cell * CELL_UNITS + dice.nextInt(CELL_UNITS - 8);
    }

    /** Waits until every writer has got something done from now on. */
    void awaitProgress() throws IOException, InterruptedException, TimeoutException {
        int[] before = new int[batches.length()];
        for (int i = 0; i < before.length; i++) {
            before[i] = batches.get(i);
        }
        Await.until("progress of every writer " + errors, LIMIT, () -> {
            for (int i = 0; i < before.length; i++) {
                if (batches.get(i) < before[i] + 3) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Ends the writing; everything is acknowledged then. */
    void finish() throws InterruptedException {
        ending = true;
        for (Thread thread : threads) {
            if (!thread.join(LIMIT)) {
                errors.add(thread.getName() + " does not end");
            }
        }
    }

    WriteHistory history() {
        return history;
    }

    /** What the writers were told went wrong. */
    List<String> errors() {
        return errors;
    }

    @Override
    public void close() {
        ending = true;
        threads.forEach(Thread::interrupt);
    }
}
