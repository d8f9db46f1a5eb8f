package org.mfsha.lab.bench.model;

import java.util.Arrays;
import java.util.Optional;

/** What happens to the leading master. */
public enum FaultCase {
    HOST_LOSS("host-loss", "host lost", "the leader's link is cut and every process on its host is killed"),
    MASTER_KILLED("master-killed", "mfsmaster killed", "kill -9 of mfsmaster; its host and everything else there live"),
    MASTER_HUNG("master-hung", "mfsmaster hung", "SIGSTOP to mfsmaster: it listens and answers nobody; its host lives"),
    HANDOVER("handover", "planned handover", "an administrator moves the master while everything works");

    private final String id;
    private final String title;
    private final String description;

    FaultCase(String id, String title, String description) {
        this.id = id;
        this.title = title;
        this.description = description;
    }

    /** Its name in files and options. */
    public String id() {
        return id;
    }

    /** Its name for readers. */
    public String title() {
        return title;
    }

    /** What is done. */
    public String description() {
        return description;
    }

    /** The one of this name. */
    public static Optional<FaultCase> of(String id) {
        return Arrays.stream(values()).filter(fault -> fault.id.equals(id)).findFirst();
    }
}
