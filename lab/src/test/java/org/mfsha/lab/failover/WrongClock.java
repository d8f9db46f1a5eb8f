package org.mfsha.lab.failover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mfsha.lab.system.Commands;

/**
 * A library that, preloaded, sets the wall clock of a process wrong and leaves all other clocks alone. The kernel has no
 * namespace for the wall clock (time_namespaces(7)).
 */
final class WrongClock {
    private static final String SOURCE = """
            #define _GNU_SOURCE
            #include <sys/syscall.h>
            #include <sys/time.h>
            #include <time.h>
            #include <unistd.h>

            int clock_gettime(clockid_t clock, struct timespec *now) {
                int result = (int) syscall(SYS_clock_gettime, clock, now);
                if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
                    now->tv_sec += OFFSET;
                }
                return result;
            }

            int gettimeofday(struct timeval *now, void *zone) {
                struct timespec precise;
                (void) zone;
                clock_gettime(CLOCK_REALTIME, &precise);
                now->tv_sec = precise.tv_sec;
                now->tv_usec = precise.tv_nsec / 1000;
                return 0;
            }

            time_t time(time_t *where) {
                struct timespec now;
                clock_gettime(CLOCK_REALTIME, &now);
                if (where) {
                    *where = now.tv_sec;
                }
                return now.tv_sec;
            }
            """;

    private WrongClock() {}

    /** Makes the library in this directory. */
    static Path library(Path directory, int secondsAhead) throws IOException, InterruptedException {
        Path source = Files.writeString(directory.resolve("clock.c"), SOURCE);
        Path library = directory.resolve("clock.so");
        Commands.run(
                "gcc",
                "-shared",
                "-fPIC",
                "-O1",
                "-DOFFSET=" + secondsAhead,
                "-o",
                library.toString(),
                source.toString());
        return library;
    }
}
