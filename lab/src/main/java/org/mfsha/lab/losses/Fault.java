package org.mfsha.lab.losses;

import java.io.IOException;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabException;
import org.mfsha.lab.ProcessSelector;

/** What happens to the leader. */
enum Fault {
    /** {@code kill -9} of its mfsmaster; agent and host live. */
    MASTER_KILL("master-kill", false) {
        @Override
        void strike(Lab lab, String leader) throws IOException, InterruptedException {
            killed(lab.kill(leader, ProcessSelector.MFSMASTER), leader, "mfsmaster");
        }

        @Override
        void mend(Lab lab, String leader) {
            // The agent makes a standby of it by itself.
        }
    },

    /** {@code kill -9} of its agent; the guard then ends mfsmaster. The agent is started again after the takeover. */
    AGENT_KILL("agent-kill", false) {
        @Override
        void strike(Lab lab, String leader) throws IOException, InterruptedException {
            killed(lab.kill(leader, ProcessSelector.AGENT), leader, "agent");
        }

        @Override
        void mend(Lab lab, String leader) throws IOException, InterruptedException {
            lab.start(leader);
        }
    },

    /** The link is cut, then every process of the host is killed. It comes back after the takeover. */
    HOST_LOSS("host-loss", true) {
        @Override
        void strike(Lab lab, String leader) throws IOException, InterruptedException {
            lab.cut(leader);
        }

        @Override
        void afterStrike(Lab lab, String leader) throws IOException, InterruptedException {
            lab.powerOff(leader);
        }

        @Override
        void mend(Lab lab, String leader) throws IOException, InterruptedException {
            lab.powerOn(leader);
        }
    };

    private final String label;
    private final boolean mayLose;

    Fault(String label, boolean mayLose) {
        this.label = label;
        this.mayLose = mayLose;
    }

    /** When this returns, the leader cannot acknowledge anything any more. */
    abstract void strike(Lab lab, String leader) throws IOException, InterruptedException;

    /** What belongs to the fault and is of no consequence to anybody outside. */
    void afterStrike(Lab lab, String leader) throws IOException, InterruptedException {}

    /** After the takeover: what an administrator or systemd would do. */
    abstract void mend(Lab lab, String leader) throws IOException, InterruptedException;

    String label() {
        return label;
    }

    /** Whether acknowledged operations may be missing afterwards: the last ones had not left the host. */
    boolean mayLose() {
        return mayLose;
    }

    private static void killed(int count, String host, String what) throws LabException {
        if (count == 0) {
            throw new LabException("no " + what + " runs on " + host);
        }
    }
}
