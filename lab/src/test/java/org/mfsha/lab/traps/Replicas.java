package org.mfsha.lab.traps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mfsha.lab.Host;
import org.mfsha.lab.HostKind;
import org.mfsha.lab.Lab;
import org.mfsha.lab.failover.Cluster;
import org.mfsha.lab.system.Await;

/**
 * The copies of chunks as they lie on the chunkservers' disks. A file {@code chunk_ID_VERSION.mfs} is a header of 1024 or
 * 4096 bytes, 4096 bytes of checksums, and blocks of 64 KiB (hddspacemgr.c, 3.0.117).
 */
final class Replicas {
    private static final Pattern NAME = Pattern.compile("chunk_([0-9A-F]{16})_([0-9A-F]{8})\\.mfs");
    private static final int CHECKSUMS_BYTES = 4096;
    private static final int BLOCK_BYTES = 65_536;

    private final Lab lab;

    Replicas(Lab lab) {
        this.lab = lab;
    }

    /** One copy. */
    record Replica(String server, long version, Path file) {
        /** What it holds. */
        byte[] content() throws IOException {
            byte[] all = Files.readAllBytes(file);
            int headerBytes = (all.length - CHECKSUMS_BYTES) % BLOCK_BYTES;
            return Arrays.copyOfRange(all, headerBytes + CHECKSUMS_BYTES, all.length);
        }

        @Override
        public String toString() {
            return server + " version " + version;
        }
    }

    /** All copies there are now, old and unneeded ones too, by the chunk's number. */
    Map<Long, List<Replica>> all() throws IOException {
        Map<Long, List<Replica>> all = new TreeMap<>();
        for (Host host : lab.hosts()) {
            if (host.kind() == HostKind.CHUNKSERVER) {
                for (Path file : files(host.var("hdd"))) {
                    Matcher name = NAME.matcher(file.getFileName().toString());
                    if (name.matches()) {
                        all.computeIfAbsent(Long.parseUnsignedLong(name.group(1), 16), _ -> new ArrayList<>())
                                .add(new Replica(host.name(), Long.parseLong(name.group(2), 16), file));
                    }
                }
            }
        }
        return all;
    }

    /** Chunks that have not exactly this many copies, all of one version; in words. */
    List<String> unusual(int copies) throws IOException {
        return all().entrySet().stream()
                .filter(chunk -> chunk.getValue().size() != copies
                        || chunk.getValue().stream()
                                        .map(Replica::version)
                                        .distinct()
                                        .count()
                                != 1)
                .map(chunk -> "chunk " + chunk.getKey() + ": " + chunk.getValue())
                .toList();
    }

    /** Waits until every chunk has so many copies and no other. */
    void await(int copies) throws IOException, InterruptedException, TimeoutException {
        try {
            Await.until(
                    copies + " copies of each chunk",
                    Cluster.LIMIT,
                    () -> unusual(copies).isEmpty());
        } catch (TimeoutException late) {
            TimeoutException telling = new TimeoutException(late.getMessage() + ": " + unusual(copies));
            telling.initCause(late);
            throw telling;
        }
    }

    /** Chunks whose copies hold different things; in words. */
    List<String> different() throws IOException {
        List<String> different = new ArrayList<>();
        for (Map.Entry<Long, List<Replica>> chunk : all().entrySet()) {
            byte[] first = chunk.getValue().getFirst().content();
            for (Replica other : chunk.getValue()) {
                int at = Arrays.mismatch(first, other.content());
                if (at >= 0) {
                    different.add("chunk " + chunk.getKey() + " from byte " + at + " on: " + chunk.getValue());
                }
            }
        }
        return different;
    }

    private static List<Path> files(Path disk) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path folder : listed(disk)) {
            if (Files.isDirectory(folder)) {
                found.addAll(listed(folder));
            }
        }
        return found;
    }

    private static List<Path> listed(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.collect(Collectors.toList());
        } catch (NoSuchFileException gone) {
            return List.of();
        }
    }
}
