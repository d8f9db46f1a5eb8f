package org.mfsha.core.simulation;

import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.simulation.Tally.Deed;

/**
 * How a standby takes a leader's changes: over a stream that may begin too late or too early, or with a copy of
 * everything.
 */
final class Replication {
    private record Following(NodeId leader, Lineage lineage) {}

    /** A connection to one mfsmaster: the number of its start, and the next line it sends. */
    private record Stream(int serial, long next) {}

    private final Simulation world;
    private final SimNode node;
    private final Shell shell;
    private final VirtualTime time;
    private final Dice dice;
    private Optional<Following> following = Optional.empty();
    private Optional<Stream> stream = Optional.empty();
    private boolean copying;
    private boolean returning;
    private long stalledUntil;

    Replication(Simulation world, SimNode node, Shell shell) {
        this.world = world;
        this.node = node;
        this.shell = shell;
        this.time = world.time();
        this.dice = world.dice();
    }

    void started() {
        int incarnation = node.incarnation();
        time.in(dice.millis(1, 30), () -> again(incarnation));
    }

    void crashed() {
        follow(Optional.empty());
        copying = false;
        returning = true;
    }

    void follow(NodeId leader, Lineage lineage) {
        follow(Optional.of(new Following(leader, lineage)));
    }

    void stop() {
        follow(Optional.empty());
    }

    private void follow(Optional<Following> next) {
        following = next;
        stream = Optional.empty();
    }

    /** The image that took the changes is not there any more. */
    void disconnect() {
        stream = Optional.empty();
    }

    boolean isCopying() {
        return copying;
    }

    boolean isConnectedTo(SimNode leader) {
        return stream.filter(open -> open.serial() == leader.service().serial()).isPresent()
                && following
                        .filter(leading -> leading.leader().equals(leader.id()))
                        .isPresent();
    }

    /** Changes of the leader do not come through for a while. */
    void stall(long nanos) {
        stalledUntil = time.now() + nanos;
    }

    void unstall() {
        stalledUntil = 0;
    }

    private void again(int incarnation) {
        if (node.incarnation() != incarnation || !node.isCandidate()) {
            return;
        }
        if (node.isResponsive()) {
            shell.tick();
            if (shell.mayReplicate() && time.now() >= stalledUntil) {
                following.ifPresent(this::replicate);
            }
        }
        time.in(dice.millis(10, 40), () -> again(incarnation));
    }

    private void replicate(Following from) {
        SimNode leader = world.node(from.leader());
        boolean reaches = leader.service().isReachable() && world.network().connects(node.id(), leader.id());
        if (!reaches
                || stream.filter(open -> open.serial() != leader.service().serial())
                        .isPresent()) {
            stream = Optional.empty();
            return;
        }
        if (stream.isPresent()) {
            receive(stream.get(), leader);
        } else if (leader.service().epoch() == from.lineage().epoch() && !copying) {
            connect(from, leader);
        }
    }

    private void receive(Stream open, SimNode leader) {
        Log theirs = leader.shell().image().orElseThrow().log();
        Log own = shell.image().orElseThrow().log();
        long end = theirs.nextVersion() - dice.between(0, 2);
        for (long version = open.next(); version < end; version++) {
            if (version > own.nextVersion() && !world.tampering().overlooksGaps()) {
                world.tally().count(Deed.GAP_FILLED);
                own.extendFrom(theirs, (int) version - 1);
            }
            if (version >= own.nextVersion()) {
                own.append(version, theirs.changeOf(version));
            }
        }
        stream = Optional.of(new Stream(open.serial(), Math.max(open.next(), end)));
        world.watch().follows(node);
        shell.tell();
    }

    private void connect(Following from, SimNode leader) {
        Log theirs = leader.shell().image().orElseThrow().log();
        Optional<Image> usable = shell.image().filter(_ -> !shell.isDamaged());
        Lineage.Relation relation =
                usable.map(data -> from.lineage().relationOf(data.position())).orElse(new Lineage.Relation.Unrelated());
        if (relation instanceof Lineage.Relation.Prefix) {
            world.watch().joined(node.id(), usable.orElseThrow().log(), leader.id(), theirs);
            usable.orElseThrow().belongsTo(from.lineage().epoch());
            stream = Optional.of(new Stream(
                    leader.service().serial(), firstLine(usable.orElseThrow().log(), theirs)));
            countReturn();
            shell.tell();
        } else {
            usable.ifPresent(_ -> world.tally().count(Deed.QUARANTINE));
            copying = true;
            shell.notHot();
            shell.tell();
            int incarnation = node.incarnation();
            time.in(dice.millis(20, 300), () -> {
                if (node.incarnation() == incarnation) {
                    copy(from);
                }
            });
        }
    }

    /** The leader's mfsmaster may have forgotten what the standby lacks, and says nothing of it. */
    private long firstLine(Log own, Log theirs) {
        long next = own.nextVersion();
        return dice.chance(0.2) ? Math.clamp(next + dice.between(-20, 20), 1, theirs.nextVersion()) : next;
    }

    private void countReturn() {
        if (returning) {
            returning = false;
            world.tally().count(Deed.REJOIN);
        }
    }

    /** A new base takes the old data's place only when it is complete. */
    private void copy(Following from) {
        copying = false;
        SimNode leader = world.node(from.leader());
        boolean complete = following.filter(from::equals).isPresent()
                && leader.service().isReachable()
                && leader.service().epoch() == from.lineage().epoch()
                && world.network().connects(node.id(), leader.id());
        if (complete) {
            Log base = leader.shell().image().orElseThrow().log().copyAsBase();
            shell.replaceImage(new Image(from.lineage().epoch(), base));
            stream = Optional.of(new Stream(leader.service().serial(), base.nextVersion()));
            returning = false;
            world.tally().count(Deed.REBUILD);
        }
        shell.prime(dice.millis(20, 300));
        shell.tell();
    }
}
