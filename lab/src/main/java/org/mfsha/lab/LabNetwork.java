package org.mfsha.lab;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mfsha.lab.system.Commands;
import org.mfsha.lab.system.NetworkNamespace;
import tools.jackson.jr.ob.JSON;

/** The network of a lab: a bridge in a namespace of its own, with one port per host, named like the host. */
final class LabNetwork {
    static final String SHARED_ADDRESS = "10.77.0.100";
    static final String PREFIX_LENGTH = "/24";
    static final String INTERFACE = "eth0";
    private static final String BRIDGE = "br0";

    private final NetworkNamespace network;

    LabNetwork(String lab) {
        this.network = LabNames.network(lab);
    }

    void create() throws IOException, InterruptedException {
        network.create();
        network.ip("link", "add", BRIDGE, "type", "bridge", "stp_state", "0", "forward_delay", "0");
        network.ip("link", "set", BRIDGE, "up");
    }

    void attachNew(Host host) throws IOException, InterruptedException {
        NetworkNamespace namespace = host.namespace();
        namespace.create();
        network.ip("link", "add", host.name(), "type", "veth", "peer", "name", INTERFACE, "netns", namespace.name());
        network.ip("link", "set", host.name(), "master", BRIDGE, "up");
        namespace.ip("addr", "add", host.address() + PREFIX_LENGTH, "dev", INTERFACE);
        namespace.ip("link", "set", INTERFACE, "up");
    }

    /**
     * Cuts a host off. Its port leaves the bridge but stays up: the host keeps its carrier and notices nothing, as when
     * a switch fails further away.
     */
    void cut(Host host) throws IOException, InterruptedException {
        network.ip("link", "set", host.name(), "nomaster");
    }

    /** Pulls the cable: the host loses its carrier as well. */
    void unplug(Host host) throws IOException, InterruptedException {
        network.ip("link", "set", host.name(), "nomaster", "down");
    }

    void heal(Host host) throws IOException, InterruptedException {
        network.ip("link", "set", host.name(), "master", BRIDGE, "up");
    }

    /** The names of the hosts whose ports are part of the bridge. */
    Set<String> attached() throws IOException, InterruptedException {
        Set<String> attached = new LinkedHashSet<>();
        for (Object link : JSON.std.listFrom(network.ip("-json", "link", "show", "master", BRIDGE))) {
            if (link instanceof Map<?, ?> fields && fields.get("ifname") instanceof String port) {
                attached.add(port);
            }
        }
        return attached;
    }

    /** Puts a host's interface and filters back to what they are after a boot. */
    void forgetRuntimeState(Host host) throws IOException, InterruptedException {
        host.namespace().ip("addr", "flush", "dev", INTERFACE);
        host.namespace().ip("addr", "add", host.address() + PREFIX_LENGTH, "dev", INTERFACE);
        Commands.attempt(host.namespace().inside(List.of("nft", "flush", "ruleset")));
    }

    void addSharedAddress(Host host) throws IOException, InterruptedException {
        if (!host.namespace().ip("addr", "show", "dev", INTERFACE).contains(SHARED_ADDRESS + "/")) {
            host.namespace().ip("addr", "add", SHARED_ADDRESS + PREFIX_LENGTH, "dev", INTERFACE);
        }
    }
}
