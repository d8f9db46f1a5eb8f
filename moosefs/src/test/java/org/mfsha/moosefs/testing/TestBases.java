package org.mfsha.moosefs.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Writes small metadata files by hand. */
public final class TestBases {
    private TestBases() {}

    /** A complete base with the given sections, keys like {@code "SESS 1.5"}. */
    public static Path write(Path file, long version, long id, Map<String, byte[]> sections) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeBytes("MFSM 2.0");
        out.writeLong(version);
        out.writeLong(id);
        for (var section : sections.entrySet()) {
            out.writeBytes(section.getKey());
            out.writeLong(section.getValue().length);
            out.write(section.getValue());
        }
        out.writeBytes("[MFS EOF MARKER]");
        return Files.write(file, bytes.toByteArray());
    }

    /** Section {@code SESS 1.5} with sessions of these ids. */
    public static byte[] sessions(int... ids) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(100);
        out.writeShort(2);
        for (int id : ids) {
            byte[] info = ("/mnt/" + id).getBytes(StandardCharsets.UTF_8);
            out.writeInt(id);
            out.writeLong(7);
            out.writeInt(info.length);
            out.write(new byte[4 + 4 + 1 + 2 + 1 + 1 + 4 + 4 + 16 + 4]);
            out.writeInt(1000 + id); // disconnected
            out.write(new byte[2 * 8]);
            out.write(info);
        }
        out.write(new byte[61 + 2 * 8]);
        return bytes.toByteArray();
    }

    /** Section {@code OPEN 1.0}: pairs of session and inode. */
    public static byte[] open(int... pairs) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int value : pairs) {
            out.writeInt(value);
        }
        out.writeLong(0);
        return bytes.toByteArray();
    }

    /** Section {@code CHNK 1.1}: pairs of chunk and end of its lock. */
    public static byte[] chunks(int... pairs) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(1000);
        for (int i = 0; i < pairs.length; i += 2) {
            out.writeLong(pairs[i]);
            out.writeInt(1);
            out.writeInt(pairs[i + 1]);
            out.writeByte(0);
        }
        out.write(new byte[17]);
        return bytes.toByteArray();
    }

    /** Section {@code NODE 1.4}: one of each type, with these numbers in turn; files have two chunks. */
    public static byte[] inodes(int... ids) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(Arrays.stream(ids).max().orElse(0));
        out.writeInt(ids.length);
        for (int i = 0; i < ids.length; i++) {
            int type = 1 + i % 9;
            out.writeByte(type);
            out.writeInt(ids[i]);
            out.write(new byte[27]);
            switch (type) {
                case 1, 8, 9 -> {
                    out.writeLong(100);
                    out.writeInt(2);
                    out.write(new byte[16]);
                }
                case 3 -> {
                    out.writeInt(5);
                    out.writeBytes("there");
                }
                case 5, 6 -> out.writeInt(1);
                default -> {
                    // nothing more
                }
            }
        }
        out.writeByte(0);
        return bytes.toByteArray();
    }

    /** Section {@code FREE 1.0}: pairs of inode and time of removal. */
    public static byte[] removed(int... pairs) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(pairs.length / 2);
        for (int value : pairs) {
            out.writeInt(value);
        }
        return bytes.toByteArray();
    }
}
