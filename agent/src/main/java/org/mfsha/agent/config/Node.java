package org.mfsha.agent.config;

import java.net.Inet4Address;

/**
 * One member of the cluster.
 *
 * @param name unique in the cluster: a letter or digit, then letters, digits, {@code . _ -}; at most 32 characters
 * @param address where its agent listens; IPv4, as all of MooseFS 3
 * @param kind whether it may ever serve
 */
public record Node(String name, Inet4Address address, NodeKind kind) {
    @Override
    public String toString() {
        return name + "@" + address.getHostAddress();
    }
}
