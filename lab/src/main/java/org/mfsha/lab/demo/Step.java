package org.mfsha.lab.demo;

import java.io.IOException;
import java.util.Optional;
import org.mfsha.lab.Lab;
import org.mfsha.lab.ProcessSelector;

/** Something that happens to the masters. */
enum Step {
    HOST_LOSS("host-loss", true, "The host of the leading master, %s, loses its power.") {
        @Override
        void happen(Lab lab, String leader, String standby) throws IOException, InterruptedException {
            lab.powerOff(leader);
        }
    },
    RETURN("return", false, "The lost host, %2$s, comes back. %1$s goes on leading.") {
        @Override
        void happen(Lab lab, String leader, String standby) throws IOException, InterruptedException {
            lab.powerOn(standby);
        }
    },
    SWITCHOVER("switchover", true, "An administrator asks %s to hand over to %s.") {
        @Override
        void happen(Lab lab, String leader, String standby) throws IOException, InterruptedException {
            lab.switchover(Optional.of(standby));
        }
    },
    PROCESS_KILL("process-kill", true, "The mfsmaster process on %s is killed (kill -9). Its host lives on.") {
        @Override
        void happen(Lab lab, String leader, String standby) throws IOException, InterruptedException {
            lab.kill(leader, ProcessSelector.MFSMASTER);
        }
    };

    private final String label;
    private final boolean changesLeader;
    private final String story;

    Step(String label, boolean changesLeader, String story) {
        this.label = label;
        this.changesLeader = changesLeader;
        this.story = story;
    }

    abstract void happen(Lab lab, String leader, String standby) throws IOException, InterruptedException;

    String label() {
        return label;
    }

    boolean changesLeader() {
        return changesLeader;
    }

    String story(String leader, String standby) {
        return String.format(story, leader, standby);
    }
}
