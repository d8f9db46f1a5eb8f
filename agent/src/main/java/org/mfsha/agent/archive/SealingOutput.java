package org.mfsha.agent.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.mfsha.linux.zstd.ZstdOutput;

/** Writes a compressed file, on stable storage when it is closed, and tells its seal then. For one thread. */
public final class SealingOutput extends OutputStream {
    private final Compressed compressed;
    private final ZstdOutput plain;

    /** Begins a file, which must not be there. */
    public SealingOutput(Path file) throws IOException {
        compressed = new Compressed(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        plain = new ZstdOutput(compressed);
    }

    @Override
    public void write(int one) throws IOException {
        plain.write(one);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        plain.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }

    /** What the file is like, once it is closed. */
    public Item.Seal seal() {
        return new Item.Seal(compressed.bytes, HexFormat.of().formatHex(compressed.digest.digest()));
    }

    /** Below the compressor. */
    private static final class Compressed extends OutputStream {
        private final FileChannel file;
        private final MessageDigest digest = Hashes.sha256();
        private long bytes;

        private Compressed(FileChannel file) {
            this.file = file;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] block, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(block, offset, length);
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
            digest.update(block, offset, length);
            bytes += length;
        }

        @Override
        public void close() throws IOException {
            try (file) {
                file.force(true);
            }
        }
    }
}
