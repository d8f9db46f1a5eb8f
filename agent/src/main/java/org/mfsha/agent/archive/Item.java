package org.mfsha.agent.archive;

import java.nio.file.Path;

/**
 * A file of the archive and what its label says of it. Immutable.
 *
 * @param piece what it is
 * @param file the compressed file; its label lies beside it
 * @param seal what it must be like
 * @param madeSeconds when it was archived, seconds since 1970
 * @param image name of the image directory that it was made from
 * @param doubt why it must not be used; empty text when it may
 */
public record Item(Piece piece, Path file, Seal seal, long madeSeconds, String image, String doubt) {
    /**
     * What the file was like when it was written.
     *
     * @param bytes its size
     * @param sha256 of the compressed file, in hexadecimal: {@code sha256sum} tells the same
     */
    public record Seal(long bytes, String sha256) {}

    /** Whether it was found to be wrong. */
    public boolean isDoubtful() {
        return !doubt.isEmpty();
    }

    /** The same with an equal provenance. */
    Item with(Provenance equal) {
        return new Item(piece.with(equal), file, seal, madeSeconds, image, doubt);
    }

    /** The same, not to be used any more. */
    Item doubted(String why) {
        return new Item(piece, file, seal, madeSeconds, image, why.replace('\n', ' '));
    }
}
