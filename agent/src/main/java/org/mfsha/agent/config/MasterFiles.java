package org.mfsha.agent.config;

import java.nio.file.Path;

/**
 * What is needed to restore metadata by hand; the rest of the configuration may be wrong or missing then.
 *
 * @param dataPath everything that mfsha writes
 * @param program the unmodified mfsmaster
 * @param cfg its configuration file; need not be there
 */
public record MasterFiles(Path dataPath, Path program, Path cfg) {}
