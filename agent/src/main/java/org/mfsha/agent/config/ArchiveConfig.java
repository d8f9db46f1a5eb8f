package org.mfsha.agent.config;

/**
 * What is kept of the past.
 *
 * @param keepDays how long everything can be restored, and how long evidence is kept
 * @param maxBytes size of the archive at which the oldest is given up before that
 * @param baseHours how often a whole metadata file is archived
 * @param segmentMinutes how long changes wait until they are archived
 */
public record ArchiveConfig(long keepDays, long maxBytes, long baseHours, long segmentMinutes) {}
