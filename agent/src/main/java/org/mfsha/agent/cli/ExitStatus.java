package org.mfsha.agent.cli;

/** What a command's exit status means; {@code mfsha --help} lists them. */
public final class ExitStatus {
    public static final int OK = 0;
    /** The command was understood and failed. */
    public static final int FAILED = 1;
    /** Wrong options or arguments. */
    public static final int USAGE = 2;
    /** No daemon answers on this host. */
    public static final int UNREACHABLE = 3;
    /** The configuration or the key file is wrong. */
    public static final int CONFIGURATION = 4;
    /** {@code status}: the cluster has no leader. */
    public static final int NO_LEADER = 5;

    /** {@code verify}: the image differs from the leader's metadata. */
    public static final int DIFFERENT = 6;
    /** {@code verify}: nothing could be compared now; the reason is told. */
    public static final int NOT_COMPARED = 7;
    /** {@code archive verify}: a file of the archive is damaged. */
    public static final int DAMAGED = 8;

    private ExitStatus() {}
}
