package org.mfsha.moosefs.wire;

import java.time.Duration;

/**
 * How a metalogger connection presents itself and how patient it is.
 *
 * @param version the version that we claim to have
 * @param timeoutSeconds a side that is silent for so long is dead, 10 to 65535; each side sends a
 *     NOP every third of it (matomlserv.c: below 10 the master complains)
 * @param connectTimeout how long the TCP connection may take
 */
public record MetaloggerOptions(MooseVersion version, int timeoutSeconds, Duration connectTimeout) {
    /** Checks the range of the timeout. */
    public MetaloggerOptions {
        if (timeoutSeconds < 10 || timeoutSeconds > 0xffff) {
            throw new IllegalArgumentException("timeoutSeconds " + timeoutSeconds + " is not within 10..65535");
        }
    }

    /** Our own version, 10 s, and 2 s to connect. */
    public static MetaloggerOptions defaults() {
        return new MetaloggerOptions(MooseVersion.OURS, 10, Duration.ofSeconds(2));
    }
}
