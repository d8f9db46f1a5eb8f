package org.mfsha.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Threads that create, rename and remove files and directories without a pause, and count. */
final class FullSpeed implements AutoCloseable {
    private final LongAdder operations = new LongAdder();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ending;

    /** @param directory does not exist yet */
    FullSpeed(Path directory, int threadCount) throws IOException {
        Files.createDirectory(directory);
        for (int i = 0; i < threadCount; i++) {
            Path own = Files.createDirectory(directory.resolve("t" + i));
            threads.add(Thread.ofPlatform().daemon().name("full-speed-" + i).start(() -> work(own)));
        }
    }

    /** How many operations were completed so far. */
    long completed() {
        return operations.sum();
    }

    private void work(Path directory) {
        try {
            for (long number = 0; !ending; number++) {
                Path file = directory.resolve("f" + number);
                Path renamed = directory.resolve("r" + number);
                Path subdirectory = directory.resolve("d" + number);
                done(Files.createFile(file));
                done(Files.move(file, renamed, StandardCopyOption.ATOMIC_MOVE));
                done(Files.createDirectory(subdirectory));
                Files.delete(renamed);
                done(renamed);
                Files.delete(subdirectory);
                done(subdirectory);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the load has failed", failure);
        }
    }

    private void done(Path ignored) {
        operations.increment();
    }

    @Override
    public void close() {
        ending = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
