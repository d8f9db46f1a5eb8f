package org.mfsha.agent.daemon;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.mfsha.agent.replica.Steward;
import org.mfsha.agent.replica.TakeoverStart;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.Coordinator;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Message.PauseEnded;
import org.mfsha.core.protocol.Message.Release;

/** Turns the core's actions into deeds. Used by the core's thread only; nothing here waits, but for stable storage. */
final class ActionRunner {
    private static final Logger LOG = System.getLogger(ActionRunner.class.getName());

    private final BallotKeeper ballots;
    private final BiConsumer<NodeId, Message> network;
    private final Optional<Steward> steward;
    private final ElectionClock clock;
    private Optional<CompletableFuture<Action.AnswerOperator>> waiting = Optional.empty();

    /** Puts a ballot on stable storage. */
    interface BallotKeeper {
        void save(Action.Ballot ballot) throws IOException;
    }

    /** @param steward owner of the data; a witness has none */
    ActionRunner(
            BallotKeeper ballots, BiConsumer<NodeId, Message> network, Optional<Steward> steward, ElectionClock clock) {
        this.ballots = ballots;
        this.network = network;
        this.steward = steward;
        this.clock = clock;
    }

    /** Who gets the next answer to an administrator. */
    void answerTo(CompletableFuture<Action.AnswerOperator> answer) {
        waiting = Optional.of(answer);
    }

    /** @throws IOException when a ballot cannot be kept: the node must not go on voting then */
    void carryOut(Action action, Coordinator.View view) throws IOException {
        switch (action) {
            case Action.Send(NodeId to, Message message)
            when saysThatItStopped(message) && steward.isPresent() ->
                steward.get().onceStopped(() -> network.accept(to, message)); // Not before it is true.
            case Action.Send(NodeId to, Message message) -> network.accept(to, message);
            case Action.Persist(Action.Ballot ballot) -> ballots.save(ballot);
            case Action.Note(String text) -> LOG.log(Level.INFO, text);
            case Action.AnswerOperator answer -> {
                waiting.ifPresent(future -> future.complete(answer));
                waiting = Optional.empty();
            }
            default -> steward.ifPresent(owner -> tell(owner, action, view));
        }
    }

    private static boolean saysThatItStopped(Message message) {
        return message instanceof Release || message instanceof PauseEnded;
    }

    private void tell(Steward owner, Action action, Coordinator.View view) {
        switch (action) {
            case Action.ExtendLease(long until) -> owner.extendLease(until);
            case Action.ShortenLease(long epoch, long serial, long until) -> owner.shortenLease(epoch, serial, until);
            case Action.Suspend _ -> owner.suspend();
            case Action.Resume(long until) -> owner.resume(until);
            case Action.Follow(NodeId leader, var lineage) -> {
                LOG.log(Level.INFO, "{0} leads epoch {1}", leader, lineage.epoch());
                owner.follow(leader, lineage);
            }
            case Action.LoseLeader _ -> LOG.log(Level.INFO, "no leader is heard");
            case Action.FetchTail(NodeId from, var upTo) -> owner.fetchTail(from, upTo);
            case Action.StartServing(var lineage, long until) -> {
                LOG.log(Level.INFO, "elected for epoch {0}: taking over", lineage.epoch());
                owner.startServing(new TakeoverStart(
                        lineage, until, clock.previousLeader(), clock.startedAtMillis(), clock.phases()));
            }
            case Action.Renumber(var lineage) -> owner.renumber(lineage);
            case Action.Drain(long epoch) -> owner.drain(epoch);
            case Action.Undrain _ -> owner.undrain();
            case Action.Salvage(long epoch) -> owner.salvage(epoch);
            case Action.KillMaster(long _, String why) -> {
                LOG.log(Level.ERROR, "mfsmaster hangs: {0}", why);
                owner.killMaster();
            }
            case Action.StopServing(long _, String why) -> {
                LOG.log(Level.WARNING, "stopping to serve: {0}", why);
                owner.stopServing(why);
            }
            default -> throw new IllegalStateException("not for the steward: " + action + " in " + view);
        }
    }
}
