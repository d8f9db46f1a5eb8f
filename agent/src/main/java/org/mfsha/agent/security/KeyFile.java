package org.mfsha.agent.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The file form of a {@link ClusterKey}: comment lines, the header {@code mfsha-key-v1}, and 64 hexadecimal digits. Only
 * its owner may have any permission on it.
 */
public final class KeyFile {
    static final String HEADER = "mfsha-key-v1";

    private static final int MAX_BYTES = 4096;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private KeyFile() {}

    /**
     * Makes a new key in a new file with mode 0600, and syncs it.
     *
     * @throws KeyException if the file exists (a key in use is never replaced) or cannot be written
     */
    public static ClusterKey create(Path file, SecureRandom random) throws KeyException {
        byte[] bytes = new byte[ClusterKey.BYTES];
        random.nextBytes(bytes);
        String text = "# The credential of one mfsha cluster: keep it secret, copy it to every node with mode 0600.\n"
                + HEADER + "\n" + HexFormat.of().formatHex(bytes) + "\n";
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            ByteBuffer buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            String fix = ": it is not overwritten, because nodes with the old key could no longer be understood;"
                    + " move it away first if a new key is meant";
            throw new KeyException(file + " exists" + fix, e);
        } catch (NoSuchFileException e) {
            throw new KeyException("cannot write " + file + ": its directory does not exist; make it first", e);
        } catch (IOException e) {
            throw new KeyException("cannot write " + file + ": " + e.getMessage() + "; run as root?", e);
        }
        return new ClusterKey(bytes);
    }

    /**
     * Reads a key.
     *
     * @throws KeyException if the file is missing, open to group or others, or no key file
     */
    public static ClusterKey read(Path file) throws KeyException {
        try {
            if (!OWNER_ONLY.containsAll(permissions(file))) {
                throw new KeyException("others have permissions on the key file " + file + ": chmod 600 " + file);
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new KeyException(file + " is no key file: it has more than " + MAX_BYTES + " bytes");
            }
            return parse(file, Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            String fix = "; make it once with 'mfsha keygen " + file + "' and copy it to every node";
            throw new KeyException("there is no key file " + file + fix, e);
        } catch (AccessDeniedException e) {
            throw new KeyException("this user may not read the key file " + file + "; run as root?", e);
        } catch (IOException e) {
            throw new KeyException("cannot read the key file " + file + ": " + e.getMessage(), e);
        }
    }

    private static Set<PosixFilePermission> permissions(Path file) throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(Files.getPosixFilePermissions(file));
        permissions.remove(PosixFilePermission.OWNER_EXECUTE);
        return permissions;
    }

    private static ClusterKey parse(Path file, String text) throws KeyException {
        List<String> lines = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
            throw new KeyException(file + " is no mfsha key file: the line " + HEADER + " is missing");
        }
        if (lines.size() != 2 || !lines.get(1).matches("[0-9a-fA-F]{" + 2 * ClusterKey.BYTES + "}")) {
            String fix = "; copy it again from a good node";
            throw new KeyException(
                    file + " is damaged: after " + HEADER + " comes one line of 64 hexadecimal digits" + fix);
        }
        return new ClusterKey(HexFormat.of().parseHex(lines.get(1)));
    }
}
