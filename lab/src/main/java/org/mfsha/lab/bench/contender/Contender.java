package org.mfsha.lab.bench.contender;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.mfsha.lab.Lab;
import org.mfsha.lab.load.Moment;

/** A tool that keeps a master running on a lab of its own, whose candidates are {@code m1} and {@code m2}. */
public interface Contender extends AutoCloseable {
    /** The cluster it runs on. */
    Lab lab();

    /**
     * Starts everything: a master with this metadata, whoever may take over, chunkservers, clients.
     *
     * @param limit for the whole of it
     */
    void start(Metadata metadata, Duration limit) throws IOException, InterruptedException, TimeoutException;

    /** Waits until somebody leads and the other candidate could take over. */
    void awaitCalm(Duration limit) throws IOException, InterruptedException, TimeoutException;

    /** The candidate that serves now, if one does. */
    Optional<String> leader() throws IOException, InterruptedException;

    /** Moves the master to the other candidate, in the gentlest way that the tool has. Need not wait for the end. */
    void handOver(String leader) throws IOException, InterruptedException, TimeoutException;

    /**
     * What the tool says about the takeover that followed an event.
     *
     * @param successor who serves now
     */
    Optional<TakeoverTrace> takeover(Moment event, String successor) throws IOException, InterruptedException;

    /** Takes the cluster down. */
    @Override
    default void close() throws IOException {
        lab().close();
    }
}
