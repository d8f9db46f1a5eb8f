package org.mfsha.moosefs.takeover;

import java.io.IOException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.ChangelogLine;
import org.mfsha.moosefs.files.MetadataException;
import org.mfsha.moosefs.files.StoredSessions;

/**
 * Which sessions exist at a point of the history. For one thread.
 *
 * <p>Whether a session is connected cannot be told from the changelog: its disconnection is logged,
 * its return is not (sessions.c, sessions_disconnection and sessions_attach_session). So every
 * session that exists counts as one that may come back.
 */
public final class SessionTracker {
    private final SortedSet<Long> sessions = new TreeSet<>();

    private SessionTracker() {}

    /** Starts with the sessions of a base. */
    public static SessionTracker from(BaseFile base) throws IOException {
        SessionTracker tracker = new SessionTracker();
        StoredSessions.read(base).sessions().forEach(session -> tracker.sessions.add(session.id()));
        return tracker;
    }

    /** Takes the next line of the history. */
    public void accept(ChangelogLine line) throws MetadataException {
        switch (line.operation()) {
            case "SESADD" -> sessions.add(line.numericResult());
            case "SESDEL" -> sessions.remove(line.number(0));
            default -> {
                // SESCHANGED and SESDISCONNECTED keep the session
            }
        }
    }

    /** The sessions that exist now, in the order of their ids. */
    public List<Long> existing() {
        return List.copyOf(sessions);
    }
}
