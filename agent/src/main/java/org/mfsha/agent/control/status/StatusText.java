package org.mfsha.agent.control.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@link Status} for a terminal: one screen, in words. */
public final class StatusText {
    private StatusText() {}

    public static String render(Status status) {
        List<String> lines = new ArrayList<>();
        lines.add(leaderLine(status));
        lines.add(addressLine(status));
        status.pause().ifPresent(pause -> lines.add("Paused:   " + pause.inWords()));
        lines.add("");
        lines.addAll(nodeTable(status));
        notHot(status, lines);
        status.lastTakeover().ifPresent(takeover -> {
            lines.add("");
            lines.addAll(takeoverLines("Last takeover: ", takeover));
        });
        if (!status.problems().isEmpty()) {
            lines.add("");
            lines.add("Problems:");
            status.problems().forEach(problem -> lines.add("  - " + problem));
        }
        return String.join("\n", lines) + "\n";
    }

    /** One takeover with its phases and losses. */
    public static String render(TakeoverStatus takeover) {
        return String.join("\n", takeoverLines("", takeover)) + "\n";
    }

    private static String leaderLine(Status status) {
        String lease = status.leader().equals(Optional.of(status.node()))
                        && status.pause().isEmpty()
                ? ", lease runs " + status.leaseRemainingMillis() + " ms more"
                : "";
        return status.leader()
                .map(leader -> "Leader:   " + leader + ", epoch " + status.epoch() + lease)
                .orElseGet(() -> "Leader:   NONE since epoch " + status.epoch() + ": "
                        + status.whyNoLeader().orElse("the reason is not known yet"));
    }

    private static String addressLine(Status status) {
        return "Address:  " + status.sharedAddress().orElse("not configured here")
                + status.addressHolder().map(holder -> " on " + holder).orElse(" on no known node");
    }

    private static List<String> nodeTable(Status status) {
        TextTable table = new TextTable("Node", "Kind", "Role", "Hot", "Position", "Behind", "Heard", "Clock");
        for (NodeStatus node : status.nodes()) {
            String self = node.name().equals(status.node()) ? " (here)" : "";
            table.add(
                    node.name() + self,
                    node.kind(),
                    node.role(),
                    hot(node),
                    node.position()
                            .map(position -> position.epoch() + ":" + position.version())
                            .orElse("-"),
                    node.lagLines().map(lines -> lines + " changes").orElse("-"),
                    node.lastHeardMillis()
                            .map(millis -> duration(millis) + " ago")
                            .orElse("-"),
                    node.clockSkewMillis()
                            .map(millis -> String.format(Locale.ROOT, "%+d ms", millis))
                            .orElse("-"));
        }
        return table.lines();
    }

    private static String hot(NodeStatus node) {
        return node.hot() ? "yes" : node.whyNotHot().isPresent() ? "NO" : "-";
    }

    private static void notHot(Status status, List<String> lines) {
        List<String> reasons = status.nodes().stream()
                .flatMap(node -> node.whyNotHot().stream().map(why -> "  " + node.name() + " is not hot: " + why))
                .toList();
        if (!reasons.isEmpty()) {
            lines.add("");
            lines.addAll(reasons);
        }
    }

    private static List<String> takeoverLines(String title, TakeoverStatus takeover) {
        List<String> lines = new ArrayList<>();
        lines.add(title + "epoch " + takeover.epoch() + ", " + takeover.leader()
                + takeover.previousLeader().map(from -> " from " + from).orElse("") + ", " + takeover.reason() + ", "
                + takeover.startedAt());
        long micros = 0;
        for (TakeoverStatus.Phase phase : takeover.phases()) {
            micros += phase.micros();
            lines.add(String.format(Locale.ROOT, "  %10.1f ms  %s", phase.micros() / 1000.0, phase.name()));
        }
        lines.add(
                takeover.listeningAt().isPresent()
                        ? String.format(Locale.ROOT, "  %10.1f ms  in all until mfsmaster listened", micros / 1000.0)
                        : "  mfsmaster never listened");
        lines.add(takeover.lost().isEmpty() ? "  no change is known to be lost" : "  LOST changes:");
        takeover.lost().forEach(change -> lines.add("    " + change));
        if (takeover.lostCount() > takeover.lost().size()) {
            lines.add("    and " + (takeover.lostCount() - takeover.lost().size()) + " more: `mfsha history --lost "
                    + takeover.epoch() + "`");
        }
        return lines;
    }

    private static String duration(long millis) {
        return millis < 10_000 ? millis + " ms" : millis / 1000 + " s";
    }
}
