package org.mfsha.linux.gate;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.mfsha.linux.EventDescriptor;
import org.mfsha.linux.FileDescriptor;
import org.mfsha.linux.gate.Fanotify.Reader;

/** Answers the kernel's questions, until the gate is released or closed. */
final class GateThread implements Runnable {
    private static final System.Logger LOG = System.getLogger(GateThread.class.getName());
    /** Looks again even without a wake-up, should /proc have been unreadable for a moment. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Fanotify fanotify;
    private final EventDescriptor wake;
    private final ReadPosition positions;
    private final GateState.Size size;
    private final GateState state;
    private final long self = ProcessHandle.current().pid();
    private final List<Reader> waiting = new ArrayList<>();

    GateThread(Fanotify fanotify, EventDescriptor wake, ReadPosition positions, GateState.Size size, GateState state) {
        this.fanotify = fanotify;
        this.wake = wake;
        this.positions = positions;
        this.size = size;
        this.state = state;
    }

    @Override
    public void run() {
        Optional<IOException> failure = Optional.empty();
        try {
            answerUntilReleased();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the gate is broken and lets its reader go", e);
            failure = Optional.of(e);
        }
        try {
            for (Reader reader : waiting) {
                reader.event().close();
            }
            fanotify.close();
        } catch (IOException e) {
            failure = Optional.of(e);
        }
        state.end(failure);
    }

    private void answerUntilReleased() throws IOException {
        while (!state.released()) {
            FileDescriptor.awaitReadable(List.of(fanotify.descriptor(), wake.descriptor()), LOOK_AGAIN);
            // Cleared before looking: a signal that comes later makes us look again.
            wake.clear();
            waiting.addAll(fanotify.newReaders());
            answer();
        }
        waiting.addAll(fanotify.newReaders());
        answer();
    }

    private void answer() throws IOException {
        OptionalLong held = OptionalLong.empty();
        for (Iterator<Reader> all = waiting.iterator(); all.hasNext(); ) {
            Reader reader = all.next();
            if (isFree(reader)) {
                fanotify.allow(reader);
                all.remove();
                continue;
            }
            OptionalLong position = positions.of(reader.pid());
            // The position first, then the size: a file that grew in between lets go, rightly.
            if (isWatched(reader) && position.isPresent() && position.getAsLong() < size.bytes()) {
                fanotify.allow(reader);
                all.remove();
            } else if (isWatched(reader)) {
                held = position;
            }
        }
        state.held(held);
    }

    private boolean isWatched(Reader reader) {
        OptionalLong watched = state.watched();
        return watched.isPresent() && watched.getAsLong() == reader.pid();
    }

    /** Our own reads, everybody's after the release, and strangers' once we know whom to hold. */
    private boolean isFree(Reader reader) {
        OptionalLong watched = state.watched();
        return reader.pid() == self || state.released() || (watched.isPresent() && watched.getAsLong() != reader.pid());
    }
}
