package org.mfsha.agent.archive.keeping;

import java.io.IOException;
import java.util.Optional;
import org.mfsha.agent.archive.ArchiveDirectory;
import org.mfsha.agent.archive.Branch;
import org.mfsha.agent.archive.Catalogue;
import org.mfsha.agent.archive.Material;
import org.mfsha.agent.archive.Piece;
import org.mfsha.agent.archive.Range;
import org.mfsha.agent.archive.Slice;

/** Adds to an archive what it lacks of an image, and nothing twice. Not thread-safe. */
public final class Absorber {
    /** Plain; a file of this size is read in less than a second. */
    private static final long FILE_BYTES = 64L << 20;

    private final ArchiveDirectory archive;

    public Absorber(ArchiveDirectory archive) {
        this.archive = archive;
    }

    /** The first change that the archive cannot go on with and the material can; empty when there is none. */
    Optional<Long> wanted(Material material) {
        Catalogue catalogue = archive.catalogue();
        Branch branch = branch(catalogue, material);
        var own = new Catalogue(material.changes());
        return catalogue.ranges(branch).stream()
                .map(Range::last)
                .filter(last -> own.reach(branch, last) > last)
                .min(Long::compare);
    }

    /** Whether the archive leads to the end of the material. */
    boolean isComplete(Material material) {
        Catalogue catalogue = archive.catalogue();
        return catalogue.restores(branch(catalogue, material), material.end());
    }

    /**
     * Adds what is missing: changes after what is there, and the base only where nothing else leads to the end.
     *
     * @return whether everything the material leads to can now be restored from the archive
     */
    public boolean absorb(Material material) throws IOException {
        boolean baseTaken = false;
        while (true) {
            Optional<Long> wanted = wanted(material);
            if (wanted.isPresent()) {
                addChanges(material, wanted.get());
            } else if (isComplete(material) || baseTaken) {
                return isComplete(material);
            } else {
                addBase(material);
                baseTaken = true;
            }
        }
    }

    /** Adds the base. */
    void addBase(Material material) throws IOException {
        archive.add(material.base(), material.image());
    }

    private void addChanges(Material material, long from) throws IOException {
        Branch branch = branch(archive.catalogue(), material);
        Slice slice = new Catalogue(material.changes())
                .slices(branch, from, Long.MAX_VALUE)
                .getFirst();
        archive.add(slice, FILE_BYTES, material.image());
    }

    /** The newest base of the material's history that is archived. */
    Optional<Piece.Base> newestBase(Material material) {
        Catalogue catalogue = archive.catalogue();
        return catalogue.bases(branch(catalogue, material)).stream().reduce((_, later) -> later);
    }

    private static Branch branch(Catalogue catalogue, Material material) {
        return catalogue.plus(material.pieces()).branch(material.tip());
    }
}
