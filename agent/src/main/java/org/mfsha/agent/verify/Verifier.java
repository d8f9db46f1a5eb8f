package org.mfsha.agent.verify;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.mfsha.agent.master.MasterLauncher;
import org.mfsha.agent.store.ImageStore;
import org.mfsha.moosefs.compare.BaseComparison;
import org.mfsha.moosefs.compare.Comparison;
import org.mfsha.moosefs.compare.Divergence;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.Image;
import org.mfsha.moosefs.files.ImageAssembler;
import org.mfsha.moosefs.files.ImageSource;
import org.mfsha.moosefs.wire.BaseDownload;

/** Proves one image at a time; the image itself is only read. Slow. Not thread-safe. */
public final class Verifier {
    private static final Logger LOG = System.getLogger(Verifier.class.getName());
    private static final String WORK = "verify-";
    private static final Duration DOWNLOAD_STEP = Duration.ofSeconds(10);
    /** Loading 100 million inodes takes minutes, at the lowest priority a multiple of that. */
    private static final Duration RESTORE_LIMIT = Duration.ofHours(2);

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ImageStore store;
    private final MasterLauncher launcher;
    private final Headroom headroom = new Headroom(Path.of("/proc"));

    /**
     * @param store where images are, and where what differed is kept
     * @param launcher of the same mfsmaster that serves
     */
    public Verifier(ImageStore store, MasterLauncher launcher) {
        this.store = store;
        this.launcher = launcher;
    }

    /** Removes what a verification left that an end of the agent broke off. */
    public void clearLeftovers() {
        try (Stream<Path> entries = Files.list(store.run())) {
            for (Path entry : entries.filter(
                            each -> each.getFileName().toString().startsWith(WORK))
                    .toList()) {
                delete(entry);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "what an earlier verification left cannot be removed", e);
        }
    }

    /**
     * Compares an image with what its leader saved last.
     *
     * @param wanted whether this node still is a hot standby; else the verification is broken off
     */
    public Verification verify(Subject subject, BooleanSupplier wanted) throws InterruptedException {
        long begun = System.nanoTime();
        try {
            return compare(subject, wanted, begun);
        } catch (NotNowException e) {
            return result(Verification.Result.NOT_COMPARED, 0, e.getMessage(), List.of(), begun);
        } catch (IOException | RuntimeException e) {
            if (!wanted.getAsBoolean()) {
                String text = "broken off: this node is no hot standby any more";
                return result(Verification.Result.NOT_COMPARED, 0, text, List.of(), begun);
            }
            LOG.log(Level.ERROR, "the verification of " + subject.image() + " failed", e);
            return result(Verification.Result.FAILED, 0, String.valueOf(e.getMessage()), List.of(), begun);
        }
    }

    private Verification compare(Subject subject, BooleanSupplier wanted, long begun)
            throws IOException, InterruptedException, NotNowException {
        BaseDownload.Saved saved = fetch(subject, () -> BaseDownload.look(subject.master(), DOWNLOAD_STEP))
                .orElseThrow(
                        () -> new NotNowException(subject.leader() + " has never saved its metadata" + nextSave()));
        checkVersion(subject, saved.version());
        Path changelog = subject.image().resolve(Image.CHANGELOG_NAME);
        headroom.checkMemory(subject.pid());
        headroom.checkDisk(store.run(), saved.sizeBytes(), changelog);
        Path work = Files.createDirectory(store.run().resolve(WORK + System.currentTimeMillis()));
        boolean keep = false;
        try {
            Path fetched = Files.createDirectory(work.resolve("leader"));
            BaseFile leader = fetch(subject, () -> BaseDownload.baseInto(fetched, subject.master(), DOWNLOAD_STEP));
            checkVersion(subject, leader.version()); // It may have saved again meanwhile.
            BaseFile rebuilt = rebuilt(subject, leader.version(), work.resolve("rebuilt"), wanted);
            Comparison comparison = BaseComparison.of(leader, rebuilt);
            keep = !comparison.isEqual();
            return keep ? different(subject, comparison, work, begun) : equal(subject, comparison, begun);
        } finally {
            if (!keep) {
                delete(work);
            }
        }
    }

    private interface Fetch<T> {
        T run() throws IOException;
    }

    /** A connection that breaks says nothing about the image. */
    private static <T> T fetch(Subject subject, Fetch<T> fetch) throws NotNowException {
        try {
            return fetch.run();
        } catch (IOException e) {
            throw new NotNowException("what " + subject.leader() + " saved cannot be fetched: " + e.getMessage());
        }
    }

    private static void checkVersion(Subject subject, long saved) throws NotNowException {
        if (saved <= subject.baseVersion()) {
            throw new NotNowException("nothing to compare with: " + subject.leader()
                    + " has not saved its metadata since this node's image was made from version "
                    + subject.baseVersion() + nextSave());
        }
        if (saved > subject.nextVersion()) {
            throw new NotNowException("this node has changes up to version " + subject.nextVersion() + ", "
                    + subject.leader() + " saved version " + saved + ": try again when it has caught up");
        }
    }

    /** MooseFS saves on whole hours, every METADATA_SAVE_FREQ hours (metadata.c, meta_dostoreall). */
    private static String nextSave() {
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        return "; MooseFS saves on whole hours, next at " + CLOCK.format(hour)
                + " UTC unless METADATA_SAVE_FREQ is above 1";
    }

    private BaseFile rebuilt(Subject subject, long version, Path directory, BooleanSupplier wanted)
            throws IOException, InterruptedException {
        ImageAssembler.assemble(ImageSource.scan(subject.image()), directory, OptionalLong.of(version));
        return BaseFile.open(launcher.offlineRestore().run(directory, RESTORE_LIMIT, wanted));
    }

    private static Verification equal(Subject subject, Comparison comparison, long begun) {
        String text = "equal to what " + subject.leader() + " saved at version " + comparison.version() + ": base "
                + subject.baseVersion() + " and " + (comparison.version() - subject.baseVersion()) + " changes, "
                + comparison.sections().size() + " sections";
        return result(Verification.Result.EQUAL, comparison.version(), text, List.of(), begun);
    }

    private Verification different(Subject subject, Comparison comparison, Path work, long begun) throws IOException {
        Path kept = store.archive(work, "differs");
        List<String> differences =
                comparison.divergences().stream().map(Divergence::inWords).toList();
        String text = "image " + subject.image().getFileName() + " DIFFERS from what " + subject.leader()
                + " saved at version " + comparison.version() + " in "
                + String.join(
                        ", ",
                        comparison.divergences().stream()
                                .map(Divergence::section)
                                .toList())
                + "; both are kept in " + kept;
        return result(Verification.Result.DIFFERENT, comparison.version(), text, differences, begun);
    }

    private static Verification result(
            Verification.Result result, long version, String text, List<String> differences, long begun) {
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        return new Verification(System.currentTimeMillis(), result, version, text, differences, millis);
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
