package org.mfsha.agent.archive.keeping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mfsha.agent.archive.Branch;
import org.mfsha.agent.archive.Item;
import org.mfsha.agent.archive.Piece;

/**
 * Decides what an archive gives up. Pure.
 *
 * <ul>
 *   <li>Age: what is older than the limit goes, except what a younger moment is restored from: the last base before the
 *       limit and the changes after it.
 *   <li>Size: the oldest goes first, whole bases with the changes up to the next one, and evidence.
 *   <li>Never: the newest base and everything after it; changes of other histories (they were lost, this may be all that
 *       is left of them) before their age.
 * </ul>
 */
final class Retention {
    private final List<Item> items;
    private final List<Evidence> evidence;
    private final Optional<Branch> branch;
    private final long maxBytes;
    private final long horizonSeconds;

    private final Set<Item> removedItems = new HashSet<>();
    private final Set<Evidence> removedEvidence = new HashSet<>();

    private Retention(
            List<Item> items, List<Evidence> evidence, Optional<Branch> branch, long maxBytes, long horizonSeconds) {
        this.items = items;
        this.evidence = evidence;
        this.branch = branch;
        this.maxBytes = maxBytes;
        this.horizonSeconds = horizonSeconds;
    }

    /**
     * What is to be given up.
     *
     * @param bytesLeft size of what stays
     */
    record Verdict(List<Item> items, List<Evidence> evidence, long bytesLeft) {}

    /**
     * Decides.
     *
     * @param branch this cluster's history; empty when there is nothing of it
     * @param maxBytes what all of it may take
     * @param horizonSeconds what is older is old, seconds since 1970
     */
    static Verdict decide(
            List<Item> items, List<Evidence> evidence, Optional<Branch> branch, long maxBytes, long horizonSeconds) {
        var retention = new Retention(items, evidence, branch, maxBytes, horizonSeconds);
        retention.giveUpWhatIsOld();
        retention.giveUpWhatIsTooMuch();
        return new Verdict(
                items.stream().filter(retention.removedItems::contains).toList(),
                evidence.stream().filter(retention.removedEvidence::contains).toList(),
                retention.bytesLeft());
    }

    private void giveUpWhatIsOld() {
        List<Piece.Base> bases = bases();
        long pivot = bases.stream()
                .filter(base -> base.takenSeconds() <= horizonSeconds)
                .reduce((_, later) -> later)
                .or(() -> bases.stream().findFirst())
                .map(Piece.Base::version)
                .orElse(0L);
        items.stream()
                .filter(item -> item.madeSeconds() < horizonSeconds && !isNeeded(item, pivot))
                .forEach(removedItems::add);
        evidence.stream().filter(each -> each.sinceSeconds() < horizonSeconds).forEach(removedEvidence::add);
    }

    /** One step towards a smaller archive. */
    private record Step(long seconds, List<Item> items, List<Evidence> evidence) {}

    private void giveUpWhatIsTooMuch() {
        List<Step> steps = new ArrayList<>(chainSteps());
        items.stream()
                .filter(Item::isDoubtful)
                .forEach(item -> steps.add(new Step(item.madeSeconds(), List.of(item), List.of())));
        evidence.stream()
                .filter(each -> !each.ofLostChanges())
                .forEach(each -> steps.add(new Step(each.sinceSeconds(), List.of(), List.of(each))));
        steps.sort(Comparator.comparingLong(Step::seconds));
        for (Step step : steps) {
            if (bytesLeft() <= maxBytes) {
                return;
            }
            removedItems.addAll(step.items());
            removedEvidence.addAll(step.evidence());
        }
    }

    /** One step for each base: give up what is before it. Nothing ever goes that the last one needs. */
    private List<Step> chainSteps() {
        List<Step> steps = new ArrayList<>();
        long seconds = 0;
        for (Piece.Base base : bases()) {
            List<Item> before = items.stream()
                    .filter(item -> !item.isDoubtful() && isOnBranch(item) && !isNeeded(item, base.version()))
                    .filter(item -> !isYoungEvidence(item))
                    .toList();
            steps.add(new Step(seconds, before, List.of()));
            seconds = Math.max(seconds, base.takenSeconds()); // The next step takes this base with it.
        }
        return steps;
    }

    private List<Piece.Base> bases() {
        return items.stream()
                .filter(item -> !item.isDoubtful())
                .map(Item::piece)
                .filter(Piece.Base.class::isInstance)
                .map(Piece.Base.class::cast)
                .filter(base -> branch.filter(own -> own.has(base)).isPresent())
                .sorted(Comparator.comparingLong(Piece.Base::version))
                .toList();
    }

    /** Whether a version of this history from the pivot on may be restored from it. */
    private boolean isNeeded(Item item, long pivot) {
        if (item.isDoubtful() || branch.isEmpty()) {
            return false;
        }
        return switch (item.piece()) {
            case Piece.Base base -> branch.get().has(base) && base.version() >= pivot;
            case Piece.Changes some ->
                branch.get().endIn(some) > some.first() && branch.get().endIn(some) > pivot;
        };
    }

    private boolean isOnBranch(Item item) {
        return isNeeded(item, 0);
    }

    private boolean isYoungEvidence(Item item) {
        boolean beyond = item.piece() instanceof Piece.Changes some
                && branch.filter(own -> own.endIn(some) == some.next()).isEmpty();
        return beyond && item.madeSeconds() >= horizonSeconds;
    }

    private long bytesLeft() {
        long bytes = items.stream()
                .filter(item -> !removedItems.contains(item))
                .mapToLong(item -> item.seal().bytes())
                .sum();
        return bytes
                + evidence.stream()
                        .filter(each -> !removedEvidence.contains(each))
                        .mapToLong(Evidence::bytes)
                        .sum();
    }
}
