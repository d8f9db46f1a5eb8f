package org.mfsha.agent.daemon;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mfsha.agent.control.VerbException;
import org.mfsha.agent.takeover.TakeoverRecord;

/** Answers which changes were lost with a takeover, some thousand at a time. Thread-safe. */
final class LostVerb {
    private static final int AT_ONCE = 5_000;

    private final String self;
    private final History history;
    private final LostFiles files;

    /** @param self this node's name */
    LostVerb(String self, History history, LostFiles files) {
        this.self = self;
        this.history = history;
        this.files = files;
    }

    /**
     * The answer.
     *
     * @param arguments {@code epoch}, and {@code from}, how many changes to leave out at the start
     */
    Map<String, Object> run(Map<String, Object> arguments) throws VerbException {
        long epoch = number(arguments, "epoch");
        TakeoverRecord takeover = history.all().stream()
                .filter(record -> record.epoch() == epoch)
                .findFirst()
                .orElseThrow(() -> new VerbException(
                        self + " knows of no takeover with epoch " + epoch + "; `mfsha history` lists all it knows"));
        if (takeover.lostCount() == 0) {
            throw new VerbException(nothingLost(takeover));
        }
        try {
            List<Map<String, Object>> changes = files.read(epoch, number(arguments, "from"), AT_ONCE);
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("epoch", epoch);
            answer.put("leader", takeover.leader());
            answer.put("previousLeader", takeover.previousLeader());
            answer.put("count", takeover.lostCount());
            answer.put("changes", changes);
            return answer;
        } catch (IOException e) {
            throw new VerbException("what was lost with epoch " + epoch + " cannot be read: " + e.getMessage());
        }
    }

    private String nothingLost(TakeoverRecord takeover) {
        String previous = takeover.previousLeader();
        String advice = previous.isEmpty() || previous.equals(self)
                ? ""
                : "; what only " + previous + " had is known on " + previous + " when it is back: ask there";
        return "no change is known on " + self + " to be lost with epoch " + takeover.epoch() + advice;
    }

    private static long number(Map<String, Object> arguments, String name) throws VerbException {
        return switch (arguments.getOrDefault(name, 0)) {
            case Number number when number.longValue() >= 0 -> number.longValue();
            case Object other -> throw new VerbException("not a number for " + name + ": " + other);
        };
    }
}
