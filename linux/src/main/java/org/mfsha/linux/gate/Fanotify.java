package org.mfsha.linux.gate;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.mfsha.linux.NativeFunction.INT;
import static org.mfsha.linux.NativeFunction.LONG;
import static org.mfsha.linux.NativeFunction.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.mfsha.linux.Errno;
import org.mfsha.linux.FileDescriptor;
import org.mfsha.linux.LinuxException;
import org.mfsha.linux.NativeFunction;

/**
 * A fanotify group that asks us before anyone reads one file (fanotify(7), linux/fanotify.h). For one
 * thread. Closing it lets all waiting reads go.
 */
final class Fanotify implements AutoCloseable {
    private static final NativeFunction INIT = NativeFunction.bind("fanotify_init", INT, INT, INT);
    private static final NativeFunction MARK = NativeFunction.bind("fanotify_mark", INT, INT, INT, LONG, INT, POINTER);
    private static final int FAN_CLOEXEC = 1;
    private static final int FAN_NONBLOCK = 2;
    private static final int FAN_CLASS_CONTENT = 4;
    private static final int FAN_MARK_ADD = 1;
    private static final long FAN_ACCESS_PERM = 0x20000;
    private static final int FAN_ALLOW = 1;
    private static final int AT_FDCWD = -100;
    private static final int O_CLOEXEC = 0x80000;
    private static final int METADATA_BYTES = 24;

    /** A process that waits for our answer: its id in our PID namespace, and the event's descriptor. */
    record Reader(long pid, FileDescriptor event) {}

    private final FileDescriptor group;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(64 * METADATA_BYTES, 8);
    private final MemorySegment answer = arena.allocate(8, 4);

    private Fanotify(FileDescriptor group) {
        this.group = group;
    }

    static Fanotify watch(Path file) throws LinuxException {
        FileDescriptor group =
                FileDescriptor.owning(INIT.call(FAN_CLASS_CONTENT | FAN_CLOEXEC | FAN_NONBLOCK, O_CLOEXEC));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom(file.toAbsolutePath().toString());
            MARK.call(group.number(), FAN_MARK_ADD, FAN_ACCESS_PERM, AT_FDCWD, path);
            return new Fanotify(group);
        } catch (LinuxException e) {
            group.close();
            throw e;
        }
    }

    FileDescriptor descriptor() {
        return group;
    }

    /** The readers that came since the last call. */
    List<Reader> newReaders() throws LinuxException {
        List<Reader> readers = new ArrayList<>();
        OptionalInt length = group.read(buffer);
        while (length.isPresent() && length.getAsInt() > 0) {
            long offset = 0;
            while (offset + METADATA_BYTES <= length.getAsInt()) {
                int eventBytes = buffer.get(JAVA_INT, offset);
                long mask = buffer.get(JAVA_LONG_UNALIGNED, offset + 8);
                int event = buffer.get(JAVA_INT, offset + 16);
                if (event >= 0 && (mask & FAN_ACCESS_PERM) != 0) {
                    readers.add(new Reader(buffer.get(JAVA_INT, offset + 20), FileDescriptor.owning(event)));
                }
                offset += eventBytes;
            }
            length = group.read(buffer);
        }
        return readers;
    }

    void allow(Reader reader) throws LinuxException {
        try (FileDescriptor event = reader.event()) {
            answer.set(JAVA_INT, 0, event.number());
            answer.set(JAVA_INT, 4, FAN_ALLOW);
            group.write(answer);
        } catch (LinuxException e) {
            // The reader was killed while it waited: the kernel has no question any more.
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
    }

    @Override
    public void close() throws LinuxException {
        group.close();
        arena.close();
    }
}
