package org.mfsha.agent.verify;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * A hot standby's data, and the leader it must agree with.
 *
 * @param image directory with base and changelog
 * @param baseVersion version of the base
 * @param nextVersion the version after the last change it has
 * @param metadataId MooseFS's identity of the metadata
 * @param pid of the mfsmaster that has loaded the image
 * @param leader name of the leader
 * @param master the leader's metalogger port
 */
public record Subject(
        Path image,
        long baseVersion,
        long nextVersion,
        long metadataId,
        long pid,
        String leader,
        InetSocketAddress master) {}
