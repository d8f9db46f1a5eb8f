package org.mfsha.core.simulation;

import java.util.Optional;
import java.util.stream.IntStream;
import org.mfsha.core.history.EpochRecord.Reason;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.simulation.Settings.Fault;
import org.mfsha.core.simulation.Tally.Deed;

/** What an agent does as a leader: starts its mfsmaster, lets it serve, stops it, reads what it left. */
final class Leading {
    private static final int MOST_TAKEOVER_LINES = 3;
    private static final long HANG_LIMIT = 300 * Dice.MILLI;

    private final Simulation world;
    private final SimNode node;
    private final Shell shell;
    private final Dice dice;
    private final Service service;

    /** What a master that is being started will serve, and a new number that it gets when it does. */
    private Optional<Lineage> starting = Optional.empty();

    private Optional<Lineage> renumbering = Optional.empty();

    Leading(Simulation world, SimNode node, Shell shell) {
        this.world = world;
        this.node = node;
        this.shell = shell;
        this.dice = world.dice();
        this.service = node.service();
    }

    /** Whatever a start has written stays: nobody knows any more that it was not served. */
    void crashed() {
        starting = Optional.empty();
    }

    /** mfsmaster dies while its agent lives. */
    void loseMaster() {
        if (service.isListening()) {
            long epoch = service.epoch();
            service.stop();
            node.deliver(new Event.MasterLost(epoch, "as drawn"));
        }
    }

    /** mfsmaster hangs for a while, unless it is killed. */
    void hangMaster(long nanos) {
        if (service.isListening() && !service.isHung()) {
            int serial = service.serial();
            service.hang(true);
            tellHang(serial);
            world.time().in(nanos, () -> {
                if (service.serial() == serial) {
                    unhang();
                }
            });
        }
    }

    private void tellHang(int serial) {
        shell.later(HANG_LIMIT, () -> {
            if (service.serial() == serial && service.isHung()) {
                node.deliver(new Event.MasterHangs(service.epoch(), "as drawn"));
                tellHang(serial);
            }
        });
    }

    void unhang() {
        if (service.isHung()) {
            service.hang(false);
            node.deliver(new Event.MasterAnswers(service.epoch()));
        }
    }

    void execute(Action action) {
        switch (action) {
            case Action.StartServing(Lineage lineage, long until) -> start(lineage, until);
            case Action.ExtendLease(long until) -> {
                service.extend(
                        world.tampering().pausesCountFromTheAnswer() ? node.countedFromNow(until) : until,
                        node.clock());
                world.watch().serviceChanged(world.nodes());
            }
            case Action.ShortenLease(long epoch, long serial, long until) ->
                shell.later(dice.millis(0.1, 20), () -> {
                    if (!world.tampering().guardKeepsTheLongerLease()) {
                        service.shorten(until, node.clock());
                    }
                    node.deliver(new Event.LeaseShortened(epoch, serial));
                });
            case Action.KillMaster(long epoch, String why) -> {
                service.stop();
                shell.later(dice.millis(0.1, 20), () -> node.deliver(new Event.MasterLost(epoch, why)));
            }
            case Action.Suspend _ -> {
                world.tally().count(Deed.SUSPENSION);
                service.suspend();
                shell.tell();
            }
            case Action.Resume(long until) -> {
                world.tally().count(Deed.RESUMPTION);
                service.resume(until, node.clock());
                world.watch().serviceChanged(world.nodes());
            }
            case Action.Renumber(Lineage lineage) -> {
                world.tally().count(Deed.RENUMBERING);
                renumbering = Optional.of(lineage);
                renumberIfServing();
            }
            case Action.Drain(long epoch) -> drain(epoch);
            case Action.Undrain _ -> service.drain(false);
            case Action.Salvage(long epoch) ->
                shell.later(
                        dice.millis(1, 30),
                        () -> node.deliver(new Event.Salvaged(
                                epoch, shell.image().map(Image::position).orElse(Position.NONE))));
            case Action.StopServing _ -> stop();
            default -> throw new IllegalArgumentException("not for the shell: " + action);
        }
    }

    // ---------------------------------------------------------------- starts

    private void start(Lineage lineage, long until) {
        Optional<Image> fit = shell.image().filter(data -> isFit(data, lineage));
        boolean works = fit.isPresent() && !(world.occurs(Fault.MASTER_FAILS_TO_START) && dice.chance(0.3));
        shell.replication().stop();
        shell.notHot();
        shell.abandonFetch();
        renumbering = Optional.empty();
        fit.ifPresent(data -> enter(data, lineage));
        world.watch().epochBegins(lineage.epoch());
        int serial = service.start(lineage, until, node.clock());
        shell.later(dice.millis(5, 60), () -> {
            if (service.serial() != serial) {
                return;
            }
            if (works) {
                serve(lineage);
            } else {
                failToServe(lineage, fit.isPresent());
            }
        });
    }

    /** The standby may have gone cold since the election, or another image may have taken its place. */
    private boolean isFit(Image data, Lineage lineage) {
        return shell.isHot() && data.log().nextVersion() >= lineage.firstVersionOf(lineage.epoch());
    }

    /** The epoch's number goes to disk, and then the lines that cure what a change of master would break. */
    private void enter(Image data, Lineage lineage) {
        starting = Optional.of(lineage);
        data.belongsTo(lineage.epoch());
        IntStream.range(0, dice.between(0, MOST_TAKEOVER_LINES))
                .forEach(_ -> data.log().append(world.newChange()));
    }

    private void serve(Lineage lineage) {
        starting = Optional.empty();
        service.listen();
        world.tally().count(Deed.TAKEOVER);
        lineage.last()
                .filter(record -> record.reason() == Reason.SWITCHOVER)
                .ifPresent(_ -> world.tally().count(Deed.SWITCHOVER));
        world.watch().serviceChanged(world.nodes());
        world.watch().serviceBegan(node);
        node.deliver(new Event.MasterListening(lineage.epoch()));
        renumberIfServing();
    }

    private void failToServe(Lineage lineage, boolean fit) {
        world.tally().count(Deed.FAILED_START);
        if (fit) {
            world.tally().count(Fault.MASTER_FAILS_TO_START);
        }
        service.stop();
        takeBack(lineage);
        node.deliver(new Event.MasterFailed(lineage.epoch(), "as drawn"));
        shell.prime(dice.millis(50, 400));
    }

    /** Nothing was served: neither the number nor the lines may stay. */
    private void takeBack(Lineage lineage) {
        world.watch().epochFails(lineage.epoch());
        shell.image().filter(_ -> starting.isPresent()).ifPresent(data -> {
            data.log().cutTo((int) lineage.firstVersionOf(lineage.epoch()) - 1);
            data.belongsTo(lineage.beforeLatestLog().epoch());
        });
        starting = Optional.empty();
    }

    // ---------------------------------------------------------------- while it leads, and its end

    /** Like the agent, which does one thing after the other: a start comes first, and what does not serve gets no number. */
    private void renumberIfServing() {
        renumbering.filter(_ -> service.isListening()).ifPresent(lineage -> {
            renumbering = Optional.empty();
            service.renumber(lineage.epoch());
            shell.image().ifPresent(data -> data.belongsTo(lineage.epoch()));
            shell.tell();
        });
    }

    private void drain(long epoch) {
        service.drain(true);
        int serial = service.serial();
        shell.later(
                dice.millis(1, 20),
                () -> node.deliver(
                        service.serial() == serial && service.isListening()
                                ? new Event.Drained(
                                        epoch, shell.image().orElseThrow().position())
                                : new Event.DrainFailed(epoch, "mfsmaster is gone")));
    }

    private void stop() {
        service.stop();
        starting.ifPresent(this::takeBack);
        shell.replication().stop();
        shell.notHot();
        shell.tell();
        shell.prime(dice.millis(50, 400));
    }
}
