package org.mfsha.lab;

/** What a host of a lab is for. */
public enum HostKind {
    /** Runs an agent, and mfsmaster under it. */
    CANDIDATE("m", 10),
    /** Runs an agent that only votes. */
    WITNESS("w", 20),
    /** Runs mfschunkserver. */
    CHUNKSERVER("cs", 30),
    /** Runs the stock mfsmetalogger. */
    METALOGGER("ml", 50),
    /** Mounts the file system. */
    CLIENT("client", 70);

    /** How many hosts of one kind a lab may have. */
    public static final int MOST = 9;

    private final String prefix;
    private final int addressBase;

    HostKind(String prefix, int addressBase) {
        this.prefix = prefix;
        this.addressBase = addressBase;
    }

    String hostName(int number) {
        return prefix + number;
    }

    String hostAddress(int number) {
        return "10.77.0." + (addressBase + number);
    }
}
