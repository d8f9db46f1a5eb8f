package org.mfsha.agent.config;

import java.nio.file.Path;

/**
 * What mfsha itself keeps on this node.
 *
 * @param keyFile the cluster's credential
 * @param dataPath everything that mfsha writes
 * @param controlSocket the unix domain socket of commands, at most 107 bytes long (unix(7))
 * @param guardProgram the dead-man's switch
 */
public record LocalConfig(Path keyFile, Path dataPath, Path controlSocket, Path guardProgram) {}
