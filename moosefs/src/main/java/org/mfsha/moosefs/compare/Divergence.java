package org.mfsha.moosefs.compare;

import java.util.List;

/**
 * A section in which two files differ.
 *
 * @param section its name, four capitals
 * @param records how many records differ, or are on one side only; at least 1
 * @param more whether there are more that were not counted
 * @param examples the first of them in words, by inode, chunk or whatever the section tells of
 */
public record Divergence(String section, int records, boolean more, List<String> examples) {
    /** Keeps its own copy of the list. */
    public Divergence {
        examples = List.copyOf(examples);
    }

    /** The whole in one sentence. */
    public String inWords() {
        return "section " + section + ": " + (more ? "at least " : "") + records
                + (records == 1 && !more ? " record differs: " : " records differ, first: ")
                + String.join("; ", examples);
    }
}
