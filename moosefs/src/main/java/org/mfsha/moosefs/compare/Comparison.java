package org.mfsha.moosefs.compare;

import java.util.List;

/**
 * What a comparison found.
 *
 * @param version of both files
 * @param sections the names of all sections that were compared
 * @param divergences the sections that differ; empty when the files mean the same
 */
public record Comparison(long version, List<String> sections, List<Divergence> divergences) {
    /** Keeps its own copies of the lists. */
    public Comparison {
        sections = List.copyOf(sections);
        divergences = List.copyOf(divergences);
    }

    /** Whether both files mean the same. */
    public boolean isEqual() {
        return divergences.isEmpty();
    }
}
