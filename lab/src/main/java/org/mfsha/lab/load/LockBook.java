package org.mfsha.lab.load;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Who surely has a lock: from the moment the application knew it until just before it gives it back. Two at once is an
 * offence of the file system, whatever the order of its answers. Thread-safe.
 */
final class LockBook {
    private final String path;
    private Optional<Holder> holder = Optional.empty();

    LockBook(String path) {
        this.path = path;
    }

    private record Holder(String name, long sinceNanos) {}

    String path() {
        return path;
    }

    /**
     * Enters that somebody was given the lock.
     *
     * @return the offence, if another one has it; its time is that of the other one's lock, which was not respected
     */
    synchronized Optional<Missing> acquired(String name, long nanos) {
        Optional<Missing> offence = holder.filter(other -> !other.name().equals(name))
                .map(other -> new Missing(
                        Operation.on(Operation.Kind.LOCK, path),
                        other.sinceNanos(),
                        name + " was given the lock that " + other.name() + " has had for "
                                + TimeUnit.NANOSECONDS.toMillis(nanos - other.sinceNanos()) + " ms"));
        holder = Optional.of(new Holder(name, nanos));
        return offence;
    }

    /** Enters that this one is about to give the lock back. */
    synchronized void releasing(String name) {
        holder = holder.filter(other -> !other.name().equals(name));
    }
}
