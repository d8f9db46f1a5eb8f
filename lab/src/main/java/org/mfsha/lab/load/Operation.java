package org.mfsha.lab.load;

import java.util.Optional;

/**
 * Something an application asked the file system to do.
 *
 * @param path what for, relative to the mount point
 * @param target the new name, for a rename only
 * @param content what the file holds afterwards, where that is known
 */
public record Operation(Kind kind, String path, Optional<String> target, Optional<Content> content) {
    /** Kinds of operations. */
    public enum Kind {
        CREATE,
        MKDIR,
        RENAME,
        UNLINK,
        RMDIR,
        /** Open, write, fsync, close. */
        WRITE,
        /** Write at the end of an open file, fsync. */
        APPEND,
        READ,
        /** Try to take a lock; being refused is success. */
        LOCK,
        UNLOCK
    }

    /** An operation on one name. */
    public static Operation on(Kind kind, String path) {
        return new Operation(kind, path, Optional.empty(), Optional.empty());
    }

    /** A rename. */
    public static Operation rename(String path, String target) {
        return new Operation(Kind.RENAME, path, Optional.of(target), Optional.empty());
    }

    /** A write, append or read of a file that then holds this. */
    public static Operation content(Kind kind, String path, Content content) {
        return new Operation(kind, path, Optional.empty(), Optional.of(content));
    }

    @Override
    public String toString() {
        return kind + " " + path + target.map(name -> " -> " + name).orElse("");
    }
}
