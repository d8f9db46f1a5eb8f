package org.mfsha.moosefs.compare;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.mfsha.moosefs.files.MetadataException;

/**
 * One record after the other, field by field, in canonical form: what cannot be reproduced is zero.
 * Allocates nothing in the long run, except when it takes notes for people. Not thread-safe.
 */
final class Fields {
    private static final int FIRST_BYTES = 512;
    /** A file of the greatest length has 2^21 chunks of 8 bytes (MFSCommunication.h, MAX_FILE_SIZE). */
    private static final long MAX_FIELD_BYTES = 32 << 20;

    private static final int MAX_SHOWN_BYTES = 80;

    private final DataInputStream in;
    private final boolean noting;
    private final List<Field> notes = new ArrayList<>();
    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    private long keyHash;
    private long remembered;

    /**
     * A field in words.
     *
     * @param key whether it says which record this is
     */
    record Field(String name, String value, boolean key) {}

    private Fields(DataInputStream in, boolean noting, long remembered) {
        this.in = in;
        this.noting = noting;
        this.remembered = remembered;
    }

    /** Reads records of a section. */
    static Fields of(DataInputStream section) {
        return new Fields(section, false, 0);
    }

    /** Reads a record again, to tell it in words; {@code remembered} as it was when it was read first. */
    static Fields describing(byte[] record, long remembered) {
        return new Fields(new DataInputStream(new ByteArrayInputStream(record)), true, remembered);
    }

    /** Begins the next record. */
    void begin() {
        length = 0;
        keyHash = 0;
        notes.clear();
    }

    /** A number of 1, 2, 4 or 8 bytes. */
    long number(String name, int width) throws IOException {
        long value = take(width);
        note(name, value, false);
        return value;
    }

    /** A number that tells which record this is. */
    long key(String name, int width) throws IOException {
        long value = take(width);
        keyHash = Hash.mix(keyHash ^ value);
        note(name, value, true);
        return value;
    }

    /** Permissions. */
    void octal(String name) throws IOException {
        long value = take(2);
        if (noting) {
            notes.add(new Field(name, String.format(Locale.ROOT, "0%o", value), false));
        }
    }

    /** Seconds since 1970. */
    void time(String name) throws IOException {
        long value = take(4);
        if (noting) {
            notes.add(new Field(name, Instant.ofEpochSecond(value).toString(), false));
        }
    }

    /** An IPv4 address. */
    void address(String name, boolean key) throws IOException {
        long value = take(4);
        keyHash = key ? Hash.mix(keyHash ^ value) : keyHash;
        if (noting) {
            String text = (value >>> 24) + "." + ((value >>> 16) & 0xff) + "." + ((value >>> 8) & 0xff) + "."
                    + (value & 0xff);
            notes.add(new Field(name, text, key));
        }
    }

    /** A name that tells which record this is. */
    void keyText(String name, long width) throws IOException {
        int start = takeBytes(width);
        keyHash = Hash.mix(keyHash ^ Hash.of(bytes, start, length));
        noteText(name, start, true);
    }

    /** Bytes that are a name or a text. */
    void text(String name, long width) throws IOException {
        noteText(name, takeBytes(width), false);
    }

    /** Bytes of no obvious meaning. */
    void raw(String name, long width) throws IOException {
        int start = takeBytes(width);
        if (noting && length > start) {
            int end = Math.min(length, start + MAX_SHOWN_BYTES);
            String shown = HexFormat.of().formatHex(bytes, start, end) + (end < length ? "..." : "");
            notes.add(new Field(name, length - start + " bytes " + shown, false));
        }
    }

    /** What a replay of the changelog does not reproduce: zeros instead. */
    void notReproduced(long width) throws IOException {
        int start = takeBytes(width);
        Arrays.fill(bytes, start, length, (byte) 0);
    }

    /** Keeps a number of the section's head for its records. */
    void remember(long value) {
        remembered = value;
    }

    long remembered() {
        return remembered;
    }

    /** The same for records that tell of the same thing, whatever they tell. */
    long keyHash() {
        return keyHash;
    }

    /** The record's canonical bytes; valid until the next {@link #begin}. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Whether the record is nothing but zeros. */
    boolean isBlank() {
        return Arrays.equals(bytes, 0, length, new byte[length], 0, length);
    }

    List<Field> notes() {
        return List.copyOf(notes);
    }

    /** Whether the section has more bytes. */
    boolean hasMore() throws IOException {
        return in.read() >= 0;
    }

    private long take(int width) throws IOException {
        int start = takeBytes(width);
        long value = 0;
        for (int i = start; i < length; i++) {
            value = (value << 8) | (bytes[i] & 0xff);
        }
        return value;
    }

    private int takeBytes(long width) throws IOException {
        if (width < 0 || width > MAX_FIELD_BYTES) {
            throw new MetadataException("a field of " + width + " bytes");
        }
        int start = length;
        int end = Math.addExact(start, (int) width);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
        }
        in.readFully(bytes, start, (int) width);
        length = end;
        return start;
    }

    private void note(String name, long value, boolean key) {
        if (noting) {
            notes.add(new Field(name, Long.toUnsignedString(value), key));
        }
    }

    private void noteText(String name, int start, boolean key) {
        if (noting) {
            int end = Math.min(length, start + MAX_SHOWN_BYTES);
            String text = new String(bytes, start, end - start, StandardCharsets.UTF_8).replaceAll("[\\p{Cntrl}]", "?");
            notes.add(new Field(name, "'" + text + (end < length ? "..." : "") + "'", key));
        }
    }
}
