package org.mfsha.linux.gate;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What the gate's users and its thread tell each other. Thread-safe. */
final class GateState {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private OptionalLong watched = OptionalLong.empty();
    private OptionalLong held = OptionalLong.empty();
    private Optional<IOException> failure = Optional.empty();
    private boolean released;
    private boolean ended;

    void watch(long pid) {
        lock.lock();
        try {
            watched = OptionalLong.of(pid);
        } finally {
            lock.unlock();
        }
    }

    OptionalLong watched() {
        lock.lock();
        try {
            return watched;
        } finally {
            lock.unlock();
        }
    }

    void release() {
        lock.lock();
        try {
            released = true;
        } finally {
            lock.unlock();
        }
    }

    boolean released() {
        lock.lock();
        try {
            return released;
        } finally {
            lock.unlock();
        }
    }

    void held(OptionalLong position) {
        lock.lock();
        try {
            held = position;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    OptionalLong held() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }

    /** The thread's last word. */
    void end(Optional<IOException> why) {
        lock.lock();
        try {
            held = OptionalLong.empty();
            failure = why;
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean awaitHeldAt(Size size, Duration time) throws IOException, InterruptedException {
        long left = time.toNanos();
        lock.lock();
        try {
            while (!(held.isPresent() && held.getAsLong() >= size.bytes())) {
                if (failure.isPresent()) {
                    throw new IOException("the gate is broken", failure.get());
                }
                if (ended || left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)))
                        + Math.max(0, left - TimeUnit.SECONDS.toNanos(1));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The file's size now. */
    interface Size {
        long bytes() throws IOException;
    }
}
