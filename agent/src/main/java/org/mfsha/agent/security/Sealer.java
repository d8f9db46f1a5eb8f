package org.mfsha.agent.security;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM under one key with a counter as nonce (NIST SP 800-38D, 8.2.1). The caller never seals twice with one
 * counter. Not thread-safe.
 */
final class Sealer {
    /** What sealing adds to the length. */
    static final int TAG_BYTES = 16;

    private static final int NONCE_BYTES = 12;

    private final SecretKey key;
    private final Cipher cipher;

    Sealer(SecretKey key) {
        this.key = key;
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no AES-GCM", e);
        }
    }

    /** The ciphertext with its tag: 16 bytes more than the plaintext. */
    byte[] seal(long counter, byte[] authenticated, byte[] plain, int offset, int length) {
        try {
            start(Cipher.ENCRYPT_MODE, counter);
            cipher.updateAAD(authenticated);
            return cipher.doFinal(plain, offset, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    /** The plaintext; empty if key, counter, authenticated data or ciphertext are not what was sealed. */
    Optional<byte[]> open(long counter, byte[] authenticated, byte[] sealed, int offset, int length) {
        if (length < TAG_BYTES) {
            return Optional.empty();
        }
        try {
            start(Cipher.DECRYPT_MODE, counter);
            cipher.updateAAD(authenticated);
            return Optional.of(cipher.doFinal(sealed, offset, length));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening failed", e);
        }
    }

    private void start(int mode, long counter) throws GeneralSecurityException {
        byte[] nonce =
                ByteBuffer.allocate(NONCE_BYTES).putInt(0).putLong(counter).array();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
    }
}
