package org.mfsha.agent.archive.keeping;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mfsha.agent.archive.ArchiveDirectory;
import org.mfsha.agent.archive.ArchiveLock;
import org.mfsha.agent.archive.Branch;
import org.mfsha.agent.archive.DamagedException;
import org.mfsha.agent.archive.Item;
import org.mfsha.agent.archive.Piece;
import org.mfsha.agent.config.ArchiveConfig;

/** Carries out what {@link Retention} decides, after a look at what has to stay. Not thread-safe. */
final class Pruner {
    private static final Logger LOG = System.getLogger(Pruner.class.getName());

    private final ArchiveDirectory archive;
    private final EvidenceFiles evidence;
    private final ArchiveConfig config;
    private final Clock clock;
    private final Set<Path> foundWhole = new HashSet<>();

    Pruner(ArchiveDirectory archive, EvidenceFiles evidence, ArchiveConfig config, Clock clock) {
        this.archive = archive;
        this.evidence = evidence;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Gives up what is old or too much.
     *
     * @param branch this cluster's history
     * @return what somebody should know; empty when all is well
     */
    Optional<String> prune(Optional<Branch> branch) throws IOException {
        long horizon = clock.instant().minus(Duration.ofDays(config.keepDays())).getEpochSecond();
        Retention.Verdict verdict =
                Retention.decide(archive.items(), evidence.kept(), branch, config.maxBytes(), horizon);
        boolean something = !verdict.items().isEmpty() || !verdict.evidence().isEmpty();
        if (something) {
            Optional<String> damaged = branch.isEmpty() ? Optional.empty() : damageOfWhatStays(branch.get());
            if (damaged.isPresent()) {
                return damaged;
            }
            carryOut(verdict);
        }
        return verdict.bytesLeft() <= config.maxBytes()
                ? Optional.empty()
                : Optional.of("the archive takes " + verdict.bytesLeft() / (1 << 20) + " MiB, more than"
                        + " ARCHIVE_MAX_SIZE: nothing more can go, the rest is the newest restorable metadata and"
                        + " evidence of lost changes younger than ARCHIVE_KEEP_DAYS");
    }

    private void carryOut(Retention.Verdict verdict) throws IOException {
        // Whoever reads at the moment, a restore perhaps, is not robbed of what it reads.
        try (ArchiveLock lock = ArchiveLock.forDeleting(archive.root())) {
            if (!lock.isHeld()) {
                return;
            }
            for (Item item : verdict.items()) {
                LOG.log(Level.INFO, "given up after its time: {0}", item.file());
                archive.remove(item);
            }
            for (Evidence each : verdict.evidence()) {
                LOG.log(Level.INFO, "given up after its time: {0}", each.directory());
                EvidenceFiles.delete(each.directory());
            }
        }
    }

    /** Before older ones go, the newest base and all that follows it are read once to their ends. */
    private Optional<String> damageOfWhatStays(Branch branch) throws IOException {
        long newest = archive.catalogue().bases(branch).stream()
                .mapToLong(Piece.Base::version)
                .max()
                .orElse(0);
        for (Item item : archive.items()) {
            if (!item.isDoubtful() && staysFor(item.piece(), branch, newest) && !foundWhole.contains(item.file())) {
                try {
                    ArchiveDirectory.check(item);
                    foundWhole.add(item.file());
                } catch (DamagedException e) {
                    archive.doubt(item, "damaged: " + e.getMessage());
                    return Optional.of("the archive is damaged: " + e.getMessage()
                            + "; it is not used any more, and nothing older was given up");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean staysFor(Piece piece, Branch branch, long newest) {
        return switch (piece) {
            case Piece.Base base -> branch.has(base) && base.version() == newest;
            case Piece.Changes some -> branch.endIn(some) > newest;
        };
    }

    /** Files that are gone need not be remembered. */
    void forget() {
        foundWhole.retainAll(
                List.copyOf(archive.items().stream().map(Item::file).toList()));
    }
}
