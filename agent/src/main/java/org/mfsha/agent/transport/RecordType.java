package org.mfsha.agent.transport;

import java.util.Optional;

/** First byte of a record's plaintext. */
enum RecordType {
    /** Proof of the key: empty. */
    READY(0),
    /** Name of the request. */
    REQUEST(1),
    /** Part of a body. */
    DATA(2),
    /** The body is complete. */
    END(3),
    /** The request failed; the text says why. */
    ERROR(4);

    private final byte code;

    RecordType(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static Optional<RecordType> of(byte code) {
        for (RecordType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
