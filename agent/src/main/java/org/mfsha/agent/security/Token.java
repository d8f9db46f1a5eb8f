package org.mfsha.agent.security;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Sixteen random bytes that stand for one start of one node. Immutable.
 *
 * @param high first eight bytes, big endian
 * @param low last eight bytes
 */
record Token(long high, long low) {
    static final int BYTES = 16;
    /** "Not known": no start ever has it. */
    static final Token NONE = new Token(0, 0);

    static Token random(SecureRandom random) {
        Token token = new Token(random.nextLong(), random.nextLong());
        return token.equals(NONE) ? random(random) : token;
    }

    void writeTo(ByteBuffer out) {
        out.putLong(high).putLong(low);
    }

    static Token readFrom(ByteBuffer in) {
        return new Token(in.getLong(), in.getLong());
    }
}
