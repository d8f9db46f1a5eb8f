package org.mfsha.agent.archive.keeping;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mfsha.agent.archive.ArchiveDirectory;
import org.mfsha.agent.archive.DamagedException;
import org.mfsha.agent.archive.Material;
import org.mfsha.agent.store.EvidenceNote;
import org.mfsha.agent.store.ImageStore;
import org.mfsha.core.history.Lineage;
import org.mfsha.moosefs.files.MetadataException;

/**
 * Deals with images that were set aside, and with the journals of earlier leaderships: what of them is history goes into
 * the archive, and what the archive has is deleted. What is no history is kept as evidence. Not thread-safe.
 */
final class AsideSweeper {
    private static final Logger LOG = System.getLogger(AsideSweeper.class.getName());
    private static final String DIFFERS = "differs";
    private static final String ORPHAN = "orphan";

    private final ImageStore store;
    private final ArchiveDirectory archive;
    private final EvidenceFiles evidence;

    AsideSweeper(ImageStore store, ArchiveDirectory archive, EvidenceFiles evidence) {
        this.store = store;
        this.archive = archive;
        this.evidence = evidence;
    }

    /**
     * Deals with everything that was set aside.
     *
     * @param metadataId of the cluster's metadata
     * @param inUse journals that somebody still works with
     */
    void sweep(long metadataId, List<Path> inUse) throws IOException {
        for (EvidenceFiles.Aside aside : evidence.fresh()) {
            if (aside.label().equals(DIFFERS)) {
                archive.doubt(aside.what(), "made from an image that differed from the leader's metadata");
            }
            sweep(aside, metadataId, inUse);
        }
        for (Path journal : orphans(inUse)) {
            setAsideAlone(journal);
        }
    }

    private void sweep(EvidenceFiles.Aside aside, long metadataId, List<Path> inUse) throws IOException {
        Path directory = aside.directory();
        List<Path> journals = journalsOf(directory, inUse);
        Optional<EvidenceNote> note = note(aside);
        Optional<String> notAbsorbed = absorb(directory, note, metadataId, journals);
        if (note.isEmpty() && notAbsorbed.isEmpty()) {
            for (Path journal : journals) {
                Files.delete(journal);
            }
            EvidenceFiles.delete(directory);
            LOG.log(Level.INFO, "archived and removed: {0}", directory);
            return;
        }
        for (Path journal : journals) {
            Files.move(journal, directory.resolve(journal.getFileName()));
        }
        String why = note.map(EvidenceNote::why).or(() -> notAbsorbed).orElseThrow();
        LOG.log(Level.INFO, "kept as evidence, compressed: {0}: {1}", directory, why);
        evidence.keep(directory, why, note.isEmpty());
    }

    private static Optional<EvidenceNote> note(EvidenceFiles.Aside aside) throws IOException {
        return switch (aside.label()) {
            case DIFFERS -> Optional.of(new EvidenceNote(0, "it differed from the leader's metadata"));
            case ORPHAN -> Optional.of(new EvidenceNote(0, "a journal without the image it belongs to"));
            default -> EvidenceNote.of(aside.directory());
        };
    }

    /** Why it could not be taken into the archive, as far as it is history; empty when it was. */
    private Optional<String> absorb(Path directory, Optional<EvidenceNote> note, long metadataId, List<Path> journals)
            throws IOException {
        long end = note.map(EvidenceNote::fromVersion).orElse(Long.MAX_VALUE);
        if (end == 0) {
            return note.map(EvidenceNote::why);
        }
        Lineage lineage;
        try {
            lineage = store.lineage(directory);
        } catch (IOException e) {
            return Optional.of("it was never complete: " + e.getMessage());
        }
        if (lineage.records().isEmpty()) {
            return Optional.of("no leader of this cluster ever had it");
        }
        try {
            Material material = Material.scan(directory, lineage, journals).until(end);
            if (material.tip().metadataId() != metadataId) {
                return Optional.of("another cluster's metadata");
            }
            return new Absorber(archive).absorb(material)
                    ? Optional.empty()
                    : Optional.of("changes are missing between its metadata and its last changes");
        } catch (MetadataException | DamagedException | NoSuchFileException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** A leadership's own copy of its changes belongs to the image it led with. */
    private List<Path> journalsOf(Path directory, List<Path> inUse) {
        try {
            List<Path> journals = new ArrayList<>(store.journals(store.lineage(directory)));
            journals.removeAll(inUse);
            return journals;
        } catch (IOException _) {
            return List.of(); // What has no lineage is told by whoever looks at the rest of it.
        }
    }

    private List<Path> orphans(List<Path> inUse) throws IOException {
        try (Stream<Path> files = Files.list(store.journalDirectory())) {
            return files.filter(file -> !inUse.contains(file)).sorted().toList();
        }
    }

    private void setAsideAlone(Path journal) throws IOException {
        if (Files.size(journal) == 0) {
            Files.delete(journal); // Of a takeover that came to nothing.
            return;
        }
        Path directory = store.run().resolve(journal.getFileName().toString().replace(".mfs", ""));
        Files.createDirectories(directory);
        Files.move(journal, directory.resolve(journal.getFileName()));
        store.archive(directory, ORPHAN);
    }
}
