package org.mfsha.agent.standby;

import java.io.IOException;
import org.mfsha.moosefs.files.Journal;
import org.mfsha.moosefs.files.LogLine;

/** Where a stream of changes goes. */
public interface ChangeSink {
    /** The version of the next change wanted. */
    long nextVersion();

    /** Takes a change if it is the next one; says what happened. */
    Journal.Outcome append(LogLine line) throws IOException;

    /** No more changes are waiting: make what was appended visible. */
    void flush() throws IOException;
}
