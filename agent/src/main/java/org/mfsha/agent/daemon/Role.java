package org.mfsha.agent.daemon;

import org.mfsha.core.election.Coordinator;
import org.mfsha.core.election.Coordinator.LeaderStage;

/** What a node is at the moment, in a word. */
enum Role {
    /** Its mfsmaster serves. */
    LEADER("leader"),
    /** It leads, but its lease is lost: nothing is served. */
    SUSPENDED("suspended"),
    /** It leads, but its mfsmaster is gone, and in a pause nothing is done about that. */
    DOWN("down"),
    /** It is about to serve, or about to stop. */
    PREPARING("preparing"),
    /** It could serve at once. */
    STANDBY("standby"),
    /** It is making itself ready. */
    REBUILDING("rebuilding"),
    /** It only votes. */
    WITNESS("witness");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static Role of(Coordinator.View view, boolean candidate) {
        if (view.leading().isPresent()) {
            LeaderStage stage = view.leading().get();
            return switch (stage) {
                case SERVING, HANDING_OVER -> LEADER;
                case SUSPENDED -> SUSPENDED;
                case DOWN -> DOWN;
                case ELECTED, STARTING, SALVAGING -> PREPARING;
            };
        }
        if (!candidate) {
            return WITNESS;
        }
        if (view.bidStage().isPresent()) {
            return PREPARING;
        }
        return view.self().hot() ? STANDBY : REBUILDING;
    }
}
