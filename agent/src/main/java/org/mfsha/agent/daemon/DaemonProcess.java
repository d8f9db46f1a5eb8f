package org.mfsha.agent.daemon;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.mfsha.agent.cli.Daemon;
import org.mfsha.agent.cli.ExitStatus;
import org.mfsha.agent.config.Config;

/** Runs an agent until a signal ends it or it cannot go on. */
public final class DaemonProcess implements Daemon {
    private static final Logger LOG = System.getLogger(DaemonProcess.class.getName());

    private static final int REHEARSED_ELECTIONS = 20;

    @Override
    public int run(Config config) {
        rehearse();
        try (Agent agent = Agent.start(config)) {
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> close(agent)));
            agent.awaitFailure();
            // A node whose decisions cannot be trusted ends at once; the guard stops mfsmaster.
            Runtime.getRuntime().halt(ExitStatus.FAILED);
            return ExitStatus.FAILED;
        } catch (IOException e) {
            LOG.log(Level.ERROR, "mfsha cannot start: " + e.getMessage(), e);
            return ExitStatus.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.FAILED;
        }
    }

    @Override
    public void rehearse() {
        Rehearsal.run(REHEARSED_ELECTIONS);
    }

    private static void close(Agent agent) {
        try {
            agent.close();
        } catch (IOException e) {
            LOG.log(Level.ERROR, "not everything could be stopped", e);
        }
    }
}
