package org.mfsha.agent.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mfsha.agent.store.DurableFile;
import org.mfsha.core.history.Lineage;

/**
 * The files of an archive and their labels. What has no label yet does not count: a file is written beside, made durable,
 * renamed, and labelled last; it loses its label first. Not thread-safe.
 */
public final class ArchiveDirectory {
    /** Name of the labels' suffix. */
    static final String LABEL = ".label";

    private static final String COMPRESSED = ".zst";
    private static final String UNFINISHED = ".new";
    private static final int COPY_BYTES = 128 * 1024;

    private final Path root;
    private final List<Item> items = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private ArchiveDirectory(Path root) {
        this.root = root;
    }

    /** Reads the labels of an archive; a directory that is not there is an empty one. Changes nothing. */
    public static ArchiveDirectory open(Path root) throws IOException {
        var archive = new ArchiveDirectory(root);
        Map<Lineage, Lineage> known = new HashMap<>();
        for (Path label : archive.files(name -> name.endsWith(LABEL))) {
            archive.readLabel(label).map(item -> withShared(item, known)).ifPresent(archive.items::add);
        }
        return archive;
    }

    /** Hundreds of labels say the same: one lineage in memory is enough. */
    private static Item withShared(Item item, Map<Lineage, Lineage> known) {
        Provenance own = item.piece().provenance();
        return item.with(new Provenance(own.metadataId(), known.computeIfAbsent(own.lineage(), same -> same)));
    }

    private Optional<Item> readLabel(Path label) {
        String name = label.getFileName().toString();
        Path file = label.resolveSibling(name.substring(0, name.length() - LABEL.length()) + COMPRESSED);
        try {
            return Optional.of(
                    LabelText.parse(label, file, DurableFile.read(label).orElse(List.of())));
        } catch (IOException e) {
            problems.add(e.getMessage() + "; " + file.getFileName() + " is not used");
            return Optional.empty();
        }
    }

    /** Removes what was not finished when its writer ended. Only for the one who writes here. */
    public void clearLeftovers() throws IOException {
        for (Path file : files(name -> name.endsWith(UNFINISHED))) {
            Files.delete(file);
        }
        for (Path file : files(name -> name.endsWith(COMPRESSED))) {
            if (Files.notExists(labelOf(file))) {
                Files.delete(file);
            }
        }
    }

    private List<Path> files(Predicate<String> wanted) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.exists(root)) {
            try (Stream<Path> directories = Files.list(root)) {
                for (Path directory :
                        directories.filter(ArchiveDirectory::isEpoch).sorted().toList()) {
                    try (Stream<Path> files = Files.list(directory)) {
                        files.filter(file -> wanted.test(file.getFileName().toString()))
                                .sorted()
                                .forEach(found::add);
                    }
                }
            }
        }
        return found;
    }

    private static boolean isEpoch(Path directory) {
        return directory.getFileName().toString().matches("epoch-[0-9]+") && Files.isDirectory(directory);
    }

    /** Whether nobody else has deleted any of it since it was opened. */
    public boolean isCurrent() {
        return items.stream().allMatch(item -> Files.exists(labelOf(item.file())));
    }

    /** Where it is. */
    public Path root() {
        return root;
    }

    /** All files with a label. */
    public List<Item> items() {
        return List.copyOf(items);
    }

    /** What is wrong with labels, each with its name. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** What can be restored from it: everything but what was found to be wrong. */
    public Catalogue catalogue() {
        return new Catalogue(items.stream()
                .filter(item -> !item.isDoubtful())
                .map(Item::piece)
                .toList());
    }

    /**
     * Adds a base.
     *
     * @param image what it is made from
     */
    public Item add(Piece.Base base, String image) throws IOException {
        String name = String.format(Locale.ROOT, "base-%012d", base.version());
        return add(base.provenance(), name, image, file -> PieceWriter.write(base, file));
    }

    /**
     * Adds changes, all of one provenance.
     *
     * @param maxBytes when that many were written, the rest is left for the next file
     * @return what was added; its last change tells how far it went
     */
    public Item add(Slice slice, long maxBytes, String image) throws IOException {
        String name = String.format(Locale.ROOT, "changes-%012d", slice.from());
        return add(slice.changes().provenance(), name, image, file -> PieceWriter.write(slice, maxBytes, file));
    }

    private interface Writer {
        PieceWriter.Written write(Path file) throws IOException;
    }

    private Item add(Provenance provenance, String name, String image, Writer writer) throws IOException {
        Path directory = root.resolve(String.format(Locale.ROOT, "epoch-%06d", provenance.epoch()));
        Files.createDirectories(directory);
        Path file = unused(directory, name);
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        Files.deleteIfExists(unfinished);
        PieceWriter.Written written = writer.write(unfinished);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        DurableFile.force(directory);
        var content = new SealedFile(file, written.seal());
        return label(new Item(
                written.piece().in(content), file, written.seal(), Instant.now().getEpochSecond(), image, ""));
    }

    private static Path unused(Path directory, String name) {
        Path file = directory.resolve(name + COMPRESSED);
        for (int i = 2; Files.exists(labelOf(file)); i++) {
            file = directory.resolve(name + "-" + i + COMPRESSED);
        }
        return file;
    }

    /** Takes a file of another archive as it is. */
    public Item copy(Item other) throws IOException {
        Path directory = root.resolve(other.file().getParent().getFileName());
        Files.createDirectories(directory);
        Path file = directory.resolve(other.file().getFileName());
        Files.copy(other.file(), file);
        try (FileChannel channel = FileChannel.open(file)) {
            channel.force(true);
        }
        Piece piece = other.piece().in(new SealedFile(file, other.seal()));
        Item item = new Item(piece, file, other.seal(), other.madeSeconds(), other.image(), other.doubt());
        check(item);
        return label(item);
    }

    private Item label(Item item) throws IOException {
        DurableFile.write(labelOf(item.file()), LabelText.lines(item));
        DurableFile.force(root);
        items.add(item);
        return item;
    }

    /**
     * Reads a file to its end.
     *
     * @throws DamagedException when it is not what was written
     */
    public static void check(Item item) throws IOException {
        byte[] block = new byte[COPY_BYTES];
        try (InputStream in = new SealedFile(item.file(), item.seal()).open()) {
            while (in.read(block) >= 0) {
                // Only what the end says is of interest.
            }
        }
    }

    /** What was made from an image that is known to be wrong is not used any more, and kept as evidence. */
    public void doubt(String image, String why) throws IOException {
        for (Item item : items()) {
            if (item.image().equals(image) && !item.isDoubtful()) {
                doubt(item, why);
            }
        }
    }

    /** A file is not used any more. */
    public void doubt(Item item, String why) throws IOException {
        Item doubted = item.doubted(why);
        DurableFile.write(labelOf(item.file()), LabelText.lines(doubted));
        items.replaceAll(each -> each.equals(item) ? doubted : each);
    }

    /** Deletes a file. */
    public void remove(Item item) throws IOException {
        Files.deleteIfExists(labelOf(item.file()));
        DurableFile.force(item.file().getParent());
        Files.deleteIfExists(item.file());
        items.remove(item);
        try (Stream<Path> rest = Files.list(item.file().getParent())) {
            if (rest.findAny().isEmpty()) {
                Files.delete(item.file().getParent());
            }
        }
    }

    private static Path labelOf(Path file) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.length() - COMPRESSED.length()) + LABEL);
    }
}
