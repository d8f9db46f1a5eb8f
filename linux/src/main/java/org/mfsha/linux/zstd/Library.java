package org.mfsha.linux.zstd;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The functions of libzstd that are needed (zstd.h, stable since 1.4.0). Immutable and thread-safe;
 * a context is for one thread at a time.
 */
final class Library {
    private static final String NAME = "libzstd.so.1";
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong SIZE = ValueLayout.JAVA_LONG;
    private static final MemoryLayout POINTER = ValueLayout.ADDRESS;

    private final MethodHandle createCompressor;
    private final MethodHandle setCompressor;
    private final MethodHandle compress;
    private final MethodHandle freeCompressor;
    private final MethodHandle createDecompressor;
    private final MethodHandle setDecompressor;
    private final MethodHandle decompress;
    private final MethodHandle freeDecompressor;
    private final MethodHandle isError;
    private final MethodHandle errorName;

    private Library(SymbolLookup symbols) {
        createCompressor = bind(symbols, "ZSTD_createCCtx", FunctionDescriptor.of(POINTER));
        setCompressor = bind(symbols, "ZSTD_CCtx_setParameter", FunctionDescriptor.of(SIZE, POINTER, INT, INT));
        compress = bind(symbols, "ZSTD_compressStream2", FunctionDescriptor.of(SIZE, POINTER, POINTER, POINTER, INT));
        freeCompressor = bind(symbols, "ZSTD_freeCCtx", FunctionDescriptor.of(SIZE, POINTER));
        createDecompressor = bind(symbols, "ZSTD_createDCtx", FunctionDescriptor.of(POINTER));
        setDecompressor = bind(symbols, "ZSTD_DCtx_setParameter", FunctionDescriptor.of(SIZE, POINTER, INT, INT));
        decompress = bind(symbols, "ZSTD_decompressStream", FunctionDescriptor.of(SIZE, POINTER, POINTER, POINTER));
        freeDecompressor = bind(symbols, "ZSTD_freeDCtx", FunctionDescriptor.of(SIZE, POINTER));
        isError = bind(symbols, "ZSTD_isError", FunctionDescriptor.of(INT, SIZE));
        errorName = bind(symbols, "ZSTD_getErrorName", FunctionDescriptor.of(POINTER, SIZE));
    }

    /** Loaded when it is first needed: who archives nothing needs no such library. */
    private static final class Loaded {
        static final Library LIBRARY = new Library(SymbolLookup.libraryLookup(NAME, Arena.global()));
    }

    /**
     * The library.
     *
     * @throws IOException when this host has none
     */
    static Library get() throws IOException {
        try {
            return Loaded.LIBRARY;
        } catch (LinkageError e) {
            throw new IOException(NAME + " is missing or too old: install the package libzstd1 (libzstd)", e);
        }
    }

    private static MethodHandle bind(SymbolLookup symbols, String name, FunctionDescriptor descriptor) {
        MemorySegment symbol = symbols.find(name)
                .orElseThrow(() -> new IllegalArgumentException(NAME + " has no " + name + ": it is too old"));
        return Linker.nativeLinker().downcallHandle(symbol, descriptor);
    }

    MemorySegment newCompressor() throws IOException {
        return notNull((MemorySegment) call(createCompressor));
    }

    void setCompressor(MemorySegment context, int parameter, int value) throws IOException {
        check((long) call(setCompressor, context, parameter, value));
    }

    /** What is still to be flushed, 0 when a frame is complete. */
    long compress(MemorySegment context, MemorySegment out, MemorySegment in, int directive) throws IOException {
        return check((long) call(compress, context, out, in, directive));
    }

    void freeCompressor(MemorySegment context) throws IOException {
        check((long) call(freeCompressor, context));
    }

    MemorySegment newDecompressor() throws IOException {
        return notNull((MemorySegment) call(createDecompressor));
    }

    void setDecompressor(MemorySegment context, int parameter, int value) throws IOException {
        check((long) call(setDecompressor, context, parameter, value));
    }

    /** 0 at the end of a frame that is complete, and whose checksum is right. */
    long decompress(MemorySegment context, MemorySegment out, MemorySegment in) throws IOException {
        return check((long) call(decompress, context, out, in));
    }

    void freeDecompressor(MemorySegment context) throws IOException {
        check((long) call(freeDecompressor, context));
    }

    private long check(long result) throws IOException {
        if ((int) call(isError, result) != 0) {
            MemorySegment name = (MemorySegment) call(errorName, result);
            throw new IOException("zstd: " + name.reinterpret(Long.MAX_VALUE).getString(0));
        }
        return result;
    }

    private static MemorySegment notNull(MemorySegment context) throws IOException {
        if (context.equals(MemorySegment.NULL)) {
            throw new IOException("zstd: no memory for a context");
        }
        return context;
    }

    private static Object call(MethodHandle handle, Object... arguments) {
        try {
            return handle.invokeWithArguments(arguments);
        } catch (Throwable e) {
            // The handle itself throws only when it is called with arguments it was not bound for.
            throw new IllegalArgumentException("libzstd cannot be called so", e);
        }
    }
}
