package org.mfsha.agent.config;

import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.List;

/** What the checks ask this machine. Tests answer instead of it. */
interface Host {
    /**
     * One address of one interface.
     *
     * @param prefixLength of the network it is in, 0 to 32
     */
    record Assigned(String interfaceName, Inet4Address address, int prefixLength) {}

    /** The IPv4 addresses of all interfaces; empty when they cannot be listed. */
    List<Assigned> addresses();

    boolean hasInterface(String name);

    boolean isExecutable(Path file);

    boolean isReadable(Path file);

    /** Whether group or others may read or write the file. */
    boolean isOpenToOthers(Path file);
}
