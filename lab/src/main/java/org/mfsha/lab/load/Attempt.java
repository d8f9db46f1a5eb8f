package org.mfsha.lab.load;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Tries operations on a mount, times them and judges what the application got to see. Thread-safe. */
final class Attempt {
    /** Shorter than any takeover, longer than an undisturbed operation: a repetition was waited for. */
    private static final long REPETITION_FLOOR_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** ESTALE: the kernel still knew the directory. */
    private static final String STALE = "Stale file handle";

    private final Path mount;
    private final Ledger ledger;

    Attempt(Path mount, Ledger ledger) {
        this.mount = mount;
        this.ledger = ledger;
    }

    /** The system calls of an operation. */
    interface Calls {
        void make() throws IOException;
    }

    Path at(String path) {
        return mount.resolve(path);
    }

    /** Makes the calls; true if the operation is done, at the first attempt or at a repeated one. */
    boolean make(Operation operation, Calls calls) {
        long begin = System.nanoTime();
        ledger.begin(operation);
        try {
            calls.make();
            return enter(operation, begin, Completion.Outcome.ACKNOWLEDGED, "");
        } catch (IOException error) {
            if (error instanceof FileAlreadyExistsException || isGone(error)) {
                return judge(operation, begin, error);
            }
            return enter(operation, begin, Completion.Outcome.FAILED, error.toString());
        } finally {
            ledger.end(operation);
        }
    }

    private boolean judge(Operation operation, long begin, IOException problem) {
        boolean waited = System.nanoTime() - begin >= REPETITION_FLOOR_NANOS;
        try {
            if (waited && effectIsThere(operation)) {
                return enter(operation, begin, Completion.Outcome.REPEATED, problem.toString());
            }
            if (isGone(problem) && isLost(operation)) {
                return false;
            }
        } catch (IOException error) {
            problem.addSuppressed(error);
        }
        return enter(operation, begin, Completion.Outcome.FAILED, problem.toString());
    }

    /** Whether its name, or a directory above it, was acknowledged once and is gone: a loss and no error by itself. */
    private boolean isLost(Operation operation) throws IOException {
        String path = operation.path();
        while (!exists(path)) {
            if (ledger.vanished(path, "gone when the application came to " + operation)) {
                return true;
            }
            int end = path.lastIndexOf('/');
            if (end < 0) {
                return false;
            }
            path = path.substring(0, end);
        }
        return false;
    }

    private boolean effectIsThere(Operation operation) throws IOException {
        return switch (operation.kind()) {
            case CREATE, MKDIR -> exists(operation.path());
            case UNLINK, RMDIR -> !exists(operation.path());
            case RENAME ->
                !exists(operation.path()) && exists(operation.target().orElseThrow());
            case WRITE, APPEND, READ, LOCK, UNLOCK -> false;
        };
    }

    private boolean exists(String path) throws IOException {
        try {
            Files.readAttributes(at(path), "size", LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (IOException absent) {
            if (isGone(absent)) {
                return false;
            }
            throw absent;
        }
    }

    /** Whether this tells that a name, or the directory it is in, is not there any more. */
    private static boolean isGone(IOException error) {
        return error instanceof NoSuchFileException
                || (error instanceof FileSystemException problem && STALE.equals(problem.getReason()));
    }

    private boolean enter(Operation operation, long begin, Completion.Outcome outcome, String detail) {
        ledger.enter(new Completion(operation, begin, System.nanoTime(), outcome, detail));
        return outcome != Completion.Outcome.FAILED;
    }
}
