package org.mfsha.linux;

import java.io.IOException;

/** A call of the C library that failed. Its message is "CALL: TEXT OF ERRNO". */
public final class LinuxException extends IOException {
    private final int errno;

    /** A failure of {@code call} with {@code errno}, explained by {@code text}. */
    public LinuxException(String call, int errno, String text) {
        super(call + ": " + text);
        this.errno = errno;
    }

    /** The same with the C library's text. */
    public static LinuxException of(String call, int errno) {
        return new LinuxException(call, errno, NativeFunction.describe(errno));
    }

    /** The error number, see {@link Errno}. */
    public int errno() {
        return errno;
    }
}
