package org.mfsha.agent.control.status;

import java.time.Duration;
import java.util.Optional;

/**
 * A pause as one node knows of it.
 *
 * @param leader whom it is about
 * @param phase {@code asking}, {@code paused}, {@code ending}, or {@code holding}: nodes hold still, and the leader is not
 *     heard
 * @param until when it ends by itself at the latest, ISO 8601, wall clock of the answering node
 * @param remainingMillis how long that is
 * @param note who wanted it and why
 * @param trouble what is wrong and left alone
 */
public record PauseStatus(
        String leader, String phase, String until, long remainingMillis, String note, Optional<String> trouble) {
    /** One line. */
    public String inWords() {
        return switch (phase) {
            case "asking" -> "not yet: " + leader + " asks a majority to hold still until " + until;
            case "ending" -> leader + " is ending the pause";
            case "holding" -> untilWhen() + "; " + leader + ", whom it is about, is not heard" + why();
            default -> untilWhen() + "; " + leader + " serves whatever happens, nobody takes over" + why();
        };
    }

    /** When it ends, for a sentence. */
    public String untilWhen() {
        return "until " + until + " (" + duration() + " more)";
    }

    private String duration() {
        Duration left = Duration.ofMillis(remainingMillis);
        return left.toMinutes() < 2
                ? left.toSeconds() + " s"
                : left.toHours() > 0
                        ? left.toHours() + " h " + left.toMinutesPart() + " min"
                        : left.toMinutes() + " min";
    }

    private String why() {
        return note.isEmpty() ? "" : " [" + note + "]";
    }
}
