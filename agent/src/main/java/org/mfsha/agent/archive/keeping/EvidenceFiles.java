package org.mfsha.agent.archive.keeping;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mfsha.agent.archive.Hashes;
import org.mfsha.agent.archive.SealingOutput;
import org.mfsha.agent.store.DurableFile;

/**
 * Directories that were set aside in the archive, and what becomes of those that are kept as they are: each file in them
 * is compressed in its place. Not thread-safe.
 */
final class EvidenceFiles {
    private static final String KEPT = "mfsha.kept";
    private static final String HEADER = "mfsha evidence 1";
    private static final String WHY = "why ";
    private static final String LOST = "lost-changes ";
    private static final String COMPRESSED = ".zst";
    private static final String UNFINISHED = ".new";
    /** ImageStore's names: what, when, why. */
    private static final Pattern NAME = Pattern.compile("(.+)-([0-9]{8}-[0-9]{6})-([a-z-]+)");

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private final Path root;

    /** @param root of the archive */
    EvidenceFiles(Path root) {
        this.root = root;
    }

    /**
     * A directory that was set aside.
     *
     * @param what it was: an image's number, or another name
     * @param label with which it was set aside
     */
    record Aside(Path directory, String what, String label) {}

    /** Those that nobody has looked at yet, oldest first. */
    List<Aside> fresh() throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isDirectory)
                    .filter(directory -> Files.notExists(directory.resolve(KEPT)))
                    .flatMap(directory -> aside(directory).stream())
                    .sorted(Comparator.comparingLong(aside -> since(aside.directory())))
                    .toList();
        }
    }

    private static Optional<Aside> aside(Path directory) {
        Matcher name = NAME.matcher(directory.getFileName().toString());
        return name.matches() ? Optional.of(new Aside(directory, name.group(1), name.group(3))) : Optional.empty();
    }

    /** Those that are kept. */
    List<Evidence> kept() throws IOException {
        List<Path> directories;
        try (Stream<Path> entries = Files.list(root)) {
            directories = entries.filter(directory -> Files.exists(directory.resolve(KEPT)))
                    .sorted()
                    .toList();
        }
        List<Evidence> kept = new ArrayList<>();
        for (Path directory : directories) {
            List<String> lines = DurableFile.read(directory.resolve(KEPT)).orElse(List.of());
            String why = lines.stream()
                    .filter(line -> line.startsWith(WHY))
                    .map(line -> line.substring(WHY.length()))
                    .findFirst()
                    .orElse("");
            kept.add(new Evidence(directory, why, since(directory), bytes(directory), lines.contains(LOST + true)));
        }
        return kept;
    }

    private static long since(Path directory) {
        Matcher name = NAME.matcher(directory.getFileName().toString());
        try {
            return name.matches()
                    ? LocalDateTime.parse(name.group(2), STAMP).toEpochSecond(ZoneOffset.UTC)
                    : Files.getLastModifiedTime(directory).toMillis() / 1000;
        } catch (IOException | DateTimeParseException _) {
            return Long.MAX_VALUE; // Taken for young: nothing goes because its age cannot be told.
        }
    }

    private static long bytes(Path directory) throws IOException {
        long bytes = 0;
        for (Path file : files(directory)) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /**
     * Compresses every file of a directory in its place. A crash leaves each file old or new.
     *
     * @param ofLostChanges whether changes that were lost may be in it and nowhere else
     */
    void keep(Path directory, String why, boolean ofLostChanges) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEADER, WHY + why.replace('\n', ' '), LOST + ofLostChanges));
        for (Path file : files(directory)) {
            String name = file.getFileName().toString();
            if (!name.endsWith(UNFINISHED) && !name.endsWith(COMPRESSED) && !name.startsWith("mfsha.")) {
                compress(file);
            }
        }
        for (Path file : files(directory)) {
            if (file.toString().endsWith(UNFINISHED)) {
                Files.delete(file);
            } else if (file.toString().endsWith(COMPRESSED)) {
                lines.add("sha256 " + Hashes.sha256(file) + " " + directory.relativize(file));
            }
        }
        DurableFile.write(directory.resolve(KEPT), lines);
    }

    private static void compress(Path file) throws IOException {
        Path target = file.resolveSibling(file.getFileName() + COMPRESSED);
        Path unfinished = target.resolveSibling(target.getFileName() + UNFINISHED);
        Files.deleteIfExists(unfinished);
        try (var out = new SealingOutput(unfinished);
                InputStream in = Files.newInputStream(file)) {
            in.transferTo(out);
        }
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DurableFile.force(target.getParent());
        Files.delete(file);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Deletes a directory, what says that it is kept last. */
    static void delete(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                try {
                    Files.delete(file);
                } catch (NoSuchFileException _) {
                    // Somebody was quicker.
                }
            }
        }
    }
}
