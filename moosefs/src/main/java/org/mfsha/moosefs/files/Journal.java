package org.mfsha.moosefs.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A changelog file that we write: whole lines only, exactly MooseFS's text, every version once and
 * in order.
 *
 * <p>Reopening drops half a line at the end. Memory is bounded: 8 bytes for every 1024 lines. Safe
 * for one appender and any number of readers; {@code mfsmaster} may read the file at the same time,
 * but must not append to it while a journal is open on it.
 */
public final class Journal implements AutoCloseable {
    private static final int LINES_PER_MARK = 1024;
    private static final int READ_BYTES = 64 * 1024;

    private final Path file;
    private final FileChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final long firstVersion;
    private long[] marks = new long[16]; // offset of version firstVersion + i * LINES_PER_MARK
    private long nextVersion;
    private long sizeBytes;
    private volatile boolean lost; // an fsync failed: nobody knows what is on disk

    private Journal(Path file, FileChannel channel, long firstVersion) {
        this.file = file;
        this.channel = channel;
        this.firstVersion = firstVersion;
        this.nextVersion = firstVersion;
    }

    /** What {@link #append} did with a line. */
    public sealed interface Outcome {
        /** It was the next one and stands in the file now. */
        record Appended() implements Outcome {}

        /** It is in the file already, byte for byte. */
        record Duplicate() implements Outcome {}

        /** It is older than the first line of the file, so nothing can be said about it. */
        record TooOld() implements Outcome {}

        /** Changes are missing before it; nothing was written. */
        record Gap(long expectedVersion) implements Outcome {}

        /** The file holds another change under this version; nothing was written. */
        record Diverged(LogLine present) implements Outcome {}
    }

    /**
     * Opens a journal, creating the file when it is not there.
     *
     * @param versionIfEmpty the version that the first line must have when the file has none
     * @throws MetadataException when the file has a malformed line or a gap
     */
    public static Journal open(Path file, long versionIfEmpty) throws IOException {
        if (versionIfEmpty < 1) {
            throw new IllegalArgumentException("not a version: " + versionIfEmpty);
        }
        if (Files.notExists(file)) {
            Files.createFile(file);
        }
        long first = firstVersion(file, versionIfEmpty);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            Journal journal = new Journal(file, channel, first);
            journal.load();
            return journal;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Appends a line if it is the next one and says what happened. */
    public Outcome append(LogLine line) throws IOException {
        lock.lock();
        try {
            if (line.version() == nextVersion) {
                byte[] bytes = line.bytes();
                write(bytes);
                advance(bytes.length);
                return new Outcome.Appended();
            }
            if (line.version() > nextVersion) {
                return new Outcome.Gap(nextVersion);
            }
            if (line.version() < firstVersion) {
                return new Outcome.TooOld();
            }
        } finally {
            lock.unlock();
        }
        LogLine present = read(line.version(), 1).getFirst();
        return present.equals(line) ? new Outcome.Duplicate() : new Outcome.Diverged(present);
    }

    /**
     * Appends the next lines all at once.
     *
     * @throws IllegalArgumentException when they are not the next ones, without a hole
     */
    public void appendAll(List<LogLine> lines) throws IOException {
        lock.lock();
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            List<Integer> lengths = new ArrayList<>(lines.size());
            for (LogLine line : lines) {
                if (line.version() != nextVersion + lengths.size()) {
                    throw new IllegalArgumentException(
                            "expected change " + (nextVersion + lengths.size()) + " but got change " + line.version());
                }
                byte[] bytes = line.bytes();
                lengths.add(bytes.length);
                all.writeBytes(bytes);
            }
            write(all.toByteArray());
            lengths.forEach(this::advance);
        } finally {
            lock.unlock();
        }
    }

    /** Where the file is. */
    public Path file() {
        return file;
    }

    /** The version of the first line, or of the first one to come. */
    public long firstVersion() {
        return firstVersion;
    }

    /** The version that the next appended line must have. */
    public long nextVersion() {
        lock.lock();
        try {
            return nextVersion;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of all whole lines. */
    public long sizeBytes() {
        lock.lock();
        try {
            return sizeBytes;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lines from {@code fromVersion} on, whole ones, until {@code maxBytes} are reached but always at
     * least one when there is one; empty when {@code fromVersion} is the next one.
     *
     * @throws IllegalArgumentException when {@code fromVersion} is not within first..next
     */
    public List<LogLine> read(long fromVersion, int maxBytes) throws IOException {
        long offset;
        long end;
        long last;
        lock.lock();
        try {
            if (fromVersion < firstVersion || fromVersion > nextVersion) {
                throw new IllegalArgumentException("version " + fromVersion + " is not within " + firstVersion + ".."
                        + nextVersion + " of " + file);
            }
            offset = marks[Math.toIntExact((fromVersion - firstVersion) / LINES_PER_MARK)];
            end = sizeBytes;
            last = nextVersion;
        } finally {
            lock.unlock();
        }
        return fromVersion == last ? List.of() : lines(offset, end, fromVersion, maxBytes);
    }

    /**
     * Puts everything appended so far on stable storage.
     *
     * @throws IOException when that failed, now or ever before: the kernel tells of a failure only once, and forgets what it
     *     could not write
     */
    public void force() throws IOException {
        if (lost) {
            throw new IOException(file + ": what was written may not be on disk, an earlier fsync failed");
        }
        try {
            channel.force(false);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            lost = true;
            throw new IOException(file + ": fsync failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static long firstVersion(Path file, long versionIfEmpty) throws IOException {
        try (ChangelogReader reader = ChangelogReader.open(file)) {
            return reader.next().map(LogLine::version).orElse(versionIfEmpty);
        }
    }

    private void load() throws IOException {
        marks[0] = 0;
        try (ChangelogReader reader = ChangelogReader.open(file)) {
            while (reader.next().isPresent()) {
                advance(reader.wholeBytes() - sizeBytes);
            }
        }
        if (channel.size() > sizeBytes) {
            channel.truncate(sizeBytes);
            channel.force(true);
        }
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer, sizeBytes + buffer.position());
            }
        } catch (IOException e) {
            truncateAfterFailure(e);
            throw e;
        }
    }

    /** Half a line must not stay when the disk is full. */
    private void truncateAfterFailure(IOException cause) {
        try {
            channel.truncate(sizeBytes);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void advance(long bytes) {
        sizeBytes += bytes;
        nextVersion++;
        long line = nextVersion - firstVersion;
        if (line % LINES_PER_MARK == 0) {
            int mark = Math.toIntExact(line / LINES_PER_MARK);
            if (mark == marks.length) {
                marks = Arrays.copyOf(marks, marks.length * 2);
            }
            marks[mark] = sizeBytes;
        }
    }

    private List<LogLine> lines(long start, long end, long fromVersion, int maxBytes) throws IOException {
        List<LogLine> lines = new ArrayList<>();
        StringBuilder collected = new StringBuilder();
        long taken = 0;
        ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
        for (long offset = start; offset < end; offset += buffer.limit()) {
            buffer.clear().limit((int) Math.min(READ_BYTES, end - offset));
            fill(buffer, offset);
            while (buffer.hasRemaining()) {
                char c = (char) (buffer.get() & 0xff);
                if (c != '\n') {
                    collected.append(c);
                    continue;
                }
                LogLine line = LogLine.split(collected.toString());
                taken += line.version() < fromVersion ? 0 : collected.length() + 1;
                collected.setLength(0);
                if (line.version() >= fromVersion) {
                    if (!lines.isEmpty() && taken > maxBytes) {
                        return lines;
                    }
                    lines.add(line);
                    if (taken >= maxBytes) {
                        return lines;
                    }
                }
            }
        }
        return lines;
    }

    private void fill(ByteBuffer buffer, long offset) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new MetadataException(file + ": somebody cut it to less than its " + sizeBytes() + " bytes");
            }
        }
        buffer.flip();
    }
}
