package org.mfsha.agent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.mfsha.core.history.Lineage;

/** The directories of this node; see the package's text for the layout. Not thread-safe. */
public final class ImageStore {
    private static final String LINEAGE = "mfsha.lineage";
    private static final String HEADER = "mfsha lineage 1";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path root;
    private final Ownership ownership;

    /**
     * @param root the agent's DATA_PATH
     * @param ownership of whatever mfsmaster must be able to write
     */
    public ImageStore(Path root, Ownership ownership) throws IOException {
        this.root = root;
        this.ownership = ownership;
        for (String name : List.of("images", "journals", "archive", "run")) {
            Files.createDirectories(root.resolve(name));
        }
    }

    /** Where what does not outlive a start is kept: derived configurations, logs. */
    public Path run() {
        return root.resolve("run");
    }

    /** Where everything of the past is. */
    public Path archiveDirectory() {
        return root.resolve("archive");
    }

    /** Where leaders' own copies of their changes are. */
    public Path journalDirectory() {
        return root.resolve("journals");
    }

    /** A leader's own copy of the changes of an epoch. */
    public Path journal(long epoch) {
        return JournalFiles.first(root, epoch);
    }

    /** A leader's own copy of the changes of the log that a lineage ends with, oldest first. */
    public List<Path> journals(Lineage lineage) throws IOException {
        return JournalFiles.of(root, lineage);
    }

    /** A name in {@code images} that was never used. */
    public Path freshImageDirectory() throws IOException {
        long last = Stream.concat(numbers(root.resolve("images")).stream(), numbers(root.resolve("archive")).stream())
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        return root.resolve("images").resolve(String.format(Locale.ROOT, "%06d", last + 1));
    }

    /**
     * The image of the latest epoch; of several the newest. Only images with a lineage count, that is, complete ones. An
     * image that was being made when this node began to lead is newer than the one it led with, and knows less.
     */
    public Optional<Path> newestImage() throws IOException {
        try (Stream<Path> images = Files.list(root.resolve("images"))) {
            return images.filter(image -> Files.exists(image.resolve(LINEAGE)))
                    .max(Comparator.comparingLong(this::epochOf)
                            .thenComparing(path -> path.getFileName().toString()));
        }
    }

    private long epochOf(Path image) {
        try {
            return lineage(image).epoch();
        } catch (IOException _) {
            return Long.MAX_VALUE; // Taken for the latest, so that its damage is not passed over in silence.
        }
    }

    /** Directories in {@code images} other than some. */
    public List<Path> imagesExcept(List<Path> kept) throws IOException {
        try (Stream<Path> images = Files.list(root.resolve("images"))) {
            return images.filter(image -> !kept.contains(image)).sorted().toList();
        }
    }

    /** The epochs an image's changes belong to. */
    public Lineage lineage(Path image) throws IOException {
        return lineageOf(image);
    }

    /** The same for whoever only reads. */
    public static Lineage lineageOf(Path image) throws IOException {
        Path file = image.resolve(LINEAGE);
        List<String> lines = DurableFile.read(file).orElseThrow(() -> new IOException(file + ": missing"));
        if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
            throw new IOException(file + ": not a lineage");
        }
        return LineageText.parse(file, lines.subList(1, lines.size()));
    }

    /** Writes the epochs an image's changes belong to; on stable storage when it returns. */
    public void saveLineage(Path image, Lineage lineage) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        lines.addAll(LineageText.lines(lineage));
        DurableFile.write(image.resolve(LINEAGE), lines);
    }

    /** Makes an image's files mfsmaster's own. */
    public void handToMaster(Path image) throws IOException {
        ownership.apply(image);
        try (Stream<Path> files = Files.list(image)) {
            for (Path file : files.toList()) {
                ownership.apply(file);
            }
        }
    }

    /** Moves a directory or file into the archive, under a name that says when and what. */
    public Path archive(Path what, String label) throws IOException {
        String name = what.getFileName() + "-" + STAMP.format(Instant.now()) + "-" + label;
        Path target = root.resolve("archive").resolve(name);
        Files.move(what, target);
        return target;
    }

    private static List<Long> numbers(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> leadingNumber(entry.getFileName().toString()))
                    .flatMapToLong(OptionalLong::stream)
                    .boxed()
                    .toList();
        }
    }

    private static OptionalLong leadingNumber(String name) {
        String digits = name.split("-", 2)[0];
        boolean number = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }
}
