package org.mfsha.moosefs.files;

/** Changes are missing between what is there. */
public final class GapException extends MetadataException {
    private static final long serialVersionUID = 1L;

    private final long firstMissing;
    private final long nextPresent;

    /** Creates the exception for the hole {@code firstMissing .. nextPresent - 1}. */
    public GapException(long firstMissing, long nextPresent, String where) {
        super("changes " + firstMissing + " to " + (nextPresent - 1) + " are missing before " + where);
        this.firstMissing = firstMissing;
        this.nextPresent = nextPresent;
    }

    /** The first version that is missing. */
    public long firstMissing() {
        return firstMissing;
    }

    /** The first version that is there again. */
    public long nextPresent() {
        return nextPresent;
    }
}
