package org.mfsha.agent.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The cluster's credential: 32 random bytes that every node holds. It is never used itself, only what HKDF-SHA-256 (RFC
 * 5869) derives from it. Immutable, thread-safe; {@code toString} tells nothing.
 */
public final class ClusterKey {
    /** Length of the credential. */
    public static final int BYTES = 32;

    private final SecretKey secret;

    /** @throws IllegalArgumentException unless there are exactly 32 bytes */
    public ClusterKey(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a cluster key has " + BYTES + " bytes, not " + bytes.length);
        }
        this.secret = new SecretKeySpec(bytes, "HKDF");
    }

    /**
     * Derives the AES-256 key of one purpose.
     *
     * @param purpose says what the key is for; keys of different purposes are independent
     * @param context what else the key depends on, unambiguously encoded
     */
    SecretKey derive(String purpose, byte[] context) {
        return new SecretKeySpec(deriveBytes(purpose, context, BYTES), "AES");
    }

    /** Eight hexadecimal digits that are equal on nodes with equal keys, to be shown to people. Reveals nothing else. */
    public String fingerprint() {
        return HexFormat.of().formatHex(deriveBytes("mfsha fingerprint", new byte[0], 4));
    }

    private byte[] deriveBytes(String purpose, byte[] context, int length) {
        byte[] label = purpose.getBytes(StandardCharsets.US_ASCII);
        byte[] info = new byte[label.length + 1 + context.length];
        System.arraycopy(label, 0, info, 0, label.length);
        System.arraycopy(context, 0, info, label.length + 1, context.length);
        try {
            KDF hkdf = KDF.getInstance("HKDF-SHA256");
            return hkdf.deriveData(HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(info, length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no HKDF-SHA256 (JEP 510)", e);
        }
    }

    @Override
    public String toString() {
        return "ClusterKey(secret)";
    }
}
