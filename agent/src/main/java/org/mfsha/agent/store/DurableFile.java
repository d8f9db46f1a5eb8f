package org.mfsha.agent.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A small text file that is either old or new, never half, also after a power cut: written beside, fsynced, renamed, the
 * directory fsynced. Its last line is a checksum of the others.
 */
public final class DurableFile {
    private static final String CHECKSUM = "crc32 ";

    private DurableFile() {}

    /** Replaces the file; when this returns it is on stable storage. */
    public static void write(Path file, List<String> lines) throws IOException {
        String body = String.join("\n", lines) + "\n";
        byte[] bytes = (body + CHECKSUM + checksum(body) + "\n").getBytes(StandardCharsets.UTF_8);
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            out.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(file.toAbsolutePath().getParent());
    }

    /**
     * The lines of the file without the checksum; empty when there is no file.
     *
     * @throws IOException when the checksum does not fit
     */
    public static Optional<List<String>> read(Path file) throws IOException {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        if (lines.isEmpty()) {
            throw new IOException(file + ": empty");
        }
        List<String> body = lines.subList(0, lines.size() - 1);
        if (!lines.getLast().equals(CHECKSUM + checksum(String.join("\n", body) + "\n"))) {
            throw new IOException(file + ": damaged, its checksum does not fit");
        }
        return Optional.of(List.copyOf(body));
    }

    /** Puts what was created, renamed or deleted in a directory on stable storage. */
    public static void force(Path directory) throws IOException {
        try (FileChannel handle = FileChannel.open(directory, StandardOpenOption.READ)) {
            handle.force(true);
        }
    }

    private static String checksum(String body) {
        var crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
