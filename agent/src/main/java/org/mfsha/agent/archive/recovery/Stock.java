package org.mfsha.agent.archive.recovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mfsha.agent.archive.ArchiveDirectory;
import org.mfsha.agent.archive.Branch;
import org.mfsha.agent.archive.Catalogue;
import org.mfsha.agent.archive.Item;
import org.mfsha.agent.archive.Material;
import org.mfsha.agent.store.EvidenceNote;
import org.mfsha.agent.store.ImageStore;
import org.mfsha.agent.store.JournalFiles;
import org.mfsha.core.history.Lineage;

/**
 * Everything on this host that metadata can be restored from: the archive, and images that are still in use or wait to be
 * archived. Only reads, beside a running agent or without one. Immutable.
 *
 * @param archive the archived part
 * @param catalogue all of it
 * @param materials what is not archived, or not yet
 * @param notes what could not be used, and why
 */
public record Stock(ArchiveDirectory archive, Catalogue catalogue, List<Material> materials, List<String> notes) {
    private static final String SET_ASIDE = ".+-[0-9]{8}-[0-9]{6}-(replaced|not-needed)";

    public Stock {
        materials = List.copyOf(materials);
        notes = List.copyOf(notes);
    }

    /** What an agent's DATA_PATH has. */
    public static Stock of(Path dataPath) throws IOException {
        Path root = dataPath.resolve("archive");
        ArchiveDirectory archive = ArchiveDirectory.open(root);
        List<String> notes = new ArrayList<>(archive.problems());
        List<Material> materials = new ArrayList<>();
        for (Path image : images(dataPath.resolve("images"), ".+")) {
            addMaterial(dataPath, image, materials, notes);
        }
        for (Path image : images(root, SET_ASIDE)) {
            addMaterial(dataPath, image, materials, notes);
        }
        Catalogue catalogue = archive.catalogue()
                .plus(materials.stream().flatMap(each -> each.pieces().stream()).toList());
        return new Stock(archive, catalogue, materials, notes);
    }

    /**
     * What an archive that was exported or copied has.
     *
     * @throws RecoveryException when it is none
     */
    public static Stock exported(Path directory) throws IOException, RecoveryException {
        Path below = directory.resolve("archive"); // Somebody copied a whole DATA_PATH.
        ArchiveDirectory archive = ArchiveDirectory.open(Files.isDirectory(below) ? below : directory);
        if (archive.items().isEmpty() && archive.problems().isEmpty()) {
            throw new RecoveryException(directory + ": no archive; `mfsha archive export` makes one");
        }
        return new Stock(archive, archive.catalogue(), List.of(), archive.problems());
    }

    private static List<Path> images(Path directory, String pattern) throws IOException {
        if (Files.notExists(directory)) {
            return List.of();
        }
        try (Stream<Path> images = Files.list(directory)) {
            return images.filter(Files::isDirectory)
                    .filter(image -> image.getFileName().toString().matches(pattern))
                    .sorted()
                    .toList();
        }
    }

    private static void addMaterial(Path dataPath, Path image, List<Material> materials, List<String> notes) {
        try {
            long end = EvidenceNote.of(image).map(EvidenceNote::fromVersion).orElse(Long.MAX_VALUE);
            Lineage lineage = ImageStore.lineageOf(image);
            if (end > 0 && !lineage.records().isEmpty()) {
                materials.add(Material.scan(image, lineage, JournalFiles.of(dataPath, lineage))
                        .until(end));
            }
        } catch (IOException e) {
            notes.add(e.getMessage() + "; " + image + " is not used");
        }
    }

    /**
     * The history to work with.
     *
     * @param epoch the one that it ends with; empty: the newest
     * @throws RecoveryException when there is none
     */
    public Branch branch(Optional<Long> epoch) throws RecoveryException {
        if (epoch.isPresent()) {
            return catalogue
                    .ending(epoch.get())
                    .orElseThrow(() -> new RecoveryException("nothing here belongs to epoch " + epoch.get()));
        }
        return catalogue
                .newest()
                .orElseThrow(() -> new RecoveryException("there is nothing to restore from in " + archive.root()
                        + ": did an agent of a candidate work here?"));
    }

    /** The archived file that has a piece, if it is archived. */
    Optional<Item> item(String name) {
        return archive.items().stream()
                .filter(item -> item.piece().name().equals(name))
                .findFirst();
    }
}
