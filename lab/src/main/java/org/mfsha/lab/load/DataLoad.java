package org.mfsha.lab.load;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.mfsha.lab.load.Operation.Kind;

/**
 * Data: one thread writes small files (4 to 64 KiB, fsynced), reads them back and reads older ones; another one appends
 * to a file that it keeps open, with fsync, and takes a new one when that is long.
 */
public final class DataLoad extends Load {
    private static final Logger LOG = System.getLogger(DataLoad.class.getName());
    private static final int SMALLEST_BYTES = 4 << 10;
    private static final int LARGEST_BYTES = 64 << 10;
    private static final int APPENDED_BYTES = 1 << 10;
    private static final int RECORDS_APPENDED = 4000;
    private static final int FILES_KEPT = 300;
    private static final Duration WRITER_PAUSE = Duration.ofMillis(1);
    private static final Duration APPENDER_PAUSE = Duration.ofMillis(1);

    private final String directory;

    DataLoad(
            Path mount,
            String directory,
            long seed,
            Turnstile turnstile,
            Duration rest,
            Consumer<Completion> observer) {
        super(mount, turnstile, observer);
        this.directory = directory;
        work("data-files", WRITER_PAUSE.plus(rest), new Writer(new SplittableRandom(seed))::turn);
        Appender appender = new Appender(seed);
        work("data-append", APPENDER_PAUSE.plus(rest), appender::turn, appender::end);
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            writeFully(channel, bytes);
            channel.force(true);
        }
    }

    private static void writeFully(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private final class Writer {
        private final SplittableRandom random;
        private final Deque<Operation> kept = new ArrayDeque<>();
        private int next;

        Writer(SplittableRandom random) {
            this.random = random;
        }

        void turn() {
            String path = directory + "/s" + next++;
            Content content = new Content(random.nextLong(), random.nextInt(SMALLEST_BYTES, LARGEST_BYTES + 1), 1);
            Operation write = Operation.content(Kind.WRITE, path, content);
            if (attempt()
                            .make(
                                    Operation.on(Kind.CREATE, path),
                                    () -> Files.createFile(attempt().at(path)))
                    && attempt().make(write, () -> write(attempt().at(path), content.record(0)))) {
                kept.addLast(write);
                read(write);
            }
            if (kept.size() > FILES_KEPT) {
                Operation oldest = kept.removeFirst();
                read(oldest);
                attempt()
                        .make(
                                Operation.on(Kind.UNLINK, oldest.path()),
                                () -> Files.delete(attempt().at(oldest.path())));
            }
        }

        private void read(Operation written) {
            Content content = written.content().orElseThrow();
            Operation read = Operation.content(Kind.READ, written.path(), content);
            attempt().make(read, () -> {
                if (!content.isAllOf(Files.readAllBytes(attempt().at(written.path())))) {
                    ledger().spoiled(written.path(), "the application read something else");
                }
            });
        }
    }

    private final class Appender {
        private final SplittableRandom seeds;
        private int files;
        private String path;
        private Content content;
        private Optional<FileChannel> open = Optional.empty();

        Appender(long seed) {
            this.seeds = new SplittableRandom(~seed);
            next();
        }

        private void leave() {
            end();
            open = Optional.empty();
            next();
        }

        private void next() {
            path = directory + "/appended" + files++;
            content = new Content(seeds.nextLong(), APPENDED_BYTES, 0);
        }

        void turn() {
            if (content.records() > 0 && ledger().isOpen(path)) {
                leave(); // what it holds is not known any more
            }
            Content longer = content.appended();
            if (attempt().make(Operation.content(Kind.APPEND, path, longer), () -> append(longer))) {
                content = longer;
            }
            if (content.records() == RECORDS_APPENDED) {
                String full = path;
                leave();
                attempt()
                        .make(
                                Operation.on(Kind.UNLINK, full),
                                () -> Files.delete(attempt().at(full)));
            }
        }

        void end() {
            try {
                if (open.isPresent()) {
                    open.get().close();
                }
            } catch (IOException error) {
                // Every record was synced before: a close has nothing left to say about them.
                LOG.log(Level.DEBUG, "closing " + path, error);
            }
        }

        private void append(Content longer) throws IOException {
            if (open.isEmpty()) {
                open = Optional.of(
                        FileChannel.open(attempt().at(path), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            }
            FileChannel channel = open.get();
            channel.position((long) APPENDED_BYTES * content.records());
            writeFully(channel, longer.record(content.records()));
            channel.force(true);
        }
    }
}
