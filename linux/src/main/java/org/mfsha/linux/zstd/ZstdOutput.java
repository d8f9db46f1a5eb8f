package org.mfsha.linux.zstd;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Compresses what is written to it into one frame with a checksum. Takes about 2 MiB of native
 * memory (measured with the window of 2^{@value #WINDOW_LOG} bytes and level {@value #LEVEL}). For
 * one thread.
 */
public final class ZstdOutput extends OutputStream {
    /** Changelogs repeat themselves nearby; a larger window gains little and costs memory on both sides. */
    private static final int WINDOW_LOG = 19;

    private static final int LEVEL = 3;

    private static final int PARAMETER_LEVEL = 100;
    private static final int PARAMETER_WINDOW_LOG = 101;
    private static final int PARAMETER_CHECKSUM = 201;
    private static final int CONTINUE = 0;
    private static final int END = 2;

    private final OutputStream under;
    private final Library library = Library.get();
    private final Arena arena = Arena.ofConfined();
    private final Buffer in = new Buffer(arena);
    private final Buffer out = new Buffer(arena);
    private final byte[] block = new byte[Buffer.BYTES];
    private final MemorySegment context;
    private boolean closed;

    /**
     * Begins a frame.
     *
     * @param under gets the compressed bytes; closed together with this stream
     * @throws IOException when this host has no libzstd
     */
    public ZstdOutput(OutputStream under) throws IOException {
        this.under = under;
        this.context = library.newCompressor();
        library.setCompressor(context, PARAMETER_LEVEL, LEVEL);
        library.setCompressor(context, PARAMETER_WINDOW_LOG, WINDOW_LOG);
        library.setCompressor(context, PARAMETER_CHECKSUM, 1);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("the frame is complete");
        }
        for (int done = 0; done < length; ) {
            done += in.take(bytes, offset + done, length - done);
            while (!in.isUsedUp()) {
                pass(CONTINUE);
            }
        }
    }

    /** Ends the frame and closes the stream below. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (under;
                arena) {
            try {
                in.take(block, 0, 0);
                while (pass(END) != 0) {
                    // More of the end is to come.
                }
            } finally {
                library.freeCompressor(context);
            }
        }
    }

    private long pass(int directive) throws IOException {
        out.empty();
        long rest = library.compress(context, out.struct(), in.struct(), directive);
        out.copy(0, block, 0, out.position());
        under.write(block, 0, out.position());
        return rest;
    }
}
