package org.mfsha.moosefs.takeover;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.ChangelogLine;
import org.mfsha.moosefs.files.ChangelogReader;
import org.mfsha.moosefs.files.LogLine;
import org.mfsha.moosefs.files.MetadataException;

/**
 * Names of inodes, as far as a base and changelogs tell. Lines name a parent directory by inode only, so each directory
 * above must be found in turn: the files are read once per level, and only what is needed is kept. Not thread-safe.
 */
public final class PathNames {
    private static final long ROOT = 1; // MFSCommunication.h, MFS_ROOT_ID
    private static final int MAX_LEVELS = 40;

    /** A base is read once per level: a large one would keep a returning host for minutes. */
    private static final long LARGEST_EDGES_BYTES = 256L << 20;

    private final Map<Long, Entry> entries = new HashMap<>();

    private record Entry(long parent, String name) {}

    /**
     * Where an inode is.
     *
     * @param below inode of the directory from which the path leads; 1 is the root of the file system
     * @param path without a slash at its start
     */
    record Place(long below, String path) {
        boolean isWhole() {
            return below == ROOT;
        }
    }

    /** Nothing is known. */
    public static PathNames none() {
        return new PathNames();
    }

    /**
     * Names of what some changes speak of, as they were before the first of these changes.
     *
     * @param changes in order
     * @param base what the changelogs continue
     * @param changelogs oldest first
     */
    public static PathNames before(List<LogLine> changes, Optional<BaseFile> base, List<Path> changelogs)
            throws IOException {
        var names = new PathNames();
        if (changes.isEmpty()) {
            return names;
        }
        long until = changes.getFirst().version();
        Set<Long> asked = new HashSet<>(Set.of(ROOT, 0L));
        Set<Long> wanted = changes.stream()
                .flatMap(line -> parsed(line).stream())
                .flatMap(line -> inodes(line).boxed())
                .filter(asked::add)
                .collect(Collectors.toSet());
        for (int level = 0; level < MAX_LEVELS && !wanted.isEmpty(); level++) {
            Map<Long, Entry> found = names.find(wanted, until, base, changelogs);
            names.entries.putAll(found);
            wanted = found.values().stream()
                    .map(Entry::parent)
                    .filter(asked::add)
                    .collect(Collectors.toSet());
        }
        return names;
    }

    private Map<Long, Entry> find(Set<Long> wanted, long until, Optional<BaseFile> base, List<Path> changelogs)
            throws IOException {
        Map<Long, Entry> found = new HashMap<>();
        if (base.isPresent()) {
            findInBase(base.get(), wanted, found);
        }
        for (Path changelog : changelogs) {
            try (ChangelogReader reader = ChangelogReader.open(changelog)) {
                for (var line = reader.next(); line.isPresent() && line.get().version() < until; line = reader.next()) {
                    parsed(line.get()).ifPresent(change -> enter(change, wanted, found));
                }
            }
        }
        return found;
    }

    /** Section EDGE: next edge id, then parent:32 child:32 id:64 length:16 name (filesystem.c, fs_storeedge). */
    private static void findInBase(BaseFile base, Set<Long> wanted, Map<Long, Entry> found) throws IOException {
        Optional<BaseFile.Section> section = base.section("EDGE")
                .filter(edges -> edges.format() >= 0x11 && edges.lengthBytes() <= LARGEST_EDGES_BYTES);
        if (section.isEmpty()) {
            return;
        }
        try (DataInputStream in = base.open(section.get())) {
            in.skipNBytes(Long.BYTES);
            while (true) {
                long parent = in.readInt() & 0xffff_ffffL;
                long child = in.readInt() & 0xffff_ffffL;
                if (parent == 0 && child == 0) {
                    return;
                }
                in.skipNBytes(Long.BYTES);
                byte[] name = new byte[in.readUnsignedShort()];
                in.readFully(name);
                if (parent != 0 && wanted.contains(child)) {
                    found.put(child, new Entry(parent, EscapedName.shown(name)));
                }
            }
        }
    }

    /** The same names after one more change. */
    void apply(ChangelogLine change) {
        enter(change, Set.of(), entries);
    }

    /** @param wanted which inodes to enter; all if empty */
    private static void enter(ChangelogLine change, Set<Long> wanted, Map<Long, Entry> entries) {
        try {
            switch (change.operation()) {
                case "CREATE", "SYMLINK" -> enter(change.numericResult(), change, 0, wanted, entries);
                case "MOVE" -> enter(change.numericResult(), change, 2, wanted, entries);
                case "LINK" -> {
                    if (!entries.containsKey(change.number(0))) {
                        enter(change.number(0), change, 1, wanted, entries);
                    }
                }
                default -> {}
            }
        } catch (MetadataException _) {
            // An odd line gives no name; it is told as it stands.
        }
    }

    private static void enter(
            long inode, ChangelogLine change, int parentAt, Set<Long> wanted, Map<Long, Entry> entries)
            throws MetadataException {
        if (wanted.isEmpty() || wanted.contains(inode)) {
            entries.put(
                    inode,
                    new Entry(
                            change.number(parentAt),
                            EscapedName.shown(change.arguments().get(parentAt + 1))));
        }
    }

    /** Where an inode is; an inode of which nothing is known is below itself. */
    Place place(long inode) {
        String path = "";
        long at = inode;
        for (int level = 0; level < MAX_LEVELS && at != ROOT && entries.containsKey(at); level++) {
            Entry entry = entries.get(at);
            path = path.isEmpty() ? entry.name() : entry.name() + "/" + path;
            at = entry.parent();
        }
        return new Place(at, path);
    }

    /** Where an entry of a directory is. */
    Place place(long parent, String name) {
        Place directory = place(parent);
        return new Place(directory.below(), directory.path().isEmpty() ? name : directory.path() + "/" + name);
    }

    private static Optional<ChangelogLine> parsed(LogLine line) {
        try {
            return Optional.of(ChangelogLine.parse(line));
        } catch (MetadataException _) {
            return Optional.empty(); // Told as it stands.
        }
    }

    /** The inodes that a change speaks of (filesystem.c, openfiles.c). */
    private static LongStream inodes(ChangelogLine change) {
        Stream<Integer> at = switch (change.operation()) {
            case "MOVE" -> Stream.of(0, 2);
            case "LINK", "SNAPSHOT", "APPEND" -> Stream.of(0, 1);
            case "ACQUIRE", "RELEASE" -> Stream.of(1);
            case "CREATE", "SYMLINK", "UNLINK", "LENGTH", "WRITE", "TRUNC", "ATTR", "ACCESS", "AMTIME" -> Stream.of(0);
            case "FLOCK", "POSIXLOCK" -> Stream.of(0);
            case "SETXATTR", "SETACL", "SETEATTR", "SETSCLASS", "SETTRASHTIME", "REPAIR", "ROLLBACK" -> Stream.of(0);
            default -> Stream.of();
        };
        return at.flatMapToLong(index -> number(change, index));
    }

    private static LongStream number(ChangelogLine change, int index) {
        try {
            return LongStream.of(change.number(index));
        } catch (MetadataException _) {
            return LongStream.empty(); // Told as it stands.
        }
    }
}
