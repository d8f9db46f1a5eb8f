package org.mfsha.core.simulation;

import java.util.List;
import java.util.function.Consumer;
import org.mfsha.core.NodeId;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Message.Grant;
import org.mfsha.core.protocol.Message.Promise;
import org.mfsha.core.protocol.Message.Renew;

/** All invariants at once. */
final class Watch implements Invariant {
    private final List<Invariant> invariants;

    Watch(List<Invariant> invariants) {
        this.invariants = List.copyOf(invariants);
    }

    private void all(Consumer<Invariant> moment) {
        invariants.forEach(moment);
    }

    @Override
    public void serviceChanged(List<SimNode> nodes) {
        all(invariant -> invariant.serviceChanged(nodes));
    }

    @Override
    public void serviceBegan(SimNode node) {
        all(invariant -> invariant.serviceBegan(node));
    }

    @Override
    public void acknowledges(SimNode node) {
        all(invariant -> invariant.acknowledges(node));
    }

    @Override
    public void promised(SimNode voter, NodeId bidder, Promise promise) {
        all(invariant -> invariant.promised(voter, bidder, promise));
    }

    @Override
    public void promiseArrived(SimNode voter, SimNode bidder, Promise promise) {
        all(invariant -> invariant.promiseArrived(voter, bidder, promise));
    }

    @Override
    public void renewArrived(SimNode voter, Renew renew) {
        all(invariant -> invariant.renewArrived(voter, renew));
    }

    @Override
    public void granted(SimNode voter, Grant grant) {
        all(invariant -> invariant.granted(voter, grant));
    }

    @Override
    public void epochBegins(long epoch) {
        all(invariant -> invariant.epochBegins(epoch));
    }

    @Override
    public void epochFails(long epoch) {
        all(invariant -> invariant.epochFails(epoch));
    }

    @Override
    public void forgotten(int size) {
        all(invariant -> invariant.forgotten(size));
    }

    @Override
    public void persisted(SimNode node) {
        all(invariant -> invariant.persisted(node));
    }

    @Override
    public void joined(NodeId node, Log own, NodeId other, Log theirs) {
        all(invariant -> invariant.joined(node, own, other, theirs));
    }

    @Override
    public void follows(SimNode node) {
        all(invariant -> invariant.follows(node));
    }

    @Override
    public void caughtUp(SimNode node) {
        all(invariant -> invariant.caughtUp(node));
    }

    @Override
    public void handled(SimNode node, Event event, List<Action> actions) {
        all(invariant -> invariant.handled(node, event, actions));
    }
}
