package org.mfsha.agent.config;

import java.nio.file.Path;

/**
 * One thing that is wrong or doubtful in the configuration.
 *
 * @param file the configuration file
 * @param line its line, counted from 1; 0 when the problem belongs to no line (a missing key)
 * @param what what is wrong
 * @param fix what to do about it
 */
public record Problem(Path file, int line, String what, String fix) {
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + what + "; " + fix;
    }
}
