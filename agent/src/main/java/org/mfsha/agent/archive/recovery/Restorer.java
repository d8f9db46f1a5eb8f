package org.mfsha.agent.archive.recovery;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.mfsha.agent.archive.Branch;
import org.mfsha.agent.archive.Catalogue;
import org.mfsha.agent.archive.DamagedException;
import org.mfsha.agent.archive.Piece;
import org.mfsha.agent.archive.Slice;
import org.mfsha.agent.config.MasterFiles;
import org.mfsha.agent.master.OfflineRestore;
import org.mfsha.agent.store.Ownership;
import org.mfsha.moosefs.config.MasterConfigFile;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.Image;
import org.mfsha.moosefs.files.LogLine;

/**
 * Builds the metadata of one version in an empty directory, with an unmodified mfsmaster. What is damaged is named, and
 * something else is taken in its place where there is something. For one thread.
 */
public final class Restorer {
    private static final String WORK = "mfsha-restore";
    private static final Duration LIMIT = Duration.ofDays(2);

    private final Stock stock;
    private final Branch branch;
    private final Moment moment;
    private final MasterFiles master;
    private final Consumer<String> progress;
    private final Set<String> damaged = new HashSet<>();

    /**
     * @param branch the history to follow
     * @param master what to restore with
     * @param progress gets a line now and then
     */
    public Restorer(Stock stock, Branch branch, Moment moment, MasterFiles master, Consumer<String> progress) {
        this.stock = stock;
        this.branch = branch;
        this.moment = moment;
        this.master = master;
        this.progress = progress;
    }

    /** Which state is wanted. */
    public sealed interface Goal {
        /** That version: every change before it. */
        record Version(long version) implements Goal {}

        /** Every change up to the first one that is later; seconds since 1970. */
        record Time(long seconds) implements Goal {}
    }

    /** What was built. */
    public record Result(Path file, long version, long metadataId) {}

    /**
     * Restores.
     *
     * @param into must be empty or not there; gets {@code metadata.mfs} and nothing else
     * @throws RecoveryException when nothing leads to the goal
     */
    public Result restore(Goal goal, Path into) throws IOException, RecoveryException, InterruptedException {
        Path target = into.toAbsolutePath();
        requireEmpty(target);
        while (true) {
            try {
                return attempt(goal, target);
            } catch (DamagedException e) {
                if (!damaged.add(e.name())) {
                    throw e; // It is not used any more: somebody else's fault.
                }
                progress.accept("DAMAGED: " + e.getMessage() + "; looking for another way");
            }
        }
    }

    private Result attempt(Goal goal, Path into) throws IOException, RecoveryException, InterruptedException {
        Catalogue usable = stock.catalogue().without(piece -> damaged.contains(piece.name()));
        var planner = new Planner(usable, branch, moment);
        Plan plan = planner.to(version(goal, planner));
        Path work = Files.createDirectories(into.resolve(WORK));
        boolean keep = false;
        try {
            build(plan, work);
            keep = true; // If mfsmaster fails, somebody will want to see what it was given.
            BaseFile restored = run(work);
            check(plan, restored);
            Path file = into.resolve("metadata.mfs");
            Files.move(restored.path(), file, StandardCopyOption.ATOMIC_MOVE);
            ownership().apply(into);
            keep = false;
            return new Result(file, plan.version(), restored.metadataId());
        } finally {
            if (!keep) {
                delete(work);
            }
        }
    }

    private long version(Goal goal, Planner planner) throws IOException, RecoveryException {
        return switch (goal) {
            case Goal.Version(long version) -> version;
            case Goal.Time(long seconds) -> {
                long version = planner.at(seconds);
                progress.accept("At " + moment.tell(seconds) + " (" + moment.zone() + ") the metadata had version "
                        + version + ".");
                if (planner.isOutOfOrder(version, seconds)) {
                    progress.accept("Note: later changes carry an earlier time (a takeover, or clocks that differ);"
                            + " they are left out. --version chooses exactly.");
                }
                yield version;
            }
        };
    }

    private static void requireEmpty(Path into) throws IOException, RecoveryException {
        Files.createDirectories(into);
        try (Stream<Path> entries = Files.list(into)) {
            Optional<Path> first = entries.findAny();
            if (first.isPresent()) {
                throw new RecoveryException(
                        into + " is not empty (" + first.get().getFileName()
                                + "): mfsmaster would take what is there for metadata; name a new directory");
            }
        }
    }

    private void build(Plan plan, Path work) throws IOException {
        progress.accept("Taking the metadata of version " + plan.base().version() + " from "
                + plan.base().name());
        Path base = work.resolve(Image.BASE_NAME);
        try (InputStream in = plan.base().bytes().open()) {
            Files.copy(in, base);
        }
        checkBase(plan.base(), base);
        long count = plan.version() - plan.base().version();
        progress.accept("Applying " + count + " changes from " + plan.slices().size() + " files");
        if (count > 0) {
            try (OutputStream out =
                    new BufferedOutputStream(Files.newOutputStream(work.resolve(Image.CHANGELOG_NAME)))) {
                for (Slice slice : plan.slices()) {
                    append(slice, out);
                }
            }
        }
    }

    private static void checkBase(Piece.Base piece, Path file) throws DamagedException {
        try {
            BaseFile base = BaseFile.open(file);
            if (base.version() != piece.version()
                    || base.metadataId() != piece.provenance().metadataId()) {
                throw new DamagedException(piece.name(), "is version " + base.version() + ", not " + piece.version());
            }
        } catch (DamagedException e) {
            throw e;
        } catch (IOException e) {
            throw new DamagedException(piece.name(), String.valueOf(e.getMessage()));
        }
    }

    private static void append(Slice slice, OutputStream out) throws IOException {
        String name = slice.changes().name();
        try (Piece.Reader reader = slice.changes().lines().from(slice.from())) {
            for (long version = slice.from(); version < slice.until(); version++) {
                long wanted = version;
                LogLine line = reader.next()
                        .filter(change -> change.version() == wanted)
                        .orElseThrow(() -> new DamagedException(name, "change " + wanted + " is missing"));
                out.write(line.bytes());
            }
            reader.check();
        }
    }

    private BaseFile run(Path work) throws IOException, InterruptedException {
        progress.accept("Restoring with " + master.program());
        var restore = new OfflineRestore(
                master.program(), configuration(), ownership(), work.getParent(), OfflineRestore.Pace.URGENT);
        Path restored = restore.run(work, LIMIT, () -> true);
        Files.deleteIfExists(work.resolveSibling("mfsmaster-restore.cfg"));
        Files.deleteIfExists(work.resolveSibling("mfsmaster-restore.log"));
        return BaseFile.open(restored);
    }

    private MasterConfigFile configuration() throws IOException {
        return Files.exists(master.cfg()) ? MasterConfigFile.read(master.cfg()) : MasterConfigFile.parse("");
    }

    private Ownership ownership() throws IOException {
        return Ownership.of(
                configuration().value("WORKING_USER").orElse("mfs"),
                configuration().value("WORKING_GROUP").orElse("mfs"));
    }

    /** The result must be exactly what was asked for, and whole. */
    private static void check(Plan plan, BaseFile restored) throws IOException {
        long id = plan.base().provenance().metadataId();
        if (restored.version() != plan.version() || restored.metadataId() != id) {
            throw new IOException(restored.path() + " is version " + restored.version() + " of "
                    + Long.toHexString(restored.metadataId()) + ", wanted was " + plan.version() + " of "
                    + Long.toHexString(id) + ": mfsmaster did not apply every change");
        }
        if (restored.sections().isEmpty()) {
            throw new IOException(restored.path() + " has no sections");
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            List<Path> deepestFirst = new ArrayList<>(files.toList());
            deepestFirst.sort(Comparator.reverseOrder());
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
