package org.mfsha.lab.failover;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.mfsha.lab.system.Commands;

/**
 * An mfsmaster whose wall clock can be put forward while it runs: it saves its metadata on whole hours of it (metadata.c,
 * meta_dostoreall). All other clocks stay as they are.
 */
final class TurnableClock {
    private static final int HOUR_SECONDS = 3_600;
    /** After a jump of more than 5 s mfsmaster leaves out what was due meanwhile (main.c), so the hour must still come. */
    private static final int BEFORE_THE_HOUR_SECONDS = 3;

    private static final String SOURCE = """
            #define _GNU_SOURCE
            #include <fcntl.h>
            #include <sys/mman.h>
            #include <sys/syscall.h>
            #include <sys/time.h>
            #include <time.h>
            #include <unistd.h>

            static volatile long *ahead;

            __attribute__((constructor)) static void open_clock(void) {
                int file = open(AHEAD, O_RDONLY);
                void *mapped = mmap(0, sizeof(long), PROT_READ, MAP_SHARED, file, 0);
                ahead = mapped == MAP_FAILED ? 0 : mapped;
                close(file);
            }

            int clock_gettime(clockid_t clock, struct timespec *now) {
                int result = (int) syscall(SYS_clock_gettime, clock, now);
                if (result == 0 && ahead && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
                    now->tv_sec += *ahead;
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

    private final Path ahead;
    private final Path program;
    private long secondsAhead;

    private TurnableClock(Path ahead, Path program) {
        this.ahead = ahead;
        this.program = program;
    }

    /**
     * Makes one.
     *
     * @param directory that every user may enter: mfsmaster changes its own
     */
    static TurnableClock in(Path directory, Path mfsmaster) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path ahead = Files.write(directory.resolve("ahead"), new byte[Long.BYTES]);
        Path source = Files.writeString(directory.resolve("turnable.c"), SOURCE);
        Path library = directory.resolve("turnable.so");
        Commands.run(
                "gcc",
                "-shared",
                "-fPIC",
                "-O1",
                "-DAHEAD=\"" + ahead + "\"",
                "-o",
                library.toString(),
                source.toString());
        Path program = directory.resolve("mfsmaster");
        Files.writeString(program, "#!/bin/sh\nLD_PRELOAD='" + library + "' exec '" + mfsmaster + "' \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new TurnableClock(ahead, program);
    }

    /** The mfsmaster that goes by this clock. */
    Path program() {
        return program;
    }

    /** Puts the clock forward to a moment before the next whole hour. */
    void turnToNextHour() throws IOException {
        long now = Instant.now().getEpochSecond() + secondsAhead;
        long toTheHour = HOUR_SECONDS - now % HOUR_SECONDS;
        secondsAhead += Math.max(0, toTheHour - BEFORE_THE_HOUR_SECONDS);
        ByteBuffer value = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(secondsAhead)
                .flip();
        try (FileChannel file = FileChannel.open(ahead, StandardOpenOption.WRITE)) {
            file.write(value, 0);
        }
    }
}
