package org.mfsha.moosefs.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.Image;
import org.mfsha.moosefs.files.ImageAssembler;
import org.mfsha.moosefs.files.ImageSource;
import org.mfsha.moosefs.testing.OfflineRestore;
import org.mfsha.moosefs.testing.RealMaster;

/** What a master saves is what its older base and its changes are rebuilt to. */
class RealMasterCompareTest {
    @TempDir
    Path directory;

    @Test
    void whatAMasterSavedEqualsWhatIsRebuiltFromItsOlderBaseAndItsChanges() throws Exception {
        Path older = Files.createDirectory(directory.resolve("older"));
        BaseFile saved;
        try (RealMaster master = RealMaster.fresh(directory.resolve("master"))) {
            live(master, "first");
            master.stop();
            Files.copy(master.data().resolve("metadata.mfs"), older.resolve(Image.BASE_NAME));
            master.start();
            live(master, "second");
            master.stop();
            saved = BaseFile.open(master.data().resolve("metadata.mfs"));
            copyChangelogs(master.data(), older);
        }
        Image image = ImageAssembler.assemble(
                ImageSource.scan(older), directory.resolve("image"), OptionalLong.of(saved.version()));
        assertThat(image.nextVersion() - image.baseVersion()).isGreaterThan(100);

        Comparison comparison = BaseComparison.of(saved, OfflineRestore.in(image.directory()));

        assertThat(comparison.divergences()).isEmpty();
        assertThat(comparison.sections()).hasSize(13);
    }

    private static void live(RealMaster master, String name) throws Exception {
        Path mount = master.mount();
        Path top = Files.createDirectory(mount.resolve(name));
        for (int i = 0; i < 30; i++) {
            Path file = Files.createFile(top.resolve("f" + i));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L + i));
        }
        Files.createSymbolicLink(top.resolve("symlink"), Path.of("f1"));
        Files.createLink(top.resolve("link"), top.resolve("f2"));
        Files.move(top.resolve("f3"), mount.resolve(name + "-moved"), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(top.resolve("f4"));
        Files.delete(Files.createDirectory(top.resolve("empty")));
        Files.setAttribute(top.resolve("f5"), "user:colour", "blue".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        try (FileChannel held = FileChannel.open(top.resolve("f6"), StandardOpenOption.WRITE)) {
            held.lock(10, 20, false);
            Files.delete(top.resolve("f6"));
        }
        master.unmount(mount);
    }

    private static void copyChangelogs(Path from, Path to) throws Exception {
        try (var files = Files.list(from)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("changelog"))
                    .toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
