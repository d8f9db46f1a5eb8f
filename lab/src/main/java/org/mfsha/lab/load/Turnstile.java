package org.mfsha.lab.load;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets workers through one operation after another, or holds them all between two operations. */
final class Turnstile {
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private boolean closed;
    private int passing;

    /** Work done while nobody works otherwise. */
    interface Quiet<T> {
        T run() throws IOException, InterruptedException;
    }

    void pass(Runnable operation) {
        enter();
        try {
            operation.run();
        } finally {
            leave();
        }
    }

    /**
     * Does something while nobody is let in and everybody is out.
     *
     * @throws TimeoutException if somebody is not out in time
     */
    <T> T quiet(Duration limit, Quiet<T> work) throws IOException, InterruptedException, TimeoutException {
        close();
        try {
            if (!awaitEmpty(limit)) {
                throw new TimeoutException("an operation still hangs after " + limit.toMillis() + " ms");
            }
            return work.run();
        } finally {
            open();
        }
    }

    /** The same, but whoever is not out in time is not waited for any longer. */
    <T> T almostQuiet(Duration limit, Quiet<T> work) throws IOException, InterruptedException {
        close();
        try {
            awaitEmpty(limit);
            return work.run();
        } finally {
            open();
        }
    }

    private void enter() {
        lock.lock();
        try {
            while (closed) {
                changed.awaitUninterruptibly();
            }
            passing++;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            passing--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private void open() {
        lock.lock();
        try {
            closed = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitEmpty(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (passing > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return passing == 0;
        } finally {
            lock.unlock();
        }
    }
}
