package org.mfsha.linux.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What this host's interfaces are and have, at the moment of the call. */
public final class InterfaceAddresses {
    private InterfaceAddresses() {}

    /** Whether the interface exists and has the address. */
    public static boolean has(String interfaceName, Inet4Address address) throws IOException {
        return find(interfaceName)
                .map(found -> found.inetAddresses().anyMatch(address::equals))
                .orElse(false);
    }

    /** The interface's Ethernet address, if it exists and has one. */
    public static Optional<MacAddress> mac(String interfaceName) throws IOException {
        Optional<NetworkInterface> found = find(interfaceName);
        return found.isPresent()
                ? Optional.ofNullable(found.get().getHardwareAddress()).map(MacAddress::of)
                : Optional.empty();
    }

    /**
     * Whether programs may listen on an address that this host does not have
     * (net.ipv4.ip_nonlocal_bind). It must be off: a standby that lost its gate must fail to bind.
     */
    public static boolean nonlocalBindAllowed() throws IOException {
        return !Files.readString(Path.of("/proc/sys/net/ipv4/ip_nonlocal_bind"))
                .strip()
                .equals("0");
    }

    private static Optional<NetworkInterface> find(String interfaceName) throws IOException {
        return Optional.ofNullable(NetworkInterface.getByName(interfaceName));
    }
}
