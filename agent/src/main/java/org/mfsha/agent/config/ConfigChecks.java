package org.mfsha.agent.config;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares values with each other and with this host. */
final class ConfigChecks {
    /** unix(7): sun_path has 108 bytes, the last one is NUL. */
    static final int MAX_SOCKET_PATH_BYTES = 107;

    private final Settings settings;
    private final Host host;
    private final List<Problem> warnings;

    ConfigChecks(Settings settings, Host host, List<Problem> warnings) {
        this.settings = settings;
        this.host = host;
        this.warnings = warnings;
    }

    void check(
            List<Node> nodes,
            Optional<Node> self,
            Optional<AddressConfig> address,
            TimingConfig timing,
            MasterConfig master,
            LocalConfig local,
            ElectionMode election) {
        checkNodes(nodes);
        checkVoters(nodes, election);
        checkElector(nodes, election);
        checkTiming(timing);
        checkLocal(local);
        self.ifPresent(this::checkSelf);
        boolean candidate = self.map(node -> node.kind() == NodeKind.CANDIDATE).orElse(false);
        if (candidate) {
            checkMaster(master, local);
            address.ifPresent(shared -> checkAddress(shared, nodes));
        }
    }

    private void checkNodes(List<Node> nodes) {
        if (nodes.stream().noneMatch(node -> node.kind() == NodeKind.CANDIDATE)) {
            settings.report(
                    Key.CANDIDATES, "CANDIDATES names no node", "write for example m1@10.77.0.11, m2@10.77.0.12");
        }
        Map<String, Node> names = new HashMap<>();
        Map<Inet4Address, Node> addresses = new HashMap<>();
        for (Node node : nodes) {
            Node sameName = names.putIfAbsent(node.name(), node);
            if (sameName != null) {
                settings.report(
                        keyOf(node), "the name " + node.name() + " is used twice", "give every node its own name");
            }
            Node sameAddress = addresses.putIfAbsent(node.address(), node);
            if (sameAddress != null && sameName == null) {
                String what = node + " has the same address as " + sameAddress.name();
                settings.report(keyOf(node), what, "give every node its own address");
            }
        }
    }

    private static Key keyOf(Node node) {
        return node.kind() == NodeKind.CANDIDATE ? Key.CANDIDATES : Key.WITNESSES;
    }

    private void checkVoters(List<Node> nodes, ElectionMode election) {
        if (election != ElectionMode.MAJORITY || nodes.isEmpty()) {
            return;
        }
        if (nodes.size() < 3) {
            String what = "with " + nodes.size() + " voter(s) no failure is survived: a majority needs all of them";
            warn(Key.WITNESSES, what, "add a witness, for example on a chunkserver's host");
        } else if (nodes.size() % 2 == 0) {
            String what = nodes.size() + " voters survive no more failures than " + (nodes.size() - 1);
            warn(Key.WITNESSES, what, "add or remove a witness to get an odd number");
        }
    }

    private void checkElector(List<Node> nodes, ElectionMode election) {
        if (election != ElectionMode.EXTERNAL) {
            if (settings.isGiven(Key.SETTLE_MILLIS)) {
                String what = "SETTLE_MILLIS is given, but mfsha elects the leader itself";
                settings.report(Key.SETTLE_MILLIS, what, "remove it, or write ELECTION = external");
            }
        } else if (nodes.stream().anyMatch(node -> node.kind() == NodeKind.WITNESS)) {
            String what = "a witness has no vote with ELECTION = external";
            settings.report(Key.WITNESSES, what, "remove WITNESSES, or write ELECTION = internal");
        }
    }

    private void warn(Key key, String what, String fix) {
        warnings.add(settings.problem(key, what, fix));
    }

    private void checkTiming(TimingConfig timing) {
        if (timing.renewMillis() * 3 > timing.leaseMillis()) {
            String what = "RENEW_MILLIS = " + timing.renewMillis() + " is more than a third of LEASE_MILLIS = "
                    + timing.leaseMillis() + ": one lost message would end the lease";
            settings.report(Key.RENEW_MILLIS, what, "set it to " + timing.leaseMillis() / 3 + " or less");
        }
        if (timing.detectionMillis() < timing.leaseMillis()) {
            String what = "DETECTION_MILLIS = " + timing.detectionMillis() + " is less than LEASE_MILLIS = "
                    + timing.leaseMillis() + ": voters would be asked while the lease still runs";
            settings.report(Key.DETECTION_MILLIS, what, "set it to " + timing.leaseMillis() + " or more");
        }
        if (timing.driftMarginMillis() * 2 > timing.leaseMillis()) {
            String what = "DRIFT_MARGIN_MILLIS = " + timing.driftMarginMillis() + " is more than half of LEASE_MILLIS";
            settings.report(Key.DRIFT_MARGIN_MILLIS, what, "a tenth of the lease covers clocks that differ by 10 %");
        } else if (timing.driftMarginMillis() * 100 < timing.leaseMillis()) {
            String what = "DRIFT_MARGIN_MILLIS = " + timing.driftMarginMillis() + " is less than 1 % of LEASE_MILLIS";
            warn(Key.DRIFT_MARGIN_MILLIS, what, "a tenth of the lease covers clocks that differ by 10 %");
        }
    }

    private void checkSelf(Node self) {
        if (host.addresses().stream().noneMatch(assigned -> assigned.address().equals(self.address()))) {
            String what = "no interface of this host has " + self.name() + "'s address "
                    + self.address().getHostAddress() + " now";
            warn(Key.NODE_NAME, what, "check NODE_NAME; the agent waits for the address");
        }
    }

    private void checkLocal(LocalConfig local) {
        int bytes = local.controlSocket().toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_SOCKET_PATH_BYTES) {
            Key key = settings.isGiven(Key.CONTROL_SOCKET) ? Key.CONTROL_SOCKET : Key.DATA_PATH;
            String what = "the control socket's path " + local.controlSocket() + " has " + bytes + " bytes";
            settings.report(key, what, "the kernel allows " + MAX_SOCKET_PATH_BYTES + "; set a shorter CONTROL_SOCKET");
        }
        if (!host.isReadable(local.keyFile())) {
            String fix = "make it once with 'mfsha keygen " + local.keyFile() + "' and copy it to every node";
            settings.report(Key.KEY_FILE, "the key file " + local.keyFile() + " cannot be read", fix);
        } else if (host.isOpenToOthers(local.keyFile())) {
            String what = "others may read the key file " + local.keyFile();
            settings.report(Key.KEY_FILE, what, "chmod 600 " + local.keyFile());
        }
    }

    private void checkMaster(MasterConfig master, LocalConfig local) {
        if (!host.isExecutable(master.program())) {
            String what = "MASTER_PROGRAM " + master.program() + " is no executable file";
            settings.report(Key.MASTER_PROGRAM, what, "install moosefs-master");
        }
        if (!host.isReadable(master.cfg())) {
            String fix = "copy " + master.cfg().getFileName() + ".dist or .sample there";
            settings.report(Key.MASTER_CFG, "MASTER_CFG " + master.cfg() + " cannot be read", fix);
        }
        if (!host.isExecutable(local.guardProgram())) {
            String what = "the guard program " + local.guardProgram() + " is no executable file";
            settings.report(Key.GUARD_PROGRAM, what, "install all of mfsha, or run make build");
        }
        if (overlaps(master.dataPath(), local.dataPath())) {
            String what =
                    "DATA_PATH = " + local.dataPath() + " and MASTER_DATA_PATH = " + master.dataPath() + " overlap";
            settings.report(Key.DATA_PATH, what, "leftovers win in a restore: give mfsha a directory of its own");
        }
    }

    private static boolean overlaps(Path left, Path right) {
        return left.startsWith(right) || right.startsWith(left);
    }

    private void checkAddress(AddressConfig shared, List<Node> nodes) {
        nodes.stream()
                .filter(node -> node.address().equals(shared.address()))
                .findFirst()
                .ifPresent(node -> settings.report(
                        Key.SHARED_ADDRESS,
                        "SHARED_ADDRESS is " + node.name() + "'s own address",
                        "take a free address of the same network"));
        if (shared.interfaceName().isEmpty()) {
            settings.report(
                    Key.INTERFACE,
                    "INTERFACE is not given and no interface has this node's address",
                    "write the interface that shall get the shared address");
        } else if (!host.hasInterface(shared.interfaceName())) {
            String what = "this host has no interface " + shared.interfaceName();
            settings.report(Key.INTERFACE, what, "ip address shows the interfaces");
        } else {
            checkSubnet(shared);
        }
    }

    private void checkSubnet(AddressConfig shared) {
        List<Host.Assigned> assigned = host.addresses().stream()
                .filter(address -> address.interfaceName().equals(shared.interfaceName()))
                .filter(address -> !address.address().equals(shared.address()))
                .toList();
        boolean inside = assigned.stream()
                .anyMatch(address -> sameNetwork(address.address(), shared.address(), address.prefixLength()));
        if (!assigned.isEmpty() && !inside) {
            Host.Assigned first = assigned.getFirst();
            String what = "SHARED_ADDRESS " + shared.cidr() + " is outside the network of " + shared.interfaceName()
                    + " (" + first.address().getHostAddress() + "/" + first.prefixLength() + ")";
            settings.report(Key.SHARED_ADDRESS, what, "take an address of that network, or another INTERFACE");
        }
    }

    static boolean sameNetwork(Inet4Address left, Inet4Address right, int prefixLength) {
        int mask = prefixLength == 0 ? 0 : -1 << (32 - prefixLength);
        return (bits(left) & mask) == (bits(right) & mask);
    }

    private static int bits(Inet4Address address) {
        return ByteBuffer.wrap(address.getAddress()).getInt();
    }
}
