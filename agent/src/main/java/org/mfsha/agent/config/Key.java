package org.mfsha.agent.config;

import java.util.Locale;
import java.util.Optional;

/**
 * The keys of {@code mfsha.cfg}. The text of a default is what a reader of the file would write; an empty default
 * means that there is none, or that the value follows from others.
 */
enum Key {
    NODE_NAME(""),
    CANDIDATES(""),
    WITNESSES(""),
    AGENT_PORT("9430"),
    SHARED_ADDRESS(""),
    INTERFACE(""),
    KEY_FILE("/etc/mfs/mfsha.key"),
    DATA_PATH("/var/lib/mfsha"),
    CONTROL_SOCKET(""),
    MASTER_PROGRAM("/usr/sbin/mfsmaster"),
    MASTER_CFG("/etc/mfs/mfsmaster.cfg"),
    MASTER_DATA_PATH("/var/lib/mfs"),
    GUARD_PROGRAM(""),
    ELECTION("internal"),
    SETTLE_MILLIS("1200"),
    LEASE_MILLIS("500"),
    RENEW_MILLIS("100"),
    DETECTION_MILLIS("500"),
    DRIFT_MARGIN_MILLIS("50"),
    MASTER_HANG_MILLIS("3000"),
    START_DEADLINE_MILLIS("5000"),
    CHUNKSERVER_WAIT_MILLIS("4000"),
    IMAGE_MAX_AGE_HOURS("24"),
    VERIFY_HOURS("24"),
    REPLICATIONS_DELAY_SECONDS("60"),
    ARCHIVE_KEEP_DAYS("30"),
    ARCHIVE_MAX_SIZE("20GiB"),
    ARCHIVE_BASE_HOURS("24"),
    ARCHIVE_SEGMENT_MINUTES("60");

    private final String defaultText;

    Key(String defaultText) {
        this.defaultText = defaultText;
    }

    Optional<String> defaultText() {
        return defaultText.isEmpty() ? Optional.empty() : Optional.of(defaultText);
    }

    static Optional<Key> named(String name) {
        for (Key key : values()) {
            if (key.name().equals(name)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /** The key that was probably meant by an unknown name. */
    static Optional<Key> closestTo(String name) {
        Key best = NODE_NAME;
        int bestDistance = Integer.MAX_VALUE;
        for (Key key : values()) {
            int distance = EditDistance.between(name.toUpperCase(Locale.ROOT), key.name());
            if (distance < bestDistance) {
                best = key;
                bestDistance = distance;
            }
        }
        return bestDistance <= Math.max(2, name.length() / 3) ? Optional.of(best) : Optional.empty();
    }
}
