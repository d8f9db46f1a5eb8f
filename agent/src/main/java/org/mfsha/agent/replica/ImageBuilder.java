package org.mfsha.agent.replica;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.mfsha.agent.master.MasterLauncher;
import org.mfsha.agent.standby.Standby;
import org.mfsha.agent.store.ImageStore;
import org.mfsha.core.history.Lineage;
import org.mfsha.moosefs.files.Image;
import org.mfsha.moosefs.files.ImageAssembler;
import org.mfsha.moosefs.files.ImageSource;
import org.mfsha.moosefs.wire.BaseDownload;

/** Makes a clean image and primes a standby on it. Slow; never call it from a thread that decides. */
final class ImageBuilder {
    private static final Logger LOG = System.getLogger(ImageBuilder.class.getName());
    private static final Duration DOWNLOAD_STEP = Duration.ofSeconds(10);

    private final ImageStore store;
    private final MasterLauncher launcher;
    private final PeerChanges peers;

    ImageBuilder(ImageStore store, MasterLauncher launcher, PeerChanges peers) {
        this.store = store;
        this.launcher = launcher;
        this.peers = peers;
    }

    /** What the mfsmaster of the latest image says its version is; empty when there is none yet. */
    String masterVersion() {
        return launcher.version();
    }

    /**
     * From this node's own files, a former standby's or a former leader's; they are not changed.
     *
     * @param untilVersion where to cut, when what follows never became history
     */
    Standby fromLocal(DiskData data, OptionalLong untilVersion) throws IOException, InterruptedException {
        ImageSource source = ImageSource.scan(data.directory());
        for (Path journal : data.journals()) {
            source = source.plus(journal);
        }
        return prime(source, data.lineage(), untilVersion);
    }

    /** From an existing MooseFS installation's data directory, whose master is stopped; it is not changed. */
    Standby fromInstallation(Path directory) throws IOException, InterruptedException {
        try (InstallationLock lock = InstallationLock.take(directory)) {
            LOG.log(Level.INFO, "taking over the installation in {0}", lock.directory());
            return prime(ImageSource.scan(directory), Lineage.EMPTY, OptionalLong.empty());
        }
    }

    /**
     * From the serving master.
     *
     * <p>Its agent is asked twice. Before, because a master that is only being started may have to be taken back, with
     * lines that are nobody's history. Afterwards, because a node may have lost the lead and got it again since this node
     * began to follow it: then its master writes another log, and these changes would be called diverged that are not.
     * Epochs only grow, so whoever serves the epoch's log afterwards served nothing later before.
     */
    Standby fromLeader(Following leader) throws IOException, InterruptedException {
        Path download = store.run().resolve("download");
        emptied(download);
        peers.requireLogOf(leader.leader(), leader.epoch());
        BaseDownload.Result result = BaseDownload.into(download, leader.master(), DOWNLOAD_STEP);
        if (!(result instanceof BaseDownload.Result.Complete)) {
            throw new IOException("the leader has no metadata to give: " + result);
        }
        peers.requireLogOf(leader.leader(), leader.epoch());
        Standby standby = prime(ImageSource.scan(download), leader.lineage(), OptionalLong.empty());
        emptied(download);
        return standby;
    }

    /** A brand-new installation: an empty file system. */
    Standby fromNothing() throws IOException, InterruptedException {
        Path fresh = store.run().resolve("fresh");
        emptied(fresh);
        launcher.createEmptyMetadata(fresh);
        return prime(ImageSource.scan(fresh), Lineage.EMPTY, OptionalLong.empty());
    }

    private Standby prime(ImageSource source, Lineage lineage, OptionalLong untilVersion)
            throws IOException, InterruptedException {
        source.ignored().forEach(reason -> LOG.log(Level.WARNING, "not used for the image: {0}", reason));
        Path directory = store.freshImageDirectory();
        boolean complete = false;
        try {
            Image image = ImageAssembler.assemble(source, directory, untilVersion);
            image.torn().forEach(file -> LOG.log(Level.WARNING, "half a last line left out: {0}", file));
            Standby standby = Standby.prime(image, lineage, store, launcher);
            try {
                // Only now the image counts: what could not be loaded must not be taken for data after a restart.
                store.saveLineage(image.directory(), lineage);
                complete = true;
                return standby;
            } finally {
                if (!complete) {
                    standby.close(); // The disk is full: nobody else would ever end this mfsmaster.
                }
            }
        } finally {
            if (!complete) {
                discard(directory);
            }
        }
    }

    /** What a failed attempt copied is still where it was copied from. */
    private static void discard(Path directory) throws IOException {
        if (Files.exists(directory)) {
            emptied(directory);
            Files.delete(directory);
        }
    }

    /** Downloads and the like hold copies only. */
    private static void emptied(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
