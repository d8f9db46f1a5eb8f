package org.mfsha.core.search;

import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Message.Accept;
import org.mfsha.core.protocol.Message.Grant;
import org.mfsha.core.protocol.Message.PauseEnded;
import org.mfsha.core.protocol.Message.Paused;
import org.mfsha.core.protocol.Message.Promise;
import org.mfsha.core.protocol.Message.Propose;
import org.mfsha.core.protocol.Message.Refusal;
import org.mfsha.core.protocol.Message.Rejection;
import org.mfsha.core.protocol.Message.Release;
import org.mfsha.core.protocol.Message.Renew;

/** A message on its way from one node to another. */
record Letter(int from, int to, Message message) {
    private static final long OLDEST_ROUND = -8;
    private static final long ANCIENT = -9;

    /** Whether it answers another letter. */
    boolean isAnswer() {
        return switch (message) {
            case Grant _, Refusal _, Promise _, Rejection _, Paused _ -> true;
            case Renew _, Propose _, Accept _, Release _, PauseEnded _ -> false;
        };
    }

    /** Whether it is a question that nobody keeps anything of, or the answer to one. */
    boolean isRehearsal() {
        return switch (message) {
            case Propose propose -> propose.rehearsal();
            case Promise promise -> promise.rehearsal();
            default -> false;
        };
    }

    /** The same letter after its leader sent more requests: their rounds are counted back from the latest. */
    Letter aged(int leader, long epoch, long rounds) {
        return switch (message) {
            case Renew(long of, long round, boolean leased, var report, var pause)
            when of == epoch && from == leader ->
                new Letter(from, to, new Renew(of, older(round, rounds), leased, report, pause));
            case Accept(long of, long round, var lineage, var report)
            when of == epoch && from == leader ->
                new Letter(from, to, new Accept(of, older(round, rounds), lineage, report));
            case Grant(long of, long round, long accepted, var report, long pause)
            when of == epoch && to == leader ->
                new Letter(from, to, new Grant(of, older(round, rounds), accepted, report, pause));
            default -> this;
        };
    }

    private static long older(long round, long rounds) {
        return round - rounds < OLDEST_ROUND ? ANCIENT : round - rounds;
    }
}
