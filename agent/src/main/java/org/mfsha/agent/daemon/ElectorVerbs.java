package org.mfsha.agent.daemon;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.mfsha.agent.control.Verb;
import org.mfsha.agent.control.VerbException;
import org.mfsha.core.election.Coordinator.LeaderStage;
import org.mfsha.core.election.Coordinator.View;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Event;

/** What the hooks of an external elector ask: {@code promote}, {@code demote}, {@code elector-check}. Thread-safe. */
final class ElectorVerbs {
    private static final long ANSWER_SECONDS = 2;
    /** Fetching what is missing may take this long, and stopping too. */
    private static final Duration WORK_LIMIT = Duration.ofSeconds(10);

    private final ViewBoard view;
    private final CoreLoop core;
    private final Duration promotionLimit;

    /** @param promotion how long a promotion may take, apart from fetching changes */
    ElectorVerbs(ViewBoard view, CoreLoop core, Duration promotion) {
        this.view = view;
        this.core = core;
        this.promotionLimit = promotion.plus(WORK_LIMIT);
    }

    Map<String, Verb> verbs() {
        return Map.of("promote", _ -> promote(), "demote", _ -> demote(), "elector-check", _ -> check());
    }

    /** Returns when this node serves; fails when it will not. */
    private String promote() throws VerbException {
        command(new Event.PromoteRequested());
        await(
                seen -> isServing(seen)
                        || (seen.leading().isEmpty() && seen.bidStage().isEmpty()),
                promotionLimit);
        View seen = view.get();
        if (isServing(seen)) {
            return "leads epoch " + seen.leaderEpoch();
        }
        throw new VerbException(
                "not promoted: " + ask(new Event.CheckRequested()).text());
    }

    private static boolean isServing(View seen) {
        return seen.leading().filter(LeaderStage.SERVING::equals).isPresent();
    }

    /** Returns when this node does not serve. */
    private String demote() throws VerbException {
        command(new Event.DemoteRequested("the elector took the shared address away"));
        if (!await(seen -> seen.leading().isEmpty(), WORK_LIMIT)) {
            throw new VerbException("mfsmaster does not stop: look at the agent's log");
        }
        return "no master here";
    }

    private String check() throws VerbException {
        return command(new Event.CheckRequested()).text();
    }

    /** Before this agent ends: nothing of what was served may be left unread. */
    void demoteBeforeTheEnd() throws InterruptedException {
        var _ = core.ask(new Event.DemoteRequested("the agent ends"));
        view.await(seen -> seen.leading().isEmpty(), WORK_LIMIT);
    }

    private Action.AnswerOperator command(Event.Command command) throws VerbException {
        Action.AnswerOperator answer = ask(command);
        if (!answer.accepted()) {
            throw new VerbException(answer.text());
        }
        return answer;
    }

    private Action.AnswerOperator ask(Event.Command command) throws VerbException {
        try {
            return core.ask(command).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (ExecutionException | TimeoutException e) {
            throw new VerbException("this agent's core does not answer: look at its log");
        }
    }

    private boolean await(Predicate<View> condition, Duration limit) throws VerbException {
        try {
            return view.await(condition, limit);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static VerbException interrupted() {
        Thread.currentThread().interrupt();
        return new VerbException("interrupted: look at `mfsha status`");
    }
}
