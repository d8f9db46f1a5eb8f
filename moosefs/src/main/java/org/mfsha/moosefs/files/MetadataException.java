package org.mfsha.moosefs.files;

import java.io.IOException;

/** A metadata file or changelog is not what it should be; the message names file and place. */
public class MetadataException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with what is wrong and where. */
    public MetadataException(String message) {
        super(message);
    }
}
