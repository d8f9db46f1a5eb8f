package org.mfsha.agent.config;

import java.nio.file.Path;

/**
 * MooseFS's master on this node, and how long to be patient with it. Not used on a witness.
 *
 * @param program the unmodified mfsmaster
 * @param cfg its configuration file, the template of the standby's
 * @param dataPath MooseFS's own data directory, from where a first metadata set is taken
 * @param hangMillis how long a serving master may leave questions unanswered before it counts as dead
 * @param startDeadlineMillis how long a promoted master may take until it listens on all its ports
 * @param chunkserverWaitMillis how long clients are held back at most until the chunkservers are back
 * @param imageMaxAgeHours how old a standby's process may grow before it is started afresh
 * @param verifyHours how often a standby's image is compared with what the leader has, 0 = never by itself
 * @param replicationsDelaySeconds how long after a promotion chunk replication stays off
 */
public record MasterConfig(
        Path program,
        Path cfg,
        Path dataPath,
        long hangMillis,
        long startDeadlineMillis,
        long chunkserverWaitMillis,
        long imageMaxAgeHours,
        long verifyHours,
        long replicationsDelaySeconds) {}
