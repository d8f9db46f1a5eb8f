package org.mfsha.core.simulation;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.mfsha.core.simulation.Settings.Fault;

/** Lets faults happen until it is told to stop. */
final class Chaos {
    private final Simulation world;
    private final Dice dice;
    private final Cuts cuts;
    private boolean stopped;

    Chaos(Simulation world) {
        this.world = world;
        this.dice = world.dice();
        this.cuts = new Cuts(world);
    }

    void start() {
        if (!world.settings().faults().isEmpty()) {
            next(List.copyOf(new TreeSet<>(world.settings().faults())));
        }
    }

    void stop() {
        stopped = true;
    }

    private void next(List<Fault> faults) {
        world.time().in(dice.millis(1, 2.0 * world.settings().meanPauseMillis()), () -> {
            if (!stopped) {
                Fault fault = dice.oneOf(faults);
                if (strikes(fault)) {
                    world.tally().count(fault);
                }
                next(faults);
            }
        });
    }

    /** Whether the fault could happen; those that happen by themselves, now and then, count themselves. */
    private boolean strikes(Fault fault) {
        SimNode node = dice.oneOf(world.nodes());
        SimNode other = dice.oneOf(world.nodes());
        return switch (fault) {
            case AGENT_CRASH -> crashAgent(node);
            case HOST_CRASH -> {
                boolean possible = crashHost(node);
                restart(node, dice.chance(0.3) ? dice.millis(1, 100) : dice.millis(100, 8000));
                yield possible;
            }
            case PAUSE -> node.freeze(pause());
            case HOST_PAUSE -> node.freezeHost(pause());
            case CUT -> cuts.cut(node, other, true);
            case ONE_WAY_CUT -> cuts.cut(node, other, false);
            case ISOLATION -> cuts.isolate(node);
            case LOSS -> {
                cuts.phase(
                        () -> world.network().setLoss(dice.oneOf(List.of(0.05, 0.2, 0.5))),
                        () -> world.network().setLoss(0));
                yield false;
            }
            case DUPLICATION -> {
                world.network().setDuplication(dice.oneOf(List.of(0.0, 0.1, 0.5)));
                yield false;
            }
            case DELAY -> {
                cuts.phase(
                        () -> world.network().setLongDelay(dice.oneOf(List.of(0.05, 0.3))),
                        () -> world.network().setLongDelay(0));
                yield false;
            }
            case MASTER_LOST -> {
                Optional<SimNode> leader = world.listening();
                leader.ifPresent(serving -> serving.shell().leading().loseMaster());
                yield leader.isPresent();
            }
            case STALE_STANDBY -> node.shell().stall(dice.millis(500, 12_000));
            case COLD_STANDBY -> node.shell().cool();
            case MASTER_HANGS -> {
                Optional<SimNode> leader = world.listening();
                leader.ifPresent(serving -> serving.shell().leading().hangMaster(dice.millis(50, 3000)));
                yield leader.isPresent();
            }
            case SWITCHOVER -> world.administrator().switchover();
            case OPERATOR_PAUSE -> world.administrator().pause();
            case OPERATOR_RESUME -> world.administrator().resume();
            case ODD_COMMAND -> world.administrator().oddCommand();
            case WIPED_DISK -> world.administrator().loseDisk(node);
            case IMAGE_LOST ->
                node.isCandidate() && world.canSpare(node) && node.shell().loseImage();
            case IMAGE_DAMAGED ->
                node.isCandidate() && world.canSpare(node) && node.shell().damageImage();
            case MASTER_FAILS_TO_START,
                    SLOW_FETCH,
                    SLOW_START,
                    SLOW_DISK,
                    FAILING_DISK,
                    LOST_TAIL,
                    CRASH_BETWEEN_ACTIONS,
                    PAUSE_BETWEEN_ACTIONS -> false;
        };
    }

    private long pause() {
        return dice.chance(0.5) ? dice.millis(10, 700) : dice.millis(300, 4000);
    }

    private boolean crashAgent(SimNode node) {
        boolean possible = node.isUp();
        world.troubles().strike(node.id());
        node.crashAgent(dice.chance(0.5));
        restart(node, dice.chance(0.5) ? dice.millis(1, 100) : dice.millis(100, 4000));
        return possible;
    }

    /** A power cut; the host's clock begins anew. */
    boolean crashHost(SimNode node) {
        boolean possible = node.isUp();
        world.troubles().strike(node.id());
        node.crashHost(world.drawClock());
        return possible;
    }

    void crashAndRestart(SimNode node) {
        world.troubles().strike(node.id());
        node.crashAgent(dice.chance(0.5));
        restart(node, dice.millis(1, 500));
    }

    void restart(SimNode node, long delay) {
        int incarnation = node.incarnation();
        world.time().in(delay, () -> {
            if (!node.isUp()
                    && node.incarnation() == incarnation
                    && world.nodes().contains(node)) {
                world.troubles().strike(node.id());
                node.start();
            }
        });
    }
}
