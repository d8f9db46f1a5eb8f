package org.mfsha.lab.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mfsha.lab.Host;
import org.mfsha.lab.HostKind;
import org.mfsha.lab.Lab;
import org.mfsha.lab.chaos.fault.Scene;
import org.mfsha.lab.control.Agent;
import org.mfsha.lab.control.LostOperation;
import org.mfsha.lab.control.Takeover;
import org.mfsha.lab.system.Await;

/**
 * All leaderships of a run and what was lost with them, put together from what every candidate knows: one that was away
 * may have missed some, and only the one that returned knows what it had alone.
 */
final class Leaders {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final TreeMap<Long, Takeover> byEpoch = new TreeMap<>();
    private final TreeMap<Long, Set<String>> lostNames = new TreeMap<>();

    /**
     * Asks the candidates until all have answered.
     *
     * @param before who led before the round; the number of its epoch may be younger than its takeover
     * @param leader who leads now
     */
    Reign ask(Lab lab, Scene before, String leader) throws IOException, InterruptedException, TimeoutException {
        long epoch = before.epoch();
        Await.until("the candidates' history", ANSWER_LIMIT, () -> {
            try {
                askOnce(lab, epoch);
                return true;
            } catch (IOException silent) {
                return false;
            }
        });
        List<Takeover> served = byEpoch.tailMap(epoch, false).values().stream()
                .filter(takeover -> takeover.listeningAtEpochMillis() > 0)
                .toList();
        List<String> inTurn = new ArrayList<>(List.of(before.leader()));
        byEpoch.tailMap(epoch, false).values().forEach(takeover -> inTurn.add(takeover.leader()));
        Set<String> names = new HashSet<>();
        lostNames.tailMap(epoch, false).values().forEach(names::addAll);
        return new Reign(leader, served, inTurn, lastListening(served), names);
    }

    private void askOnce(Lab lab, long epoch) throws IOException {
        for (Host host : lab.hosts()) {
            if (host.kind() == HostKind.CANDIDATE) {
                Agent agent = lab.agent(host.name());
                for (Takeover takeover : agent.history()) {
                    byEpoch.merge(takeover.epoch(), takeover, Leaders::better);
                    if (takeover.epoch() > epoch && !takeover.lost().isEmpty()) {
                        name(agent, takeover.epoch());
                    }
                }
            }
        }
    }

    private void name(Agent agent, long epoch) throws IOException {
        Set<String> names = lostNames.computeIfAbsent(epoch, _ -> new HashSet<>());
        for (LostOperation lost : agent.lost(epoch)) {
            lost.path().ifPresent(names::add);
            lost.target().ifPresent(names::add);
        }
    }

    private static Takeover better(Takeover one, Takeover other) {
        return one.listeningAtEpochMillis() > 0 ? one : other;
    }

    /** All hosts have this machine's clocks. */
    private static long lastListening(List<Takeover> served) {
        long ago = served.stream()
                .mapToLong(Takeover::listeningAtEpochMillis)
                .map(listening -> System.currentTimeMillis() - listening)
                .min()
                .orElse(0);
        return served.isEmpty() ? 0 : System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(ago);
    }
}
