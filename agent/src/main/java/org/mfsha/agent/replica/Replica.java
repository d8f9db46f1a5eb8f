package org.mfsha.agent.replica;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.mfsha.agent.address.KnownConnections;
import org.mfsha.agent.address.SharedAddress;
import org.mfsha.agent.config.Config;
import org.mfsha.agent.master.MasterLauncher;
import org.mfsha.agent.peer.ClientConnection;
import org.mfsha.agent.store.ImageStore;
import org.mfsha.agent.takeover.TakeoverRecord;

/** This candidate's metadata and everything around it; wires the package together. */
public final class Replica {
    private final Steward steward;
    private final ChangesService changes;

    /** Everything the replica tells or asks the rest of the agent. */
    public interface Outlet extends Steward.Outlet {
        /** The dead-man's switch stopped the serving process on its own. */
        void guardSuspended();

        /** A takeover is complete. */
        void tookOver(TakeoverRecord takeover);

        /** Other nodes should know these connections. */
        void share(long epoch, List<ClientConnection> connections);
    }

    public Replica(
            Config config,
            ImageStore store,
            MasterLauncher launcher,
            SharedAddress address,
            KnownConnections known,
            PeerChanges.Streams streams,
            Outlet outlet) {
        var peers = new PeerChanges(streams);
        var builder = new ImageBuilder(store, launcher, peers);
        var duties = new LeaderDuties(config, store, launcher, address, known, outlet);
        this.steward = new Steward(config, store, builder, peers, duties, outlet);
        this.changes = new ChangesService(steward::changes);
    }

    /** Owner of the data. */
    public Steward steward() {
        return steward;
    }

    /**
     * Answers another agent.
     *
     * @throws IOException when there is no such request
     */
    public void answer(String request, InputStream body, OutputStream response) throws IOException {
        if (!request.equals(ChangesService.REQUEST)) {
            throw new IOException("no request '" + request + "' here: run the same mfsha on every node");
        }
        changes.answer(body, response);
    }
}
