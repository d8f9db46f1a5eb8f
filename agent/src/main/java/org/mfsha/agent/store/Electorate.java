package org.mfsha.agent.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.List;

/**
 * The rules of the election that all nodes must share: two majorities have a member in common only if they are majorities
 * of the same voters, and a voter waits long enough for a lease only if it knows how long leases are. Immutable.
 *
 * @param voters names of all nodes, sorted
 * @param leaseMillis how long a lease lasts
 */
public record Electorate(List<String> voters, long leaseMillis) {
    public Electorate {
        voters = voters.stream().sorted().toList();
    }

    /** Equal on nodes with equal rules. */
    public long fingerprint() {
        try {
            byte[] text = (String.join(",", voters) + " " + leaseMillis).getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Whether every majority here has a voter in common with every majority there. */
    public boolean overlaps(Electorate other) {
        var all = new HashSet<>(voters);
        all.addAll(other.voters);
        return majority() + other.majority() > all.size();
    }

    private int majority() {
        return voters.size() / 2 + 1;
    }
}
