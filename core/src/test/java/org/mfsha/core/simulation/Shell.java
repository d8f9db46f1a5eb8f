package org.mfsha.core.simulation;

import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Report;
import org.mfsha.core.simulation.Settings.Fault;

/** What an agent does besides deciding: keep an image, serve, fetch. Its data survives a crash, its readiness does not. */
final class Shell {
    private static final long METADATA_ID = 42;
    private static final long SYNC = 1_000 * Dice.MILLI;

    private final Simulation world;
    private final SimNode node;
    private final VirtualTime time;
    private final Dice dice;
    private final Service service;
    private final Replication replication;
    private final Leading leading;
    private Optional<Image> image = Optional.empty();
    private boolean hot;
    private boolean damaged;
    private int readiness;
    private int fetches;

    Shell(Simulation world, SimNode node) {
        this.world = world;
        this.node = node;
        this.time = world.time();
        this.dice = world.dice();
        this.service = node.service();
        this.replication = new Replication(world, node, this);
        this.leading = new Leading(world, node, this);
    }

    Replication replication() {
        return replication;
    }

    Leading leading() {
        return leading;
    }

    Optional<Image> image() {
        return image;
    }

    boolean isHot() {
        return hot;
    }

    boolean isDamaged() {
        return damaged;
    }

    void startWith(Image data) {
        image = Optional.of(data);
    }

    Report report() {
        return image.map(data -> new Report(data.position(), METADATA_ID, hot)).orElse(Report.EMPTY);
    }

    void tell() {
        node.deliver(new Event.SelfReported(report()));
    }

    // ---------------------------------------------------------------- starts and ends

    void started() {
        prime(dice.millis(20, 300));
        tell();
        replication.started();
    }

    void crashed() {
        leading.crashed();
        replication.crashed();
        notHot();
    }

    /** What was written lately may be gone. */
    void powerCut() {
        if (world.occurs(Fault.LOST_TAIL)) {
            image.ifPresent(data -> {
                int left = dice.between(data.synced(), data.log().size());
                if (left < data.log().size()) {
                    world.tally().count(Fault.LOST_TAIL);
                    data.log().cutTo(left);
                }
            });
        }
    }

    void wipe() {
        image = Optional.empty();
        damaged = false;
    }

    // ---------------------------------------------------------------- standby

    /** Every few hundredths of a second. */
    void tick() {
        image.ifPresent(data -> data.syncEvery(SYNC, time.now()));
        if (service.isRunning()) {
            tell();
        }
    }

    boolean mayReplicate() {
        return !service.isRunning();
    }

    boolean stall(long nanos) {
        world.troubles().strikeLightly(node.id());
        replication.stall(nanos);
        return true;
    }

    /** The standby's mfsmaster ended: start another one. */
    boolean cool() {
        boolean wasHot = hot;
        if (hot) {
            hot = false;
            tell();
        }
        prime(dice.millis(50, 800));
        return wasHot;
    }

    /** The image is gone; only a leader can give another one. */
    boolean loseImage() {
        return lose(() -> image = Optional.empty());
    }

    /** The image cannot be loaded any more, but what it says can be read. */
    boolean damageImage() {
        return lose(() -> damaged = true);
    }

    private boolean lose(Runnable how) {
        if (!node.isUp() || service.isRunning() || image.isEmpty()) {
            return false;
        }
        world.troubles().strike(node.id());
        how.run();
        notHot();
        replication.disconnect();
        tell();
        return true;
    }

    void replaceImage(Image fresh) {
        image = Optional.of(fresh);
        damaged = false;
    }

    void notHot() {
        hot = false;
        readiness++;
    }

    void prime(long delay) {
        int current = ++readiness;
        time.in(delay, () -> {
            boolean possible = readiness == current
                    && node.isUp()
                    && image.isPresent()
                    && !service.isRunning()
                    && !replication.isCopying()
                    && !damaged;
            if (possible) {
                hot = true;
                tell();
            }
        });
    }

    // ---------------------------------------------------------------- actions

    void execute(Action action) {
        switch (action) {
            case Action.Follow(NodeId leader, Lineage lineage) -> {
                replication.follow(leader, lineage);
                fetches++;
            }
            case Action.LoseLeader _ -> replication.stop();
            case Action.FetchTail(NodeId from, Position upTo) -> fetch(from, upTo);
            default -> leading.execute(action);
        }
    }

    private void fetch(NodeId from, Position upTo) {
        boolean slow = world.occurs(Fault.SLOW_FETCH);
        if (slow) {
            world.tally().count(Fault.SLOW_FETCH);
        }
        int current = ++fetches;
        later(slow ? dice.millis(1, 1500) : dice.millis(0.5, 10), () -> {
            if (fetches == current) { // Else given up: this node follows somebody, leads, or asks somebody else.
                fetched(from, upTo);
            }
        });
    }

    private void fetched(NodeId from, Position upTo) {
        SimNode peer = world.node(from);
        Optional<Image> theirs = peer.shell().image();
        boolean available = image.isPresent()
                && peer.isResponsive()
                && world.network().connects(node.id(), from)
                && theirs.filter(data -> data.log().nextVersion() >= upTo.version())
                        .isPresent();
        if (!available) {
            node.deliver(new Event.TailFailed(from, "unreachable"));
            return;
        }
        Image mine = image.orElseThrow();
        Log tail = theirs.orElseThrow().log();
        world.watch().joined(node.id(), mine.log(), from, tail);
        mine.log().extendFrom(tail, (int) upTo.version() - 1);
        mine.belongsTo(Math.max(mine.epoch(), upTo.epoch()));
        world.watch().caughtUp(node);
        node.deliver(new Event.TailFetched(report()));
    }

    void abandonFetch() {
        fetches++;
    }

    /** Unless the agent ends before. */
    void later(long delay, Runnable work) {
        int incarnation = node.incarnation();
        time.in(delay, () -> {
            if (node.incarnation() == incarnation) {
                work.run();
            }
        });
    }
}
