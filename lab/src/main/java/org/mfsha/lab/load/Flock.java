package org.mfsha.lab.load;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/** A lock of flock(2), which the JDK does not offer. It belongs to the open file. */
final class Flock implements LockFile {
    private static final int O_RDWR = 2; // fcntl.h of Linux; the lock's constants from sys/file.h
    private static final int O_CLOEXEC = 0x80000;
    private static final int LOCK_EX_NB = 2 | 4;
    private static final int LOCK_UN = 8;
    private static final int EWOULDBLOCK = 11;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.captureCallState("errno"),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle FLOCK = twoNumbers("flock");
    private static final MethodHandle CLOSE = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("close"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
            Linker.Option.captureCallState("errno"));

    private final int descriptor;

    Flock(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            descriptor = (int) OPEN.invokeExact(state, arena.allocateFrom(path.toString()), O_RDWR | O_CLOEXEC);
            if (descriptor < 0) {
                throw failed("open " + path, state);
            }
        } catch (IOException failed) {
            throw failed;
        } catch (Throwable bug) {
            throw new IllegalStateException("open(2)", bug);
        }
    }

    @Override
    public boolean tryLock() throws IOException {
        return flock(LOCK_EX_NB);
    }

    @Override
    public void unlock() throws IOException {
        flock(LOCK_UN);
    }

    @Override
    public void close() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            if ((int) CLOSE.invokeExact(state, descriptor) < 0) {
                throw failed("close", state);
            }
        } catch (IOException failed) {
            throw failed;
        } catch (Throwable bug) {
            throw new IllegalStateException("close(2)", bug);
        }
    }

    private boolean flock(int operation) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            if ((int) FLOCK.invokeExact(state, descriptor, operation) == 0) {
                return true;
            }
            if ((int) ERRNO.get(state, 0L) == EWOULDBLOCK) {
                return false;
            }
            throw failed("flock", state);
        } catch (IOException failed) {
            throw failed;
        } catch (Throwable bug) {
            throw new IllegalStateException("flock(2)", bug);
        }
    }

    private static IOException failed(String call, MemorySegment state) {
        return new IOException(call + ": errno " + (int) ERRNO.get(state, 0L));
    }

    private static MethodHandle twoNumbers(String function) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(function),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                Linker.Option.captureCallState("errno"));
    }
}
