package org.mfsha.agent.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Whether this host has room for a second copy of the metadata, for a while. */
final class Headroom {
    private static final long MIB = 1L << 20;
    /** Below that nothing is risked. */
    private static final long SPARE_BYTES = 64 * MIB;

    private final Path proc;

    /** @param proc where the kernel tells of memory: {@code /proc} */
    Headroom(Path proc) {
        this.proc = proc;
    }

    /**
     * A restore needs as much memory as the mfsmaster that has the same metadata, and a fifth to be sure.
     *
     * @param pid that mfsmaster's
     * @throws NotNowException when the kernel could not give it without taking it from others
     */
    void checkMemory(long pid) throws IOException, NotNowException {
        long needed = bytes(proc.resolve(Long.toString(pid)).resolve("status"), "VmRSS:") * 6 / 5 + SPARE_BYTES;
        long available = bytes(proc.resolve("meminfo"), "MemAvailable:");
        if (available < needed) {
            throw new NotNowException("memory is short: it needs about " + needed / MIB
                    + " MiB beside the hot standby, " + available / MIB + " MiB are available");
        }
    }

    /**
     * What the leader saved, what is rebuilt, and the changes are written beside the image.
     *
     * @throws NotNowException when there is too little space for them
     */
    void checkDisk(Path directory, long savedBytes, Path changelog) throws IOException, NotNowException {
        long needed = 2 * savedBytes + savedBytes / 5 + Files.size(changelog) + SPARE_BYTES;
        long usable = Files.getFileStore(directory).getUsableSpace();
        if (usable < needed) {
            throw new NotNowException("the disk is nearly full: it needs about " + needed / MIB + " MiB in " + directory
                    + ", " + usable / MIB + " MiB are free");
        }
    }

    /** A line like {@code MemAvailable:   24241352 kB} (proc_meminfo(5), proc_pid_status(5)). */
    private static long bytes(Path file, String name) throws IOException {
        for (String line :
                Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()) {
            if (line.startsWith(name)) {
                OptionalLong kilobytes = number(line.substring(name.length()));
                if (kilobytes.isPresent()) {
                    return kilobytes.getAsLong() * 1024;
                }
            }
        }
        throw new IOException(file + " has no " + name);
    }

    private static OptionalLong number(String text) {
        String digits = text.replaceAll("[^0-9]", "");
        return digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
    }
}
