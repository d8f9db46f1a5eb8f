package org.mfsha.lab.watch;

/**
 * A host began to send data from the shared address: nobody else has done so since, until the next one of these.
 *
 * @param host its name, or its hardware address if it is none of those that are watched
 * @param since wall clock of the first segment, in seconds since 1970 with a fraction, as tcpdump wrote it
 */
public record Served(String host, String since) {}
