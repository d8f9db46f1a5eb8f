package org.mfsha.lab.load;

import java.util.List;

/**
 * What an inode whose creation was lost with a leader looks like to an application.
 *
 * <p>Its kernel still knows the inode: there it finds a stale handle or nothing, and when the new master gives the number of
 * a lost directory to another one, the kernel takes the two for the same and says that it exists. A mount that writes to a
 * lost inode says that the descriptor is bad (write_worker in writedata.c, 3.0.117).
 */
public final class LostInode {
    private static final List<String> LOOKS =
            List.of("FileAlreadyExistsException", "NoSuchFileException", "Stale file handle", "Bad file descriptor");

    private LostInode() {}

    /** Whether an error, in the words of an exception, may follow from a loss. */
    public static boolean explains(String error) {
        return LOOKS.stream().anyMatch(error::contains);
    }
}
