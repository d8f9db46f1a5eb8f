package org.mfsha.linux.zstd;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Decompresses a stream of frames. An end in the middle of a frame and a checksum that does not fit
 * are errors, so whoever reads to the end has what was written. For one thread.
 */
public final class ZstdInput extends InputStream {
    /** Ours is 19; a file packed again by hand may have more, within reason (8 MiB). */
    private static final int MAX_WINDOW_LOG = 23;

    private static final int PARAMETER_MAX_WINDOW_LOG = 100;

    private final InputStream under;
    private final Library library = Library.get();
    private final Arena arena = Arena.ofConfined();
    private final Buffer in = new Buffer(arena);
    private final Buffer out = new Buffer(arena);
    private final byte[] block = new byte[Buffer.BYTES];
    private final MemorySegment context;
    private int given;
    private boolean inFrame;
    private boolean closed;

    /**
     * Begins to read.
     *
     * @param under has the compressed bytes; closed together with this stream
     * @throws IOException when this host has no libzstd
     */
    public ZstdInput(InputStream under) throws IOException {
        this.under = under;
        this.context = library.newDecompressor();
        library.setDecompressor(context, PARAMETER_MAX_WINDOW_LOG, MAX_WINDOW_LOG);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (given == out.position()) {
            if (!decode()) {
                return -1;
            }
        }
        int count = Math.min(length, out.position() - given);
        out.copy(given, bytes, offset, count);
        given += count;
        return count;
    }

    /** Whether there may be more. */
    private boolean decode() throws IOException {
        boolean wasFull = out.position() == Buffer.BYTES;
        if (in.isUsedUp() && !(inFrame && wasFull)) {
            int read = under.read(block, 0, block.length);
            if (read < 0) {
                if (inFrame) {
                    throw new EOFException("zstd: the file ends in the middle");
                }
                return false;
            }
            in.take(block, 0, read);
        }
        out.empty();
        given = 0;
        inFrame = library.decompress(context, out.struct(), in.struct()) != 0;
        return true;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try (under;
                    arena) {
                library.freeDecompressor(context);
            }
        }
    }
}
