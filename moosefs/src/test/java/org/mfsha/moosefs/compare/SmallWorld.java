package org.mfsha.moosefs.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.LogLine;
import org.mfsha.moosefs.testing.OfflineRestore;
import org.mfsha.moosefs.testing.RealMaster;

/** A file system with something in every section, made by an unmodified mfsmaster from changelog lines. */
final class SmallWorld {
    private static final long NOW = 1_800_000_000;
    /** The version of a brand-new installation's base. */
    private static final long FIRST_VERSION = 2;

    static final List<String> CHANGES = List.of(
            "CSDBOP(0,2130706433,9422,0)",
            "CSDBOP(0,2130706434,9422,0)",
            "SESADD(#77,1,8,0000,0,0,999,999,1,9,0,4294967295,0x00000000,2130706433,/mnt/a):1",
            "SESADD(#77,1,8,0000,0,0,999,999,1,9,0,4294967295,0x00000000,2130706433,/mnt/b):2",
            "SCSET(scA,1,W1,K1,A1,1,0,0,1,0,0,0,1,0,0,0,1,0,0,0):10",
            "CREATE(1,dir,2,511,18,0,0,0):2",
            "CREATE(1,file,1,420,18,5,6,0):3",
            "ACQUIRE(1,3)",
            "ACQUIRE(2,3)",
            "WRITE(3,0,1,0):1",
            "LENGTH(3,1000,0)",
            "UNLOCK(1)",
            "SETXATTR(3,user.a,value,0)",
            "SETACL(3,420,0,1,6,4,4,7,1,1,%00%00%03%EA%00%05%00%00%00d%00%04)",
            "SYMLINK(1,symlink,target,0,0):4",
            "FLOCK(3,1,99,W)",
            "POSIXLOCK(3,1,98,W,0,50,4711)",
            "QUOTA(2,0,19,0,100,1000,1000000,0,0,0,0,0,0)",
            "CREATE(1,thrown away,1,420,18,0,0,0):5",
            "UNLINK(1,thrown away):5",
            "CREATE(1,device,5,384,18,0,0,2049):6",
            "CREATE(2,nothing,2,511,18,0,0,0):7",
            "UNLINK(2,nothing):7",
            "LINK(3,2,second name)",
            "WRITE(3,1,1,0):2");

    private final Path directory;
    private final Path fresh;

    private SmallWorld(Path directory, Path fresh) {
        this.directory = directory;
        this.fresh = fresh;
    }

    /**
     * Makes one.
     *
     * @param directory for this world alone
     */
    static SmallWorld in(Path directory) throws IOException, InterruptedException {
        try (RealMaster master = RealMaster.fresh(directory.resolve("fresh"))) {
            master.stop();
            return new SmallWorld(directory, master.data().resolve("metadata.mfs"));
        }
    }

    /** The world after all changes. */
    BaseFile saved(String name) throws IOException, InterruptedException {
        return after(name, CHANGES);
    }

    /** The world after all changes, one of them another one. */
    BaseFile savedWith(String name, String change, String instead) throws IOException, InterruptedException {
        if (!CHANGES.contains(change)) {
            throw new IllegalArgumentException("no such change: " + change);
        }
        return after(
                name,
                CHANGES.stream()
                        .map(each -> each.equals(change) ? instead : each)
                        .toList());
    }

    private BaseFile after(String name, List<String> changes) throws IOException, InterruptedException {
        Path place = Files.createDirectory(directory.resolve(name));
        Files.copy(fresh, place.resolve("metadata.mfs.back"));
        List<String> lines = new ArrayList<>();
        for (String change : changes) {
            lines.add(new String(
                            new LogLine(FIRST_VERSION + lines.size(), NOW + "|" + change).bytes(),
                            java.nio.charset.StandardCharsets.ISO_8859_1)
                    .strip());
        }
        Files.write(place.resolve("changelog.0.mfs"), lines);
        return OfflineRestore.in(place);
    }
}
