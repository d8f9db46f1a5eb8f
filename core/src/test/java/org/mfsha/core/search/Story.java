package org.mfsha.core.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happens, line by line, if anybody wants to know. Not thread-safe. */
final class Story {
    private final boolean wanted;
    private final List<String> lines = new ArrayList<>();

    Story(boolean wanted) {
        this.wanted = wanted;
    }

    boolean isWanted() {
        return wanted;
    }

    void tell(Supplier<String> line) {
        if (wanted) {
            lines.add(line.get());
        }
    }

    /** Begins again with what was told before. */
    void retell(List<String> told) {
        lines.clear();
        lines.addAll(told);
    }

    /** What was told, and forgets it. */
    List<String> taken() {
        List<String> told = List.copyOf(lines);
        lines.clear();
        return told;
    }
}
