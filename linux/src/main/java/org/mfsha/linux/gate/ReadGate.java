package org.mfsha.linux.gate;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.OptionalLong;
import org.mfsha.linux.EventDescriptor;

/**
 * Holds one process at the end of one file; see the package's text for the rules. Needs
 * CAP_SYS_ADMIN. Thread-safe.
 *
 * <p>Until {@link #hold} says whom to hold, every other process's read of the file waits. Afterwards
 * only that process waits, and only at the end. Reads of this process always go through. When this
 * process dies the kernel lets all reads go.
 */
public final class ReadGate implements AutoCloseable {
    private final FileChannel file;
    private final EventDescriptor wake;
    private final GateState state;
    private final Thread thread;

    private ReadGate(FileChannel file, EventDescriptor wake, GateState state, Thread thread) {
        this.file = file;
        this.wake = wake;
        this.state = state;
        this.thread = thread;
    }

    /**
     * Opens a gate before a file that exists. From now on reads of it wait.
     *
     * @throws org.mfsha.linux.LinuxException when the kernel refuses, EPERM for instance
     */
    public static ReadGate open(Path path) throws IOException {
        Fanotify events = Fanotify.watch(path); // What the kernel may refuse comes first: nothing to give back then.
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        EventDescriptor wake = EventDescriptor.open();
        GateState state = new GateState();
        GateThread work = new GateThread(events, wake, new ReadPosition(path), file::size, state);
        Thread thread =
                Thread.ofPlatform().daemon().name("gate-" + path.getFileName()).start(work);
        return new ReadGate(file, wake, state, thread);
    }

    /** Names the process to hold, as our PID namespace numbers it; all others go through from now on. */
    public void hold(long pid) throws IOException {
        state.watch(pid);
        wake.signal();
    }

    /**
     * Waits until the process is held at the end of the file as it is now.
     *
     * @return false when the time is over, or the gate was released
     * @throws IOException when the gate is broken: its process was let go
     */
    public boolean awaitHeld(Duration time) throws IOException, InterruptedException {
        return state.awaitHeldAt(file::size, time);
    }

    /** Says that the file has more whole lines: a held read goes if its position is before the end. */
    public void grown() throws IOException {
        wake.signal();
    }

    /** Lets everything through from now on, for good. The held read meets the end of the file. */
    public void release() throws IOException {
        state.release();
        wake.signal();
    }

    /** The position in bytes that the process is held at; empty while it is not held. */
    public OptionalLong heldPosition() {
        return state.held();
    }

    /** Releases the gate and ends its thread. */
    @Override
    public void close() throws IOException {
        if (!file.isOpen()) {
            return;
        }
        release();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            wake.close(); // never under a thread that polls it: the number could be another file's by then
        }
        file.close();
    }
}
