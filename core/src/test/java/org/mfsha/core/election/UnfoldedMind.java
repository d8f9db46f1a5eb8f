package org.mfsha.core.election;

import java.util.List;
import org.mfsha.core.election.Mind.Setting;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Event;

/** A node that keeps everything as it is: what {@link Mind} is compared with. Not thread-safe. */
public final class UnfoldedMind {
    private final Setting setting;
    private final NodeState state;
    private long now;

    /** A node that starts at a time of its clock. */
    public UnfoldedMind(Setting setting, Ballot found, long now) {
        this.setting = setting;
        this.state = new NodeState(found, now);
        this.now = now;
    }

    /** Time passes. */
    public void after(long nanos) {
        now += nanos;
    }

    /** Whether the clock must wake the node now. */
    public boolean isDue() {
        return coordinator().nextDeadline(now).orElse(Long.MAX_VALUE) <= now;
    }

    /** What the node does because of an event. */
    public List<Action> on(Event event) {
        return coordinator().handle(event, now);
    }

    /** The same actions in the words of a folded mind. */
    public List<Action> folded(List<Action> actions) {
        var mail = new FoldedMail(setting, state, now);
        return actions.stream().map(mail::fold).toList();
    }

    private Coordinator coordinator() {
        return new Coordinator(setting.members(), setting.timing(), state);
    }

    /** What it wrote last. */
    public Ballot ballot() {
        return state.ballot;
    }
}
