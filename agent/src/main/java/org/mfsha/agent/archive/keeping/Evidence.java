package org.mfsha.agent.archive.keeping;

import java.nio.file.Path;

/**
 * A directory that was set aside and is no part of the history: a failed takeover, an image that differed, another
 * cluster's metadata.
 *
 * @param directory where it is
 * @param why in words
 * @param sinceSeconds when it was set aside, seconds since 1970
 * @param bytes its size
 * @param ofLostChanges whether changes that were lost may be in it and nowhere else
 */
public record Evidence(Path directory, String why, long sinceSeconds, long bytes, boolean ofLostChanges) {}
