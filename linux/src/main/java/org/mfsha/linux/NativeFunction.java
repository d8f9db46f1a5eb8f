package org.mfsha.linux;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;

/**
 * One function of the C library that answers -1 and sets errno when it fails. Immutable and safe for
 * use by many threads.
 */
public final class NativeFunction {
    /** C's {@code int}. */
    public static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    /** C's {@code long}, {@code size_t} and {@code ssize_t}. */
    public static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    /** Any pointer. */
    public static final AddressLayout POINTER = ValueLayout.ADDRESS;

    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle STRERROR = handle("strerror", FunctionDescriptor.of(POINTER, INT));

    private final String name;
    private final MethodHandle handle;

    private NativeFunction(String name, MethodHandle handle) {
        this.name = name;
        this.handle = handle;
    }

    /**
     * Binds a function.
     *
     * @param name its symbol in the C library
     * @param result {@link #INT} or {@link #LONG}
     * @throws IllegalStateException when the C library has no such symbol
     */
    public static NativeFunction bind(String name, MemoryLayout result, MemoryLayout... arguments) {
        MethodHandle exact =
                handle(name, FunctionDescriptor.of(result, arguments), Linker.Option.captureCallState("errno"));
        MethodHandle spread = exact.asSpreader(Object[].class, arguments.length + 1)
                .asType(MethodType.methodType(long.class, Object[].class));
        return new NativeFunction(name, spread);
    }

    /**
     * Calls the function.
     *
     * @return its result, never negative
     * @throws LinuxException when the result is negative
     */
    public long call(Object... arguments) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(CAPTURED);
            Object[] all = new Object[arguments.length + 1];
            all[0] = captured;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            long result = invoke(all);
            if (result < 0) {
                int errno = (int) ERRNO.get(captured, 0L);
                throw new LinuxException(name, errno, describe(errno));
            }
            return result;
        }
    }

    private long invoke(Object[] arguments) {
        try {
            return (long) handle.invokeExact(arguments);
        } catch (Throwable e) {
            // The handle itself throws only when it is called with arguments it was not bound for.
            throw new IllegalArgumentException(name + " cannot be called so", e);
        }
    }

    /** The C library's text for an error number. */
    static String describe(int errno) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
            return text.reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            throw new IllegalStateException("strerror cannot be called", e);
        }
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        MemorySegment symbol = linker.defaultLookup()
                .find(name)
                .orElseThrow(() -> new IllegalStateException("the C library has no " + name));
        return linker.downcallHandle(symbol, descriptor, options);
    }
}
