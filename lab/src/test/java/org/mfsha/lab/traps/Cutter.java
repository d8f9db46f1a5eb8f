package org.mfsha.lab.traps;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.mfsha.lab.system.Await;

/** One mount extends a file and cuts it again and again, while another one writes at its beginning. */
final class Cutter implements AutoCloseable {
    private static final int HEAD_BYTES = 4096;
    private static final int CUT_BYTES = 65_636; // not at the end of a block
    private static final int TAIL_AT_BYTES = 163_840;
    private static final int TAIL_BYTES = 16;
    private static final byte TAIL = 7;
    private static final Duration LIMIT = Duration.ofSeconds(25);

    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger heads = new AtomicInteger();
    private volatile boolean ending;

    private Cutter() {}

    /** Begins; both paths are the same file, on two mounts. */
    static Cutter start(Path cut, Path written) throws IOException {
        var cutter = new Cutter();
        try (FileChannel file = FileChannel.open(cut, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(HEAD_BYTES));
            file.force(true);
        }
        cutter.threads.add(Thread.ofPlatform().daemon().name("cutter").start(() -> cutter.run(cut, cutter::cut)));
        cutter.threads.add(Thread.ofPlatform().daemon().name("header").start(() -> cutter.run(written, cutter::head)));
        return cutter;
    }

    private interface Work {
        void on(FileChannel file) throws IOException;
    }

    private void run(Path path, Work work) {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            while (!ending) {
                work.on(file);
            }
        } catch (IOException e) {
            errors.add(Thread.currentThread().getName() + ": " + e);
        }
    }

    /** What was beyond the cut is zero when the file is long again. */
    private void cut(FileChannel file) throws IOException {
        byte[] much = new byte[TAIL_AT_BYTES - HEAD_BYTES];
        Arrays.fill(much, (byte) 1);
        file.write(ByteBuffer.wrap(much), HEAD_BYTES);
        file.force(true);
        file.truncate(CUT_BYTES);
        byte[] tail = new byte[TAIL_BYTES];
        Arrays.fill(tail, TAIL);
        file.write(ByteBuffer.wrap(tail), TAIL_AT_BYTES);
        file.force(true);
        cuts.incrementAndGet();
    }

    private void head(FileChannel file) throws IOException {
        int number = heads.get() + 1;
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        while (head.hasRemaining()) {
            head.putInt(number);
        }
        file.write(head.flip(), 0);
        file.force(true);
        heads.set(number);
    }

    /** Waits until both have got something done from now on. */
    void awaitProgress() throws IOException, InterruptedException, TimeoutException {
        int cutsBefore = cuts.get();
        int headsBefore = heads.get();
        Await.until(
                "cuts and writes " + errors, LIMIT, () -> cuts.get() > cutsBefore + 3 && heads.get() > headsBefore + 3);
    }

    /** Ends both, each with the last thing it does acknowledged. */
    void finish() throws InterruptedException {
        ending = true;
        for (Thread thread : threads) {
            if (!thread.join(LIMIT)) {
                errors.add(thread.getName() + " does not end");
            }
        }
    }

    List<String> errors() {
        return errors;
    }

    /** What is wrong with this content, in words. */
    List<String> violations(byte[] content) {
        List<String> violations = new ArrayList<>();
        if (content.length != TAIL_AT_BYTES + TAIL_BYTES) {
            violations.add("it has " + content.length + " bytes");
            return violations;
        }
        ByteBuffer bytes = ByteBuffer.wrap(content);
        for (int at = 0; at < HEAD_BYTES; at += Integer.BYTES) {
            if (bytes.getInt(at) != heads.get()) {
                violations.add("the head has " + bytes.getInt(at) + " instead of " + heads.get() + " at " + at);
                break;
            }
        }
        expect(violations, content, HEAD_BYTES, CUT_BYTES, (byte) 1);
        expect(violations, content, CUT_BYTES, TAIL_AT_BYTES, (byte) 0);
        expect(violations, content, TAIL_AT_BYTES, content.length, TAIL);
        return violations;
    }

    private static void expect(List<String> violations, byte[] content, int from, int to, byte value) {
        for (int at = from; at < to; at++) {
            if (content[at] != value) {
                violations.add("byte " + at + " is " + content[at] + " instead of " + value);
                return;
            }
        }
    }

    @Override
    public void close() {
        ending = true;
        threads.forEach(Thread::interrupt);
    }
}
