package org.mfsha.agent.config;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** This machine. */
final class LocalHost implements Host {
    private static final System.Logger LOG = System.getLogger(LocalHost.class.getName());
    private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    @Override
    public List<Assigned> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(device -> device.getInterfaceAddresses().stream()
                            .filter(address -> address.getAddress() instanceof Inet4Address)
                            .map(address -> assigned(device, address)))
                    .toList();
        } catch (SocketException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot list this host's interfaces", e);
            return List.of();
        }
    }

    private static Assigned assigned(NetworkInterface device, InterfaceAddress address) {
        return new Assigned(device.getName(), (Inet4Address) address.getAddress(), address.getNetworkPrefixLength());
    }

    @Override
    public boolean hasInterface(String name) {
        try {
            return NetworkInterface.getByName(name) != null;
        } catch (SocketException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot look up interface " + name, e);
            return false;
        }
    }

    @Override
    public boolean isExecutable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    @Override
    public boolean isReadable(Path file) {
        return Files.isRegularFile(file) && Files.isReadable(file);
    }

    @Override
    public boolean isOpenToOthers(Path file) {
        try {
            return !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot read the permissions of " + file, e);
            return true;
        }
    }
}
