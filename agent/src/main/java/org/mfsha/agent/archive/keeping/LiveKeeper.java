package org.mfsha.agent.archive.keeping;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.mfsha.agent.archive.ArchiveDirectory;
import org.mfsha.agent.archive.Item;
import org.mfsha.agent.archive.Material;
import org.mfsha.agent.archive.Piece;
import org.mfsha.agent.config.ArchiveConfig;
import org.mfsha.moosefs.files.BaseFile;

/** Archives what this node's mfsmaster works with, a segment now and then and a base once a day. Not thread-safe. */
final class LiveKeeper {
    private static final Logger LOG = System.getLogger(LiveKeeper.class.getName());
    /** Some 15 MiB of changes: a busy master does not wait for the time to come. */
    private static final long MANY_CHANGES = 250_000;

    private static final String PINNED = "pinned-base";

    private final ArchiveDirectory archive;
    private final Absorber absorber;
    private final ArchiveConfig config;
    private final Clock clock;
    private Optional<Seen> before = Optional.empty();

    /** How far an image had come. */
    private record Seen(Path image, long end) {}

    LiveKeeper(ArchiveDirectory archive, ArchiveConfig config, Clock clock) {
        this.archive = archive;
        this.absorber = new Absorber(archive);
        this.config = config;
        this.clock = clock;
    }

    /**
     * Archives what is due.
     *
     * @return the version before which nobody needs this node's own copy of the changes; 0 when nothing can be said
     */
    long keep(Live live) throws IOException {
        long end = live.journals().getLast().nextVersion();
        Optional<Seen> known = before.filter(seen -> seen.image().equals(live.image()));
        before = Optional.of(new Seen(live.image(), end));
        if (known.isEmpty() || live.lineage().records().isEmpty()) {
            return 0;
        }
        Path pinned = archive.root().resolve(PINNED);
        try {
            // The serving master may put a new file in the place of this one at any time.
            Files.deleteIfExists(pinned);
            Files.createLink(pinned, live.base().path());
            return keep(live, BaseFile.open(pinned), known.get().end());
        } finally {
            Files.deleteIfExists(pinned);
        }
    }

    private long keep(Live live, BaseFile base, long settledEnd) throws IOException {
        // What came since the last look may belong to an epoch that this node has not entered yet.
        Material material = live.material(base).until(settledEnd);
        if (isDue(material)) {
            absorber.absorb(material);
        }
        if (isBaseDue(material)) {
            absorber.addBase(material);
            LOG.log(Level.INFO, "archived the metadata of version {0}", Long.toString(base.version()));
        }
        return Math.min(base.version(), absorber.wanted(material).orElse(material.end()));
    }

    private boolean isDue(Material material) {
        if (absorber.newestBase(material).isEmpty()) {
            return true;
        }
        Optional<Long> wanted = absorber.wanted(material);
        if (wanted.isEmpty()) {
            return !absorber.isComplete(material);
        }
        boolean many = material.end() - wanted.get() >= MANY_CHANGES;
        return many || age(lastMade()) >= config.segmentMinutes() * 60;
    }

    private long lastMade() {
        return archive.items().stream().mapToLong(Item::madeSeconds).max().orElse(0);
    }

    private boolean isBaseDue(Material material) {
        Optional<Piece.Base> newest = absorber.newestBase(material);
        return newest.isPresent()
                && newest.get().version() < material.base().version()
                && age(newest.get().takenSeconds()) >= config.baseHours() * 3600;
    }

    /** A clock that was set back makes nothing wait for years. */
    private long age(long seconds) {
        return Math.abs(clock.instant().getEpochSecond() - seconds);
    }
}
