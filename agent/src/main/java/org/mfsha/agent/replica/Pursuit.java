package org.mfsha.agent.replica;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.mfsha.agent.standby.ChangeStream;
import org.mfsha.agent.standby.Standby;
import org.mfsha.moosefs.files.LogLine;

/** A standby that follows one leader, until closed. */
final class Pursuit implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Pursuit.class.getName());

    private final Following leader;
    private final Standby standby;
    private final PeerChanges peerChanges;
    private final Listener listener;
    private final ChangeStream stream;

    /** Who hears of it; called from its thread. */
    interface Listener {
        /** The standby has more than before. */
        void advanced();

        /** The standby cannot go on with this leader. */
        void broken(Following leader, String why);
    }

    private Pursuit(Following leader, Standby standby, PeerChanges peerChanges, Listener listener) {
        this.leader = leader;
        this.standby = standby;
        this.peerChanges = peerChanges;
        this.listener = listener;
        this.stream = ChangeStream.start(leader.master(), standby, this::changesFrom, new StreamListener());
    }

    static Pursuit start(Following leader, Standby standby, PeerChanges peerChanges, Listener listener) {
        return new Pursuit(leader, standby, peerChanges, listener);
    }

    /** Whether it still tries. */
    boolean isAlive() {
        return stream.isAlive();
    }

    /**
     * Changes from the leader's agent. Asked for before its master's are followed: only when the agent says that it
     * serves in exactly the epoch this node follows does this node's data take that epoch's number.
     */
    private ChangeStream.Filling changesFrom(long version) throws IOException {
        PeerChanges.Answer answer = peerChanges.from(leader.leader(), version);
        return () -> taken(answer);
    }

    private List<LogLine> taken(PeerChanges.Answer answer) throws IOException {
        if (!answer.serves(leader.epoch())) {
            throw new IOException(
                    leader.leader() + " does not serve in epoch " + leader.epoch() + " (yet, or any more)");
        }
        if (!standby.lineage().equals(leader.lineage())) {
            standby.enter(leader.lineage());
        }
        return answer.lines();
    }

    /** Stops; nothing reaches the standby any more. */
    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            LOG.log(Level.ERROR, "a stream of changes does not end", e);
        }
    }

    private final class StreamListener implements ChangeStream.Listener {
        @Override
        public void connected(boolean now) {
            LOG.log(Level.INFO, now ? "following the leader's changes" : "not connected to the leader's mfsmaster");
        }

        @Override
        public void advanced() {
            listener.advanced();
        }

        @Override
        public void broken(String why) {
            listener.broken(leader, why);
        }
    }
}
