package org.mfsha.core.simulation;

import java.util.List;
import org.mfsha.core.NodeId;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Message.Grant;
import org.mfsha.core.protocol.Message.Promise;
import org.mfsha.core.protocol.Message.Renew;

/** One promise of the design; each method is a moment at which it may be found broken. */
interface Invariant {
    /** A lease, a service or the clients' world changed, or some time passed. */
    default void serviceChanged(List<SimNode> nodes) {}

    /** A master begins to be reachable. */
    default void serviceBegan(SimNode node) {}

    /** A master acknowledges a change. */
    default void acknowledges(SimNode node) {}

    /** A node sends a promise that is meant. */
    default void promised(SimNode voter, NodeId bidder, Promise promise) {}

    /** Such a promise is read. */
    default void promiseArrived(SimNode voter, SimNode bidder, Promise promise) {}

    /** A leader's request is read. */
    default void renewArrived(SimNode voter, Renew renew) {}

    /** A voter grants what it read last. */
    default void granted(SimNode voter, Grant grant) {}

    /** A node gives its data the number of an epoch: from now on the epoch may have served. */
    default void epochBegins(long epoch) {}

    /** The master of an epoch did not start; nothing was served in it. */
    default void epochFails(long epoch) {}

    /** The last acknowledged changes beyond a size are lost, excused. */
    default void forgotten(int size) {}

    /** A node wrote its ballot. */
    default void persisted(SimNode node) {}

    /** A node takes another's changes to go on from its own. */
    default void joined(NodeId node, Log own, NodeId other, Log theirs) {}

    /** A standby took changes of the serving leader it follows. */
    default void follows(SimNode node) {}

    /** A bidder fetched what it lacked. */
    default void caughtUp(SimNode node) {}

    /** A node decided what to do about an event. */
    default void handled(SimNode node, Event event, List<Action> actions) {}
}
