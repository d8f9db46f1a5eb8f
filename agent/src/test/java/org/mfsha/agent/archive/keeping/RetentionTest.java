package org.mfsha.agent.archive.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.mfsha.agent.archive.Branch;
import org.mfsha.agent.archive.Catalogue;
import org.mfsha.agent.archive.Item;
import org.mfsha.agent.archive.Pasts;
import org.mfsha.agent.archive.Piece;
import org.mfsha.agent.archive.PlainFile;
import org.mfsha.agent.archive.Provenance;
import org.mfsha.agent.archive.Range;
import org.mfsha.core.history.Lineage;

/** Version V is made at second V. Epoch 1 ends at {@value #END_OF_FIRST}; what it has beyond is lost. */
class RetentionTest {
    private static final long END_OF_FIRST = 500;
    private static final Lineage LINEAGE = Pasts.lineage(1, END_OF_FIRST);
    private static final Branch BRANCH = new Branch(Pasts.ID, LINEAGE);
    private static final long NOW = 1_000;
    private static final long UNLIMITED = Long.MAX_VALUE;

    @Test
    void everyMomentYoungerThanTheLimitCanStillBeRestored() {
        List<Item> items =
                List.of(base(1, 100), changes(1, 100, 200), base(1, 200), changes(1, 200, 300), base(1, 300));

        var verdict = Retention.decide(items, List.of(), Optional.of(BRANCH), UNLIMITED, 250);

        // The base of 200 is older than the limit, but 250 is restored from it.
        assertThat(verdict.items()).containsExactly(items.get(0), items.get(1));
    }

    @Test
    void theLastBaseAndWhatFollowsItStayHoweverOldAndLargeTheyAre() {
        List<Item> items =
                List.of(base(1, 10), changes(1, 10, 20), base(1, 20), changes(1, 20, 30), changes(1, 30, 40));

        var verdict = Retention.decide(items, List.of(), Optional.of(BRANCH), 1, 900);

        assertThat(verdict.items()).containsExactly(items.get(0), items.get(1));
        assertThat(verdict.bytesLeft()).isEqualTo(3 * BYTES);
    }

    @Test
    void lostChangesStayUntilTheirAgeAlsoWhenTheArchiveIsTooLarge() {
        List<Item> items = List.of(base(1, 10), changes(1, 10, 520), base(2, 600), changes(2, 600, 700));

        assertThat(Retention.decide(items, List.of(), Optional.of(BRANCH), 1, 15)
                        .items())
                .as("young")
                .containsExactly(items.get(0));
        assertThat(Retention.decide(items, List.of(), Optional.of(BRANCH), 1, 650)
                        .items())
                .as("old")
                .containsExactly(items.get(0), items.get(1));
    }

    @Test
    void evidenceGoesByItsAgeAndWhatMayHoldLostChangesByNothingElse() {
        var differed = new Evidence(Path.of("differed"), "", 800, 1000, false);
        var lost = new Evidence(Path.of("lost"), "", 800, 1000, true);
        var old = new Evidence(Path.of("old"), "", 100, 1000, true);

        var verdict =
                Retention.decide(List.of(base(2, 600)), List.of(differed, lost, old), Optional.of(BRANCH), 1, 500);

        assertThat(verdict.evidence()).containsExactly(differed, old);
    }

    @Test
    void whatIsInDoubtIsNoReasonToKeepOrToGiveUpAnythingElse() {
        Item doubtful = new Item(
                base(2, 900).piece(), Path.of("doubtful"), new Item.Seal(BYTES, ""), 900, "000009", "it differed");
        List<Item> items = List.of(base(1, 10), changes(1, 10, 20), base(1, 20), doubtful);

        var verdict = Retention.decide(items, List.of(), Optional.of(BRANCH), 1, 0);

        assertThat(verdict.items()).containsExactly(items.get(0), items.get(1), doubtful);
    }

    @Test
    void thePromisesHoldForAnyArchiveAndAnyLimit() {
        for (long seed = 0; seed < 1_000; seed++) {
            var random = new SplittableRandom(seed);
            List<Item> items = randomItems(random);
            List<Evidence> evidence = randomEvidence(random);
            long maxBytes = random.nextLong(1, 30 * BYTES);
            long horizon = random.nextLong(0, NOW);

            var verdict = Retention.decide(items, evidence, Optional.of(BRANCH), maxBytes, horizon);

            checkPromises("seed " + seed, items, evidence, maxBytes, horizon, verdict);
        }
    }

    private static void checkPromises(
            String seed,
            List<Item> items,
            List<Evidence> evidence,
            long maxBytes,
            long horizon,
            Retention.Verdict verdict) {
        List<Item> left = without(items, verdict.items());
        List<Range> before = ranges(items);
        List<Range> after = ranges(left);
        List<Range> onlyAge = ranges(without(
                items,
                Retention.decide(items, evidence, Optional.of(BRANCH), UNLIMITED, horizon)
                        .items()));
        long newest = before.stream()
                .map(Range::base)
                .mapToLong(Piece.Base::version)
                .max()
                .orElse(0);
        for (long version = 1; version < NOW; version++) {
            boolean could = restores(before, version);
            if (could && version >= newest) {
                require(restores(after, version), seed + ": last good set, " + version);
            }
            if (could && version >= horizon) {
                require(restores(onlyAge, version), seed + ": young, " + version);
            }
        }
        assertThat(verdict.items())
                .as("%s: young evidence of lost changes", seed)
                .noneMatch(item -> item.madeSeconds() >= horizon && isLost(item));
        assertThat(verdict.evidence())
                .as("%s: young evidence", seed)
                .noneMatch(each -> each.sinceSeconds() >= horizon && each.ofLostChanges());
        var again = Retention.decide(
                left, withoutEvidence(evidence, verdict.evidence()), Optional.of(BRANCH), maxBytes, horizon);
        assertThat(again.items()).as("%s: nothing is left to do", seed).isEmpty();
        if (verdict.bytesLeft() > maxBytes) {
            assertThat(left)
                    .as("%s: everything that is left must be", seed)
                    .allMatch(item -> isLost(item) || isNeeded(item, newest));
        }
    }

    /** An assertion that costs nothing while it holds. */
    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private static boolean isLost(Item item) {
        return switch (item.piece()) {
            case Piece.Base base -> !BRANCH.has(base);
            case Piece.Changes some -> BRANCH.endIn(some) < some.next();
        };
    }

    private static boolean isNeeded(Item item, long newest) {
        return switch (item.piece()) {
            case Piece.Base base -> base.version() == newest;
            case Piece.Changes some -> BRANCH.endIn(some) > newest;
        };
    }

    private static List<Item> randomItems(SplittableRandom random) {
        List<Item> items = new ArrayList<>();
        long version = random.nextLong(1, 300);
        while (version < NOW - 60 && items.size() < 40) {
            long next = version + random.nextLong(1, 60);
            long epoch = version < END_OF_FIRST ? 1 : 2;
            if (random.nextInt(4) == 0) {
                items.add(base(epoch, version));
            }
            if (random.nextInt(8) > 0) {
                items.add(changes(epoch, version, next)); // Beyond the end of epoch 1 now and then: lost.
            }
            boolean lostTail = epoch == 1 && next > END_OF_FIRST;
            version = lostTail ? END_OF_FIRST : next;
        }
        if (random.nextBoolean()) {
            items.add(changes(1, END_OF_FIRST + 10, END_OF_FIRST + 20));
        }
        return items;
    }

    private static List<Evidence> randomEvidence(SplittableRandom random) {
        List<Evidence> evidence = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            evidence.add(new Evidence(
                    Path.of("evidence-" + i),
                    "",
                    random.nextLong(NOW),
                    random.nextLong(10 * BYTES),
                    random.nextBoolean()));
        }
        return evidence;
    }

    private static final long BYTES = 1_000;

    private static Item base(long epoch, long version) {
        var provenance = new Provenance(Pasts.ID, LINEAGE.upTo(epoch));
        var file = new PlainFile(Path.of("base-" + version));
        return item(new Piece.Base(provenance, version, version, file), version);
    }

    private static Item changes(long epoch, long first, long next) {
        var provenance = new Provenance(Pasts.ID, LINEAGE.upTo(epoch));
        var file = new PlainFile(Path.of("changes-" + epoch + "-" + first));
        return item(new Piece.Changes(provenance, first, next, first, next - 1, file), next);
    }

    private static Item item(Piece piece, long made) {
        return new Item(piece, Path.of(piece.name()), new Item.Seal(BYTES, ""), made, "000001", "");
    }

    private static List<Range> ranges(List<Item> items) {
        return new Catalogue(items.stream().map(Item::piece).toList()).ranges(BRANCH);
    }

    private static boolean restores(List<Range> ranges, long version) {
        return ranges.stream().anyMatch(range -> range.reaches(version));
    }

    private static List<Item> without(List<Item> items, List<Item> removed) {
        return items.stream().filter(Predicate.not(removed::contains)).toList();
    }

    private static List<Evidence> withoutEvidence(List<Evidence> all, List<Evidence> removed) {
        return all.stream().filter(Predicate.not(removed::contains)).toList();
    }
}
