package org.mfsha.lab;

import java.io.IOException;
import java.nio.file.Path;

/** Keeps a lab's logs and removes the lab, once, at the end or when the process is told to end. Thread-safe. */
public final class LabGuard {
    private final Lab lab;
    private final Path logs;
    private final Thread hook;
    private boolean released;

    private LabGuard(Lab lab, Path logs) {
        this.lab = lab;
        this.logs = logs;
        this.hook = new Thread(this::releaseAtEnd);
    }

    /** Takes charge of a lab; its logs go to {@code logs/HOST/}. */
    public static LabGuard over(Lab lab, Path logs) {
        LabGuard guard = new LabGuard(lab, logs);
        Runtime.getRuntime().addShutdownHook(guard.hook);
        return guard;
    }

    /** Copies the logs and removes the lab, unless that is done. */
    public synchronized void release() throws IOException {
        if (released) {
            return;
        }
        released = true;
        try {
            lab.copyLogs(logs);
        } finally {
            lab.close();
        }
    }

    private void releaseAtEnd() {
        try {
            release();
        } catch (IOException failed) {
            System.getLogger(LabGuard.class.getName()).log(System.Logger.Level.ERROR, "cannot remove the lab", failed);
        }
    }
}
