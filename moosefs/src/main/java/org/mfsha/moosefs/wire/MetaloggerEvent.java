package org.mfsha.moosefs.wire;

import org.mfsha.moosefs.files.LogLine;

/** What a metalogger connection tells, in the order in which the master queued it. */
public sealed interface MetaloggerEvent {
    /**
     * One change.
     *
     * @param version the metadata version that this change is applied to; the next change has the
     *     next number
     * @param text the change without version and line end, e.g. {@code 1700000000|CREATE(1,...)};
     *     MooseFS escapes everything but plain ASCII (changelog.c, changelog_escape_name)
     */
    record Change(long version, String text) implements MetaloggerEvent {
        /** The change as a line for a changelog file. */
        public LogLine line() {
            return new LogLine(version, text);
        }
    }

    /** The master began a new changelog file: it is about to save its metadata. */
    record Rotate() implements MetaloggerEvent {}

    /** The answer to {@link MetaloggerClient#barrier()}: every change queued before it has come. */
    record Barrier(long id) implements MetaloggerEvent {}
}
