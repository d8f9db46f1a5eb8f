package org.mfsha.moosefs.files;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A complete metadata file, {@code MFSM 2.x} (metadata.c, meta_store and meta_check_metadatafile).
 * Only its header and end have been looked at; sections are read on demand.
 *
 * @param path where it is
 * @param format what its signature says, e.g. {@code 2.0}
 * @param version the version of the first change to apply to it
 * @param metadataId tells installations apart; 0 = not given yet
 * @param sizeBytes its size
 */
public record BaseFile(Path path, String format, long version, long metadataId, long sizeBytes) {
    private static final int HEADER_BYTES = 24;
    private static final int SECTION_HEADER_BYTES = 16;
    private static final String END = "[MFS EOF MARKER]";
    private static final String NEVER_SAVED = "MFSM NEW";
    private static final int MAX_SECTIONS = 100;

    /**
     * One section of the file.
     *
     * @param name four capitals, e.g. {@code SESS}
     * @param format version of its own layout, high digit in the upper four bits: 1.5 is 0x15
     * @param offset where its content starts
     * @param lengthBytes of its content
     */
    public record Section(String name, int format, long offset, long lengthBytes) {}

    /**
     * Opens a file that must be a complete base.
     *
     * @throws MetadataException when it is something else or has no proper end
     */
    public static BaseFile open(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < HEADER_BYTES + SECTION_HEADER_BYTES) {
                throw new MetadataException(path + ": " + size + " bytes are too few for a metadata file");
            }
            ByteBuffer header = read(channel, path, 0, HEADER_BYTES);
            String signature = text(header, 8);
            if (!signature.matches("MFSM [1-9]\\.[0-9]")) {
                throw new MetadataException(path + ": not a MooseFS metadata file");
            }
            String format = signature.substring(5);
            if (format.charAt(0) < '2') {
                throw new MetadataException(path + ": metadata format " + format + " is older than 2.0");
            }
            long version = header.getLong();
            long id = header.getLong();
            if (version < 1) {
                throw new MetadataException(path + ": metadata version " + version + " is out of range");
            }
            String end = text(read(channel, path, size - END.length(), END.length()), END.length());
            if (!end.equals(END)) {
                throw new MetadataException(path + ": incomplete, the end marker is missing");
            }
            return new BaseFile(path, format, version, id, size);
        }
    }

    /** Whether the file is the 8-byte placeholder of an installation that has never saved. */
    public static boolean isNeverSaved(Path path) throws IOException {
        return Files.size(path) == NEVER_SAVED.length()
                && Files.readString(path, StandardCharsets.ISO_8859_1).equals(NEVER_SAVED);
    }

    /** Walks over all section headers; reads nothing else. */
    public List<Section> sections() throws IOException {
        List<Section> sections = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long offset = HEADER_BYTES;
            while (true) {
                ByteBuffer header = read(channel, path, offset, SECTION_HEADER_BYTES);
                if (text(header.duplicate(), END.length()).equals(END)) {
                    return List.copyOf(sections);
                }
                Section section = section(header, offset);
                sections.add(section);
                if (sections.size() > MAX_SECTIONS) {
                    throw new MetadataException(path + ": more than " + MAX_SECTIONS + " sections");
                }
                offset = section.offset() + section.lengthBytes();
            }
        }
    }

    /** The section of that name, if the file has it. */
    public Optional<Section> section(String name) throws IOException {
        return sections().stream()
                .filter(section -> section.name().equals(name))
                .findFirst();
    }

    /** Opens a section's content; reading ends at its end. The caller closes the stream. */
    public DataInputStream open(Section section) throws IOException {
        return SectionStream.open(path, section.offset(), section.lengthBytes());
    }

    private Section section(ByteBuffer header, long offset) throws MetadataException {
        String name = text(header, 4);
        String format = text(header, 4);
        long length = header.getLong();
        long start = offset + SECTION_HEADER_BYTES;
        if (!name.matches("[A-Z]{4}") || !format.matches(" [0-9]\\.[0-9]")) {
            throw new MetadataException(path + ": no section header at offset " + offset);
        }
        if (length < 0 || length > sizeBytes - start) {
            throw new MetadataException(path + ": section " + name + " at offset " + offset + " claims "
                    + Long.toUnsignedString(length) + " bytes, more than the file has");
        }
        int layout = ((format.charAt(1) - '0') << 4) + (format.charAt(3) - '0');
        return new Section(name, layout, start, length);
    }

    private static ByteBuffer read(FileChannel channel, Path path, long offset, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new EOFException(path + ": ends at offset " + (offset + buffer.position()));
            }
        }
        return buffer.flip();
    }

    private static String text(ByteBuffer buffer, int bytes) {
        byte[] raw = new byte[bytes];
        buffer.get(raw);
        return new String(raw, StandardCharsets.ISO_8859_1);
    }
}
