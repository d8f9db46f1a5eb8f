package org.mfsha.moosefs.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.moosefs.compare.BaseComparison;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.ChangelogReader;
import org.mfsha.moosefs.files.Image;
import org.mfsha.moosefs.files.ImageAssembler;
import org.mfsha.moosefs.files.ImageSource;
import org.mfsha.moosefs.files.Journal;
import org.mfsha.moosefs.files.LogLine;
import org.mfsha.moosefs.files.StoredInodes;
import org.mfsha.moosefs.testing.OfflineRestore;
import org.mfsha.moosefs.testing.RealMaster;

/** Inode numbers that a lost master may have given out, before an unmodified mfsmaster. */
class RealMasterInodesTest {
    private static final int LOST = 20;
    private static final long REUSE_DELAY_SECONDS = 86_400;

    @TempDir
    Path directory;

    private final List<Long> lostNumbers = new ArrayList<>();

    @Test
    void aNewFileDoesNotGetTheNumberOfOneThatWasLost() throws Exception {
        Image image = imageWithoutTheLastFiles();
        appendTakeoverLines(image, Instant.now().getEpochSecond());
        Path followers = copy(image);
        BaseFile saved;
        try (RealMaster promoted = RealMaster.on(directory.resolve("promoted"), image.directory())) {
            Path mount = promoted.mount();
            for (int i = 0; i < LOST; i++) {
                Path file = Files.createFile(mount.resolve("new" + i));
                assertThat((Long) Files.getAttribute(file, "unix:ino")).isNotIn(lostNumbers);
            }
            assertThat(mount).isDirectoryNotContaining("glob:**.mfsha*");
            promoted.unmount(mount);
            promoted.stop();
            saved = BaseFile.open(image.directory().resolve("metadata.mfs"));
        }
        copyChangelogs(image.directory(), followers);
        assertThat(BaseComparison.of(saved, OfflineRestore.in(followers)).divergences())
                .isEmpty();
    }

    @Test
    void withoutTheTakeoverLinesItDoes() throws Exception {
        Image image = imageWithoutTheLastFiles();
        try (RealMaster promoted = RealMaster.on(directory.resolve("promoted"), image.directory())) {
            Path file = Files.createFile(promoted.mount().resolve("new"));
            assertThat((Long) Files.getAttribute(file, "unix:ino")).isIn(lostNumbers);
        }
    }

    /** Had a number that is expected to be free been taken, or the other way round, the replay would end. */
    @Test
    void theFreeNumbersAreKnownAlsoWhenThoseOfRemovedFilesAreFreeAgain() throws Exception {
        Image first = imageWithoutTheLastFiles();
        BaseFile base = OfflineRestore.in(first.directory());
        List<Long> removed = new ArrayList<>();
        StoredInodes.removed(base, 0, each -> removed.add(each.inode()));
        assertThat(removed).hasSizeGreaterThan(10);
        Path later = Files.createDirectory(directory.resolve("later"));
        Files.copy(base.path(), later.resolve(Image.BASE_NAME));
        Files.createFile(later.resolve(Image.CHANGELOG_NAME));
        Image image = new Image(later, base.version(), base.version(), base.metadataId(), List.of());
        long dayAfter = Instant.now().getEpochSecond() + REUSE_DELAY_SECONDS + 100;
        try (Journal journal = Journal.open(image.changelog(), image.baseVersion())) {
            long combined = removed.stream().reduce(0L, (a, b) -> a ^ b);
            long least = removed.stream().min(Long::compare).orElseThrow();
            for (String change : List.of(
                    "FREEINODES(" + REUSE_DELAY_SECONDS + "):" + removed.size() + ",0," + combined,
                    "CREATE(1,again,1,420,18,0,0,0):" + least)) {
                journal.append(new LogLine(journal.nextVersion(), dayAfter + "|" + change));
            }
        }

        List<LogLine> lines = appendTakeoverLines(image, dayAfter);

        long second = removed.stream().sorted().skip(1).findFirst().orElseThrow();
        assertThat(lines).extracting(LogLine::text).anyMatch(text -> text.endsWith(",2,448,0,0,0,0):" + second));
        assertThat(OfflineRestore.in(later).version()).isEqualTo(lines.getLast().version() + 1);
    }

    private List<LogLine> appendTakeoverLines(Image image, long seconds) throws IOException {
        TakeoverLines follower = TakeoverLines.from(BaseFile.open(image.base()));
        try (ChangelogReader reader = ChangelogReader.open(image.changelog())) {
            for (var line = reader.next(); line.isPresent(); line = reader.next()) {
                follower.accept(line.get());
            }
        }
        TakeoverLines.Plan plan = follower.at(follower.nextVersion(), seconds, true);
        assertThat(plan.inodesAreSafe()).isTrue();
        try (Journal journal = Journal.open(image.changelog(), image.baseVersion())) {
            for (LogLine line : plan.lines()) {
                journal.append(line);
            }
        }
        return plan.lines();
    }

    /** What the standby of a lost master has: the last files are missing. */
    private Image imageWithoutTheLastFiles() throws Exception {
        Path home = Files.createDirectory(directory.resolve("first"));
        long end;
        try (RealMaster master = RealMaster.fresh(home)) {
            master.stop();
            master.start();
            Path mount = master.mount();
            live(mount);
            end = lastVersion(master) + 1;
            for (int i = 0; i < LOST; i++) {
                Path file = Files.createFile(mount.resolve("lost" + i));
                lostNumbers.add((Long) Files.getAttribute(file, "unix:ino"));
            }
            master.kill();
            master.unmount(mount);
        }
        return ImageAssembler.assemble(
                ImageSource.scan(home.resolve("data")), directory.resolve("image"), OptionalLong.of(end));
    }

    /** All ways in which numbers are taken and given back. */
    private static void live(Path mount) throws Exception {
        Path top = Files.createDirectory(mount.resolve("top"));
        for (int i = 0; i < 30; i++) {
            Files.createFile(top.resolve("file" + i));
            Files.createSymbolicLink(top.resolve("symlink" + i), Path.of("file" + i));
            Files.delete(Files.createDirectory(top.resolve("directory" + i)));
        }
        snapshot("mfsmakesnapshot", top.toString(), mount.resolve("copy").toString());
        Files.createFile(top.resolve("file30"));
        Files.delete(top.resolve("symlink3"));
        snapshot("mfsmakesnapshot", "-o", top + "/", mount.resolve("copy").toString());
        snapshot("mfsrmsnapshot", mount.resolve("copy").toString());
        Files.createFile(mount.resolve("after"));
    }

    private static void snapshot(String... command) throws Exception {
        Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(tool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(tool.waitFor()).as(output).isZero();
    }

    private static long lastVersion(RealMaster master) throws IOException {
        long last = 0;
        try (ChangelogReader reader = ChangelogReader.open(master.data().resolve(Image.CHANGELOG_NAME))) {
            for (var line = reader.next(); line.isPresent(); line = reader.next()) {
                last = line.get().version();
            }
        }
        return last;
    }

    private static void copyChangelogs(Path from, Path to) throws IOException {
        try (var files = Files.list(from)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("changelog"))
                    .toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private Path copy(Image image) throws IOException {
        Path copy = Files.createDirectory(directory.resolve("follower"));
        Files.copy(image.base(), copy.resolve(Image.BASE_NAME));
        return copy;
    }
}
