package org.mfsha.core.simulation;

import java.util.Optional;
import java.util.TreeSet;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;

/**
 * S10: once an epoch has served, every later one follows it: nobody leads in a history without it. Its last changes may be
 * lost; that it was there must not be, or the changes of whoever has them would be taken for no history.
 */
final class ServedEpochsStayHistory implements Invariant {
    private final TreeSet<Long> served = new TreeSet<>();

    @Override
    public void serviceBegan(SimNode node) {
        served.add(node.service().epoch());
    }

    @Override
    public void persisted(SimNode node) {
        Lineage accepted = node.ballot().accepted();
        accepted.last()
                .filter(last -> last.leader().equals(node.id()))
                .flatMap(last -> missing(accepted, last))
                .ifPresent(epoch -> {
                    throw new Violation("S10: " + node.id() + " goes on without epoch " + epoch + ", which served: "
                            + accepted.records());
                });
    }

    /** Records older than the oldest one are forgotten on purpose. */
    private Optional<Long> missing(Lineage accepted, EpochRecord last) {
        long oldest = accepted.records().getFirst().epoch();
        return served.subSet(oldest, last.epoch()).stream()
                .filter(epoch -> !accepted.contains(epoch))
                .findFirst();
    }
}
