package org.mfsha.agent.security;

import java.util.Optional;

/** Seals or opens the records of one direction of one connection, in order. Not thread-safe. */
public final class RecordCipher {
    /** What sealing adds to the length. */
    public static final int OVERHEAD_BYTES = Sealer.TAG_BYTES;

    private final Sealer sealer;
    private long counter;

    RecordCipher(Sealer sealer) {
        this.sealer = sealer;
    }

    /** The next record. */
    public byte[] seal(byte[] authenticated, byte[] plain, int offset, int length) {
        return sealer.seal(counter++, authenticated, plain, offset, length);
    }

    /** The next record; empty if it is not the one that the other side sealed at this place. */
    public Optional<byte[]> open(byte[] authenticated, byte[] sealed) {
        return sealer.open(counter++, authenticated, sealed, 0, sealed.length);
    }
}
