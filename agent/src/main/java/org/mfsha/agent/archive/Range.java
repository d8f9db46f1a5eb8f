package org.mfsha.agent.archive;

/**
 * What one base and the changes after it lead to: every version from the base's to the last one, both included.
 *
 * @param base where it begins
 * @param last the version after all changes that follow without a gap
 */
public record Range(Piece.Base base, long last) {
    /** Whether a version can be restored from it. */
    public boolean reaches(long version) {
        return base.version() <= version && version <= last;
    }
}
