package org.mfsha.core.election;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mfsha.core.Membership;
import org.mfsha.core.NodeId;
import org.mfsha.core.Timing;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Report;

/**
 * What a node knows at a moment that is always called {@link #NOW}: two minds are equal when the node would go on in the
 * same way. Decisions are those of {@link Coordinator}. Immutable.
 */
public final class Mind {
    /** The time on the node's clock. Nothing depends on the number. */
    public static final long NOW = 1_000_000;

    private static final List<Field> FIELDS = Arrays.stream(NodeState.class.getDeclaredFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers()))
            .toList();

    private final Setting setting;
    private final NodeState state;
    private final List<Object> content;
    private final int hash;

    /**
     * What stays the same for a node.
     *
     * @param keepsPeers whether a leader's memory of its followers counts; only a planned handover reads it
     */
    public record Setting(Membership members, Timing timing, boolean keepsPeers, Flaw flaw) {}

    /** What a node decided: its mind afterwards, and what it wants done. Times in actions are relative to now. */
    public record Reaction(Mind mind, List<Action> actions, Rounds rounds) {}

    /**
     * Rounds of an epoch's requests are counted back from the leader's latest.
     *
     * @param epoch whose requests under way are counted anew; 0 for none
     * @param later by how much the latest grew
     * @param over epoch whose requests mean nothing any more; 0 for none
     */
    public record Rounds(long epoch, long later, long over) {
        /** Nothing changed. */
        public static final Rounds SAME = new Rounds(0, 0, 0);
    }

    private Mind(Setting setting, NodeState folded) {
        this.setting = setting;
        this.state = folded;
        this.content = remembered(folded);
        this.hash = content.hashCode();
    }

    /** A node that starts, or starts again. */
    public static Mind started(Setting setting, Ballot found) {
        var state = new NodeState(found, NOW);
        setting.flaw().started(state);
        return folded(setting, state, 0);
    }

    private static Mind folded(Setting setting, NodeState state, long by) {
        new Folding(setting.timing(), setting.keepsPeers(), by).fold(state);
        return new Mind(setting, state);
    }

    /** The same mind some time later, before it decides anything. */
    public Mind after(long nanos) {
        return folded(setting, state.copy(), nanos);
    }

    /** Whether the clock must wake the node now. */
    public boolean isDue() {
        return new Coordinator(setting.members(), setting.timing(), state)
                        .nextDeadline(NOW)
                        .orElse(Long.MAX_VALUE)
                <= NOW;
    }

    /** What the node makes of an event. */
    public Reaction on(Event event) {
        NodeState next = state.copy();
        Event read = setting.flaw().read(next, event);
        List<Action> actions = new Coordinator(setting.members(), setting.timing(), next).handle(read, NOW);
        var mail = new FoldedMail(setting, next, NOW);
        List<Action> folded = actions.stream().map(mail::fold).toList();
        Rounds rounds = rounds(next);
        return new Reaction(folded(setting, next, 0), folded, rounds);
    }

    private Rounds rounds(NodeState next) {
        long before = epochOf(state);
        long after = epochOf(next);
        long later = Folding.round(next).orElse(0L);
        return after == before && later == 0 ? Rounds.SAME : new Rounds(after, later, after == before ? 0 : before);
    }

    private static long epochOf(NodeState state) {
        return state.leadership.map(Leadership::epoch).orElse(0L);
    }

    // Views

    /** What the node believes. */
    public Coordinator.View view() {
        return new Coordinator(setting.members(), setting.timing(), state).view(NOW);
    }

    /** The epoch that a node collects promises for in earnest. */
    public Optional<Long> bidEpoch() {
        return state.bid
                .filter(bid -> bid.stage() instanceof Bid.Stage.Asking || bid.stage() instanceof Bid.Stage.Preparing)
                .map(Bid::epoch);
    }

    /** Whether the node's lease ran out while it led. */
    public boolean isSuspended() {
        return state.leadership.filter(Leadership::suspended).isPresent();
    }

    /** Whether the node's mfsmaster is up, as far as it knows. */
    public boolean isServing() {
        return state.leadership
                .filter(leadership -> leadership.stage() instanceof Leadership.Stage.Serving)
                .isPresent();
    }

    /** Whether it leads, or believes so. */
    public boolean leads() {
        return state.leadership.isPresent();
    }

    /** Whether a name is its own. */
    public boolean isOwn(NodeId name) {
        return name.equals(setting.members().self());
    }

    /** Whether it leads under a second number. */
    public boolean isRenumbered() {
        return state.leadership
                .filter(leadership -> leadership.since() != leadership.epoch())
                .isPresent();
    }

    /** Whether it repeats that it handed back. */
    public boolean handsBack() {
        return state.farewell.isPresent();
    }

    /** What it last heard of its own data. */
    public Report self() {
        return state.self;
    }

    /** What it has on disk. */
    public Ballot ballot() {
        return state.ballot;
    }

    private static List<Object> remembered(NodeState state) {
        try {
            var values = new ArrayList<>(FIELDS.size());
            for (Field field : FIELDS) {
                values.add(field.get(state));
            }
            return values;
        } catch (IllegalAccessException e) {
            throw new LinkageError("a node's memory cannot be read", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mind mind && hash == mind.hash && content.equals(mind.content);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return content.toString();
    }
}
