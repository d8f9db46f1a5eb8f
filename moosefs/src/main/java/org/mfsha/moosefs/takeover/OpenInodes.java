package org.mfsha.moosefs.takeover;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which session holds which inode open; as large as the same table in the master (openfiles.c). */
final class OpenInodes {
    private final Map<Long, Set<Long>> sessionsByInode = new HashMap<>();
    private final Map<Long, Set<Long>> inodesBySession = new HashMap<>();

    void open(long session, long inode) {
        sessionsByInode.computeIfAbsent(inode, _ -> new HashSet<>(2)).add(session);
        inodesBySession.computeIfAbsent(session, _ -> new HashSet<>()).add(inode);
    }

    void close(long session, long inode) {
        remove(sessionsByInode, inode, session);
        remove(inodesBySession, session, inode);
    }

    void sessionGone(long session) {
        Set<Long> inodes = inodesBySession.remove(session);
        if (inodes != null) {
            inodes.forEach(inode -> remove(sessionsByInode, inode, session));
        }
    }

    int sessionsHolding(long inode) {
        return sessionsByInode.getOrDefault(inode, Set.of()).size();
    }

    private static void remove(Map<Long, Set<Long>> table, long key, long value) {
        table.computeIfPresent(key, (_, values) -> {
            values.remove(value);
            return values.isEmpty() ? null : values;
        });
    }
}
