package org.mfsha.agent.config;

import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A host on which everything is in order, until a test says otherwise. */
final class FakeHost implements Host {
    final List<Assigned> addresses = new ArrayList<>(List.of(
            assigned("lo", "127.0.0.1", 8), assigned("eth0", "10.77.0.11", 24), assigned("eth1", "10.88.0.1", 24)));
    final Set<Path> missing = new HashSet<>();
    boolean keyOpenToOthers;

    static Assigned assigned(String name, String address, int prefix) {
        return new Assigned(name, Inet4Address.ofLiteral(address), prefix);
    }

    @Override
    public List<Assigned> addresses() {
        return addresses;
    }

    @Override
    public boolean hasInterface(String name) {
        return addresses.stream().anyMatch(address -> address.interfaceName().equals(name));
    }

    @Override
    public boolean isExecutable(Path file) {
        return !missing.contains(file);
    }

    @Override
    public boolean isReadable(Path file) {
        return !missing.contains(file);
    }

    @Override
    public boolean isOpenToOthers(Path file) {
        return keyOpenToOthers;
    }
}
