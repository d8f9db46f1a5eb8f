package org.mfsha.lab.chaos;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.mfsha.lab.chaos.Violation.Rule;
import org.mfsha.lab.load.Figures;
import org.mfsha.lab.load.LostInode;
import org.mfsha.lab.load.Missing;

/** Says what of an observation must not be. */
final class Judge {
    private Judge() {}

    /** Everything that broke a rule. */
    static List<Violation> violations(Observation seen) {
        List<Violation> violations = new ArrayList<>();
        Excuse excuse = new Excuse(seen);
        seen.missing().stream()
                .filter(lost -> !excuse.covers(lost))
                .forEach(lost -> violations.add(new Violation(Rule.ACKNOWLEDGED_STAYS, told(lost, seen))));
        seen.lockOffences().stream()
                .filter(lost -> !excuse.covers(lost))
                .forEach(lost -> violations.add(new Violation(Rule.LOCKS_ARE_RESPECTED, told(lost, seen))));
        unexcusedErrors(seen).forEach(error -> violations.add(new Violation(Rule.NO_ERRORS, error)));
        masters(seen, violations);
        boolean takeovers = !seen.reign().takeovers().isEmpty();
        long metadataMillis = Bounds.metadataMillis(seen.strikes(), takeovers);
        long dataMillis = Bounds.dataMillis(seen.strikes(), takeovers);
        outage("metadata", seen.metadata(), metadataMillis, violations);
        outage("data", seen.data(), dataMillis, violations);
        // Of data's mount too: behind a question for a chunk that is held back they wait as well.
        operation(seen.locks(), dataMillis, violations);
        return violations;
    }

    /** Acknowledged operations that are gone, with an excuse. */
    static long excused(Observation seen) {
        Excuse excuse = new Excuse(seen);
        return all(seen).filter(excuse::covers).count();
    }

    /** Acknowledged operations that are gone, with an excuse or without one. */
    static long missing(Observation seen) {
        return all(seen).count();
    }

    private static Stream<Missing> all(Observation seen) {
        return Stream.concat(seen.missing().stream(), seen.lockOffences().stream());
    }

    /** Errors that applications saw and that do not follow from an excused loss. */
    static List<String> unexcusedErrors(Observation seen) {
        boolean loss = excused(seen) > 0;
        return seen.all().errors().stream()
                .filter(error -> !loss || !LostInode.explains(error))
                .toList();
    }

    private static void masters(Observation seen, List<Violation> violations) {
        Sighting sighting = seen.sighting();
        Reign reign = seen.reign();
        sighting.together().forEach(hosts -> violations.add(new Violation(Rule.ONE_MASTER, hosts)));
        if (!isInTurn(sighting.onWire(), reign.inTurn())) {
            violations.add(new Violation(
                    Rule.ONE_MASTER, "served on the wire, in turn: " + sighting.onWire() + "; led: " + reign.inTurn()));
        }
        // Applications got answers after the round. A watch that saw none of them proves nothing.
        if (sighting.onWire().isEmpty() || !sighting.onWire().getLast().equals(reign.leader())) {
            violations.add(new Violation(
                    Rule.WATCH_SEES, reign.leader() + " leads; seen on the wire, in turn: " + sighting.onWire()));
        }
        if (!sighting.onHosts().contains(reign.leader())) {
            violations.add(new Violation(
                    Rule.WATCH_SEES, reign.leader() + " leads; seen at the looks at hosts: " + sighting.onHosts()));
        }
    }

    /** Whether these served because they led: in the same order, perhaps not all of them. */
    private static boolean isInTurn(List<String> servers, List<String> leaders) {
        Iterator<String> turns = leaders.iterator();
        for (String server : servers) {
            boolean found = false;
            while (!found && turns.hasNext()) {
                found = turns.next().equals(server);
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    private static void outage(String what, Figures felt, long boundMillis, List<Violation> violations) {
        long millis = felt.stallNanos() / 1_000_000;
        if (millis > boundMillis) {
            violations.add(new Violation(
                    Rule.OUTAGE_IS_BOUNDED,
                    what + " stood still for " + millis + " ms, at most " + boundMillis + " were expected"));
        }
        operation(felt, boundMillis, violations);
    }

    private static void operation(Figures felt, long boundMillis, List<Violation> violations) {
        long millis = felt.worstNanos() / 1_000_000;
        if (millis > boundMillis) {
            violations.add(new Violation(
                    Rule.OUTAGE_IS_BOUNDED,
                    felt.worst() + " took " + millis + " ms, at most " + boundMillis + " were expected"));
        }
    }

    private static String told(Missing lost, Observation seen) {
        return String.format(
                Locale.ROOT,
                "%s (acknowledged %+d ms from the fault)",
                lost,
                (lost.acknowledgedNanos() - seen.beginNanos()) / 1_000_000);
    }
}
