package org.mfsha.lab.chaos.fault;

import java.io.IOException;
import java.util.List;
import org.mfsha.lab.Host;
import org.mfsha.lab.system.Commands;

/** Packets that a host's kernel drops, by rules of nft(8) in a table of their own. ARP goes on. */
record Filter(Role role, Rules rules, String what) implements Fault {
    private static final String TABLE = "chaos";

    /** Says what to drop. */
    interface Rules {
        /** Matches for packets that come in, and for packets that go out. */
        Matches in(Scene scene) throws IOException;
    }

    /** Matches in the language of nft; an empty list drops nothing. */
    record Matches(List<String> input, List<String> output) {}

    /** Everything in one direction, except what a host tells itself. */
    static Filter deaf(Role role) {
        return new Filter(role, _ -> new Matches(List.of("iifname != lo"), List.of()), "hears nobody");
    }

    /** See {@link #deaf}. */
    static Filter dumb(Role role) {
        return new Filter(role, _ -> new Matches(List.of(), List.of("oifname != lo")), "is not heard");
    }

    /** A part of all packets, both ways. */
    static Filter losing(Role role, int percent) {
        String chance = " numgen random mod 100 < " + percent;
        return new Filter(
                role,
                _ -> new Matches(List.of("iifname != lo" + chance), List.of("oifname != lo" + chance)),
                "loses " + percent + " % of all packets each way");
    }

    /** No word to or from other agents; MooseFS's clients and chunkservers are reached. */
    static Filter fromPeers(Role role) {
        return new Filter(role, scene -> toAndFrom(scene.othersWithAgent(true, role)), "is cut off from other agents");
    }

    /** The reverse. */
    static Filter fromClients(Role role) {
        return new Filter(
                role,
                scene -> toAndFrom(scene.othersWithAgent(false, role)),
                "is cut off from clients and chunkservers, not from other agents");
    }

    private static Matches toAndFrom(List<String> addresses) {
        String set = "{ " + String.join(", ", addresses) + " }";
        return new Matches(List.of("ip saddr " + set), List.of("ip daddr " + set));
    }

    @Override
    public String describe(Scene scene) throws IOException {
        return scene.name(role) + " " + what;
    }

    @Override
    public void begin(Scene scene) throws IOException, InterruptedException {
        Matches matches = rules.in(scene);
        StringBuilder script = new StringBuilder("add table ip " + TABLE + ";");
        chain(script, "input", matches.input());
        chain(script, "output", matches.output());
        scene.run(role, "nft", script.toString());
    }

    private static void chain(StringBuilder script, String hook, List<String> matches) {
        if (matches.isEmpty()) {
            return;
        }
        script.append(" add chain ip ").append(TABLE).append(' ').append(hook);
        script.append(" { type filter hook ").append(hook).append(" priority -500; };");
        for (String match : matches) {
            script.append(" add rule ip ").append(TABLE).append(' ').append(hook);
            script.append(' ').append(match).append(" drop;");
        }
    }

    @Override
    public void end(Scene scene) throws IOException, InterruptedException {
        removeFrom(scene.host(role));
    }

    @Override
    public String toString() {
        return "Filter[" + role + " " + what + "]";
    }

    /** Takes the filter away, if there is one. */
    static void removeFrom(Host host) throws IOException, InterruptedException {
        Commands.attempt(host.namespace().inside(List.of("nft", "delete", "table", "ip", TABLE)));
    }
}
