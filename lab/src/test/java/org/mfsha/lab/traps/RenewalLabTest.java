package org.mfsha.lab.traps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.lab.LabSpec;
import org.mfsha.lab.RequiresLab;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.failover.Cluster;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.system.Commands;

/** Standbys grow old and are replaced by younger ones. */
@Tag("lab")
@RequiresLab
@Timeout(180)
class RenewalLabTest {
    /** Sets the wall clock of a process ahead while a file is there; all other clocks are left alone. */
    private static final String LEAP = """
            #define _GNU_SOURCE
            #include <sys/syscall.h>
            #include <sys/time.h>
            #include <time.h>
            #include <unistd.h>

            int clock_gettime(clockid_t clock, struct timespec *now) {
                int result = (int) syscall(SYS_clock_gettime, clock, now);
                if (result == 0 && clock == CLOCK_REALTIME && access(LEAP, F_OK) == 0) {
                    now->tv_sec += 25 * 3600;
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
            """;

    @TempDir
    private Path directory;

    private Cluster cluster;

    @AfterEach
    void removeCluster() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** Guards {@code Steward.checkAge} and {@code Steward.built}: the old image serves on until the new one is hot. */
    @Test
    void anImageIsRenewedWhenItIsADayOldAndAStandbyIsHotAllTheTime() throws Exception {
        LabSpec spec = Cluster.spec().withHosts(3, 0, 0, 0);
        cluster = Cluster.start(spec.withAgentProgram(agentThatLeaps(spec.agentProgram()))
                .withMasterProgram(script("mfsmaster", "exec env -u LD_PRELOAD /usr/sbin/mfsmaster \"$@\"")));
        AgentStatus before = cluster.leader();
        List<String> standbys = cluster.candidates().stream()
                .filter(name -> !name.equals(before.node()))
                .toList();
        List<String> images = newest(standbys);

        List<Integer> logs = new ArrayList<>();
        for (String standby : standbys) {
            logs.add(cluster.log(standby).length());
        }
        Files.createFile(directory.resolve("leap"));

        List<String> cold = new ArrayList<>();
        Await.until("new images on " + standbys, Cluster.LIMIT, () -> {
            AgentStatus now = cluster.lab().agent(before.node()).status();
            if (now.nodes().stream().noneMatch(AgentStatus.Node::hot)) {
                cold.add(now.toString());
            }
            List<String> young = newest(standbys);
            return standbys.stream()
                    .allMatch(name -> !young.get(standbys.indexOf(name)).equals(images.get(standbys.indexOf(name))));
        });
        cluster.calm();
        assertThat(cold).isEmpty();
        for (String standby : standbys) {
            String since = cluster.log(standby).substring(logs.get(standbys.indexOf(standby)));
            assertThat(since).contains("younger than the present one").doesNotContain("is given up");
        }
        assertThat(cluster.leader()).returns(before.epoch(), AgentStatus::epoch);
        cluster.lab().powerOff(before.node());
        assertThat(cluster.awaitLeaderAbove(before.epoch()).node()).isIn(standbys);
    }

    /** The one image in use on each host; while a new one is made there are two. */
    private List<String> newest(List<String> hosts) throws IOException {
        List<String> newest = new ArrayList<>();
        for (String host : hosts) {
            try (var all = Files.list(cluster.lab().host(host).var("mfsha").resolve("images"))) {
                newest.add(all.map(image -> image.getFileName().toString())
                        .min(String::compareTo)
                        .orElse(""));
            }
        }
        return newest;
    }

    private Path agentThatLeaps(Path agent) throws Exception {
        Path source = Files.writeString(directory.resolve("leap.c"), LEAP);
        Path library = directory.resolve("leap.so");
        Commands.run(
                "gcc",
                "-shared",
                "-fPIC",
                "-O1",
                "-DLEAP=\"" + directory.resolve("leap") + "\"",
                "-o",
                library.toString(),
                source.toString());
        return script("mfsha", "LD_PRELOAD=" + library + " exec '" + agent + "' \"$@\"");
    }

    private Path script(String name, String line) throws IOException {
        Path script = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }
}
