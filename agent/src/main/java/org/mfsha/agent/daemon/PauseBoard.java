package org.mfsha.agent.daemon;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.mfsha.agent.control.status.PauseStatus;
import org.mfsha.agent.peer.PauseNotice;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.PauseView;
import org.mfsha.linux.BootClock;

/** What is known of a pause: by this node, and from what others say. Thread-safe. */
final class PauseBoard {
    private final Supplier<Optional<PauseView>> view;
    private final Map<NodeId, Heard> heard = new HashMap<>();

    private record Heard(PauseNotice notice, long atNanos) {
        boolean isFresh() {
            return BootClock.nanos() - atNanos < PeerBoard.SILENCE_NANOS;
        }
    }

    /** @param view what the core knows of a pause, now */
    PauseBoard(Supplier<Optional<PauseView>> view) {
        this.view = view;
    }

    synchronized void accept(NodeId from, PauseNotice notice) {
        heard.put(from, new Heard(notice, BootClock.nanos()));
    }

    /** What this node tells the others. */
    Optional<PauseNotice> own() {
        return view.get()
                .map(pause -> new PauseNotice(
                        pause.phase(),
                        pause.leader(),
                        Math.max(0, pause.untilNanos() - BootClock.nanos()) / 1_000_000,
                        pause.note(),
                        pause.renewed(),
                        pause.trouble().orElse("")));
    }

    /** The leader's word, its own or heard; else that of a node that holds still. */
    Optional<PauseNotice> best() {
        return Stream.concat(own().stream(), fresh())
                .min((one, other) -> Boolean.compare(isHolding(one), isHolding(other)));
    }

    private synchronized Stream<PauseNotice> fresh() {
        return heard.values().stream().filter(Heard::isFresh).map(Heard::notice).toList().stream();
    }

    private static boolean isHolding(PauseNotice notice) {
        return notice.phase() == PauseView.Phase.HOLDING;
    }

    /** For people and programs. */
    Optional<PauseStatus> status() {
        return best().map(notice -> new PauseStatus(
                notice.leader().name(),
                notice.phase().name().toLowerCase(Locale.ROOT),
                Instant.ofEpochSecond(System.currentTimeMillis() / 1_000 + notice.leftMillis() / 1_000)
                        .toString(),
                notice.leftMillis(),
                notice.note(),
                trouble(notice)));
    }

    private static Optional<String> trouble(PauseNotice notice) {
        if (!notice.trouble().isEmpty()) {
            return Optional.of(notice.leader() + "'s " + notice.trouble()
                    + ". In the pause nothing is done about it: `mfsha resume` ends the pause and lets a standby take"
                    + " over");
        }
        return switch (notice.phase()) {
            case HOLDING ->
                Optional.of(notice.leader() + " is not heard. It may be serving alone, so nobody takes over before the"
                        + " pause ends. If its agent runs again, `mfsha resume` ends the pause at once");
            case PAUSED ->
                notice.renewed()
                        ? Optional.empty()
                        : Optional.of("no majority answers " + notice.leader() + ". It serves on alone; what it"
                                + " acknowledges now nobody else may have, and if that lasts until the pause ends, another"
                                + " node takes over without it");
            case ASKING, ENDING -> Optional.empty();
        };
    }
}
