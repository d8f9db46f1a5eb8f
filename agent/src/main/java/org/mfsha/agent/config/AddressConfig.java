package org.mfsha.agent.config;

import java.net.Inet4Address;

/**
 * The address under which clients find the leader ({@code mfsmaster} resolves to it).
 *
 * @param address the shared address
 * @param prefixLength of its network, 1 to 32
 * @param interfaceName the interface that gets it
 */
public record AddressConfig(Inet4Address address, int prefixLength, String interfaceName) {
    /** As {@code ip address} writes it: {@code 10.77.0.100/24}. */
    public String cidr() {
        return address.getHostAddress() + "/" + prefixLength;
    }
}
