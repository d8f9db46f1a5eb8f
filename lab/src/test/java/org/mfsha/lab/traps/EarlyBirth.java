package org.mfsha.lab.traps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.mfsha.lab.system.Commands;

/**
 * Makes mfsmasters that were started some minutes ago, as far as they know. For the first moment of its life the process
 * sees a wall clock that is behind; whatever takes note of the process's start then has the wrong time (sessions.c,
 * chunks.c and others: {@code starttime}, 3.0.117). A master that goes live by itself in that moment would be wrong about
 * more; a standby has been held for longer by the time it does.
 */
final class EarlyBirth {
    private static final String SOURCE = """
            #define _GNU_SOURCE
            #include <sys/syscall.h>
            #include <sys/time.h>
            #include <time.h>
            #include <unistd.h>

            static long long born;

            static long long uptime(void) {
                struct timespec now;
                syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
                return (long long) now.tv_sec * 1000 + now.tv_nsec / 1000000;
            }

            __attribute__((constructor)) static void birth(void) {
                born = uptime();
            }

            int gettimeofday(struct timeval *now, void *zone) {
                struct timespec precise;
                (void) zone;
                syscall(SYS_clock_gettime, CLOCK_REALTIME, &precise);
                now->tv_sec = precise.tv_sec - (uptime() - born < MOMENT ? AGE : 0);
                now->tv_usec = precise.tv_nsec / 1000;
                return 0;
            }

            time_t time(time_t *where) {
                struct timeval now;
                gettimeofday(&now, NULL);
                if (where) {
                    *where = now.tv_sec;
                }
                return now.tv_sec;
            }
            """;

    /** An mfsmaster notes its start within milliseconds, unless the machine is busy (main.c, initialize: time()). */
    private static final int MOMENT_MILLIS = 1_500;

    private EarlyBirth() {}

    /** An mfsmaster in this directory, which every user can read then. */
    static Path mfsmaster(Path directory, int ageSeconds) throws IOException, InterruptedException {
        Path source = Files.writeString(directory.resolve("birth.c"), SOURCE);
        Path library = directory.resolve("birth.so");
        Commands.run(
                "gcc",
                "-shared",
                "-fPIC",
                "-O1",
                "-DAGE=" + ageSeconds,
                "-DMOMENT=" + MOMENT_MILLIS,
                "-o",
                library.toString(),
                source.toString());
        Path program = directory.resolve("mfsmaster");
        Files.writeString(program, "#!/bin/sh\nexec env LD_PRELOAD=" + library + " /usr/sbin/mfsmaster \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program;
    }
}
