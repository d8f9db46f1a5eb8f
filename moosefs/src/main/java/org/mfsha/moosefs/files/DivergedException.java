package org.mfsha.moosefs.files;

/** Two histories hold different changes under the same version: they must never be merged. */
public final class DivergedException extends MetadataException {
    private static final long serialVersionUID = 1L;

    private final long version;

    /** Creates the exception for the first version that differs. */
    public DivergedException(long version, String message) {
        super(message);
        this.version = version;
    }

    /** The first version whose change differs. */
    public long version() {
        return version;
    }
}
