package org.mfsha.moosefs.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.CRC32;
import org.mfsha.moosefs.files.BaseFile;

/**
 * Downloads the master's last saved metadata and its two newest changelogs over a connection of its
 * own.
 *
 * <p>The master opens all three files when the first is asked for, so they fit together
 * (matomlserv.c, matomlserv_download_start). Files arrive under {@code *.part} names, are verified,
 * fsynced and only then renamed, the base last; a failure leaves no half file under a final name, so
 * trying again is always right. The changelogs may end with half a line and their lines may be older than
 * the base.
 */
public final class BaseDownload {
    /** Final name of the base. */
    public static final String BASE_NAME = "metadata.mfs.back";

    private static final int BASE = 1;
    private static final int NEWEST_CHANGELOG = 11;
    private static final int OLDER_CHANGELOG = 12;
    private static final int BLOCK_BYTES = 1_000_000;
    /** Signature, version, metadata id (metadata.c, meta_store). */
    private static final int HEADER_BYTES = 24;

    private static final long MAX_FILE_BYTES = 1L << 42;

    private final PacketChannel channel;
    private final Path directory;
    private final Duration stepTimeout;

    private BaseDownload(PacketChannel channel, Path directory, Duration stepTimeout) {
        this.channel = channel;
        this.directory = directory;
        this.stepTimeout = stepTimeout;
    }

    /** How a download ended. */
    public sealed interface Result {
        /**
         * Base and changelogs are in the directory.
         *
         * @param base the complete base file, {@value #BASE_NAME}; changelogs lie beside it as {@code
         *     changelog.0.mfs} and {@code changelog.1.mfs} where the master had them
         */
        record Complete(BaseFile base) implements Result {}

        /** The master offers the 8-byte file of a new installation: it has never saved. */
        record NeverSaved() implements Result {}

        /** The master has no metadata file to give. */
        record Refused() implements Result {}
    }

    /**
     * Downloads into {@code directory}, which must exist.
     *
     * @param master the metalogger port, 9419
     * @param stepTimeout how long connecting and each single answer may take
     * @throws IOException when the connection, a checksum or the verification failed; the
     *     directory then has no base that it did not have before
     */
    public static Result into(Path directory, InetSocketAddress master, Duration stepTimeout) throws IOException {
        try (PacketChannel channel = PacketChannel.connect(master, stepTimeout, MetaloggerClient.MAX_PAYLOAD_BYTES)) {
            return new BaseDownload(channel, directory, stepTimeout).run();
        }
    }

    /**
     * What the master saved last.
     *
     * @param version of the metadata
     * @param metadataId of the installation
     * @param sizeBytes of the file
     */
    public record Saved(long version, long metadataId, long sizeBytes) {}

    /**
     * Looks at the master's last saved metadata without downloading it.
     *
     * @param master the metalogger port, 9419
     * @param stepTimeout how long connecting and each single answer may take
     * @return empty when the master has none to give, or has never saved
     * @throws IOException when the connection or a checksum failed, or it is no metadata
     */
    public static Optional<Saved> look(InetSocketAddress master, Duration stepTimeout) throws IOException {
        try (PacketChannel channel = PacketChannel.connect(master, stepTimeout, MetaloggerClient.MAX_PAYLOAD_BYTES)) {
            BaseDownload download = new BaseDownload(channel, Path.of(""), stepTimeout);
            long size = download.start(BASE);
            if (size < HEADER_BYTES) {
                return Optional.empty();
            }
            ByteBuffer header = download.block(0, HEADER_BYTES);
            channel.send(Packet.empty(Packet.DOWNLOAD_END));
            byte[] signature = new byte[8];
            header.get(signature);
            if (!new String(signature, StandardCharsets.ISO_8859_1).startsWith("MFSM ")) {
                throw new ProtocolException("what " + master + " offers is not MooseFS metadata");
            }
            return Optional.of(new Saved(header.getLong(), header.getLong(), size));
        }
    }

    /**
     * Downloads the base alone into {@code directory}, which must exist, as {@value #BASE_NAME}.
     *
     * @throws IOException when the master has none, or as {@link #into} does
     */
    public static BaseFile baseInto(Path directory, InetSocketAddress master, Duration stepTimeout) throws IOException {
        try (PacketChannel channel = PacketChannel.connect(master, stepTimeout, MetaloggerClient.MAX_PAYLOAD_BYTES)) {
            return new BaseDownload(channel, directory, stepTimeout).baseAlone();
        }
    }

    private BaseFile baseAlone() throws IOException {
        Path part = part(BASE);
        try {
            long size = start(BASE);
            if (size < 0) {
                throw new ProtocolException(channel.peer() + " has no metadata file to give");
            }
            fetch(part, size);
            channel.send(Packet.empty(Packet.DOWNLOAD_END));
            BaseFile.open(part); // complete, or an error that names it
            keep(part, BASE_NAME);
            return BaseFile.open(directory.resolve(BASE_NAME));
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private Result run() throws IOException {
        Path basePart = part(BASE);
        Path newestPart = part(NEWEST_CHANGELOG);
        Path olderPart = part(OLDER_CHANGELOG);
        try {
            long size = start(BASE);
            if (size < 0) {
                return new Result.Refused();
            }
            fetch(basePart, size);
            if (BaseFile.isNeverSaved(basePart)) {
                return new Result.NeverSaved();
            }
            BaseFile.open(basePart); // complete, or an error that names it
            fetch(newestPart, start(NEWEST_CHANGELOG));
            fetch(olderPart, start(OLDER_CHANGELOG));
            channel.send(Packet.empty(Packet.DOWNLOAD_END));
            keep(newestPart, "changelog.0.mfs");
            keep(olderPart, "changelog.1.mfs");
            keep(basePart, BASE_NAME);
            forceDirectory();
            return new Result.Complete(BaseFile.open(directory.resolve(BASE_NAME)));
        } finally {
            Files.deleteIfExists(basePart);
            Files.deleteIfExists(newestPart);
            Files.deleteIfExists(olderPart);
        }
    }

    private Path part(int file) {
        return directory.resolve("download-" + file + ".part");
    }

    /** The size in bytes; -1 when the master refuses. */
    private long start(int file) throws IOException {
        channel.send(new Packet(Packet.DOWNLOAD_START, new byte[] {(byte) file}));
        Packet reply = channel.expect(Packet.DOWNLOAD_INFO, stepTimeout);
        if (reply.payload().length == 1) {
            return -1;
        }
        String where = "size of file " + file + " from " + channel.peer();
        PayloadReader in = new PayloadReader(where, reply);
        long size = in.positive64("size");
        in.end();
        if (size > MAX_FILE_BYTES) {
            throw new ProtocolException(where + ": " + size + " bytes are more than " + MAX_FILE_BYTES);
        }
        return size;
    }

    private void fetch(Path part, long size) throws IOException {
        try (FileChannel out = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (long offset = 0; offset < size; ) {
                int length = (int) Math.min(BLOCK_BYTES, size - offset);
                ByteBuffer block = block(offset, length);
                while (block.hasRemaining()) {
                    out.write(block);
                }
                offset += length;
            }
            out.force(true);
        }
    }

    private ByteBuffer block(long offset, int length) throws IOException {
        byte[] request = ByteBuffer.allocate(12).putLong(offset).putInt(length).array();
        channel.send(new Packet(Packet.DOWNLOAD_REQUEST, request));
        Packet reply = channel.expect(Packet.DOWNLOAD_DATA, stepTimeout);
        String where = "data at offset " + offset + " from " + channel.peer();
        PayloadReader in = new PayloadReader(where, reply);
        long gotOffset = in.i64();
        int gotLength = in.i32();
        int crc = in.i32();
        if (gotOffset != offset || gotLength != length || in.remaining() != length) {
            throw new ProtocolException(
                    where + ": asked for " + length + " bytes, got " + gotLength + " at " + gotOffset + " in " + reply);
        }
        ByteBuffer data = ByteBuffer.wrap(reply.payload(), 16, length);
        CRC32 computed = new CRC32();
        computed.update(data.duplicate());
        if ((int) computed.getValue() != crc) {
            throw new ProtocolException(where + ": checksum is " + Integer.toHexString((int) computed.getValue())
                    + " instead of " + Integer.toHexString(crc));
        }
        return data;
    }

    private void keep(Path part, String name) throws IOException {
        Path target = directory.resolve(name);
        if (Files.size(part) == 0) {
            Files.deleteIfExists(target); // an earlier download's, of no use beside the new base
        } else {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private void forceDirectory() throws IOException {
        try (FileChannel handle = FileChannel.open(directory, StandardOpenOption.READ)) {
            handle.force(true);
        }
    }
}
