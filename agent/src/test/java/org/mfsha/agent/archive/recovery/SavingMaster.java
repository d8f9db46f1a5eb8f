package org.mfsha.agent.archive.recovery;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mfsha.moosefs.wire.MasterProbe;

/**
 * An unmodified mfsmaster on loopback that is mounted, worked on and stopped: what it saves then is the truth. The mount
 * stays over a restart: a session that is closed is forgotten by a restart, and never deleted by a change.
 */
final class SavingMaster implements AutoCloseable {
    static final Path PROGRAM = Path.of("/usr/sbin/mfsmaster");

    private final Path home;
    private final List<Integer> ports;
    private boolean mounted;

    SavingMaster(Path home) throws IOException {
        this.home = home;
        try (ServerSocket a = new ServerSocket(0);
                ServerSocket b = new ServerSocket(0);
                ServerSocket c = new ServerSocket(0)) {
            ports = List.of(a.getLocalPort(), b.getLocalPort(), c.getLocalPort());
        }
        assumeTrue(Files.isExecutable(PROGRAM), "mfsmaster is not installed");
        assumeTrue(Files.exists(Path.of("/usr/bin/mfsmount")), "mfsmount is not installed");
        Files.createDirectories(data());
        Files.createDirectories(mount());
        Files.writeString(data().resolve("metadata.mfs"), "MFSM NEW");
        Files.writeString(home.resolve("exports.cfg"), "* / rw,alldirs,maproot=0:0\n* . rw\n");
        Files.writeString(configuration(), """
                WORKING_USER = root
                WORKING_GROUP = root
                DATA_PATH = %s
                EXPORTS_FILENAME = %s/exports.cfg
                MATOML_LISTEN_HOST = 127.0.0.1
                MATOCS_LISTEN_HOST = 127.0.0.1
                MATOCL_LISTEN_HOST = 127.0.0.1
                MATOML_LISTEN_PORT = %d
                MATOCS_LISTEN_PORT = %d
                MATOCL_LISTEN_PORT = %d
                CHANGELOG_SAVE_MODE = 1
                NICE_LEVEL = 0
                """.formatted(data(), home, ports.get(0), ports.get(1), ports.get(2)));
    }

    interface Work {
        void in(Path mount) throws IOException;
    }

    Path data() {
        return home.resolve("data");
    }

    Path configuration() {
        return home.resolve("mfsmaster.cfg");
    }

    private Path mount() {
        return home.resolve("mount");
    }

    /** Serves while the work lasts; afterwards {@code metadata.mfs} is what it was at the end. */
    void serve(Work work) throws IOException, InterruptedException {
        Process master = new ProcessBuilder(
                        PROGRAM.toString(), "-f", "-a", "-c", configuration().toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
                .start();
        try {
            awaitAnswer(master);
            if (!mounted) {
                run("timeout", "20", "mfsmount", "-H", "127.0.0.1", "-P", ports.getLast() + "", mount() + "");
                mounted = true;
            }
            work.in(mount());
            master.destroy(); // SIGTERM: it saves.
            if (!master.waitFor(30, TimeUnit.SECONDS)) {
                throw new IOException("mfsmaster does not stop");
            }
        } finally {
            master.destroyForcibly();
        }
    }

    private void awaitAnswer(Process master) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        var port = new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.getLast());
        while (true) {
            try (MasterProbe probe = MasterProbe.connect(port, Duration.ofSeconds(1))) {
                probe.version();
                return;
            } catch (IOException e) {
                if (!master.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("mfsmaster did not start:\n" + Files.readString(home.resolve("log")), e);
                }
                master.waitFor(20, TimeUnit.MILLISECONDS);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (mounted) {
            run("timeout", "20", "umount", "-l", mount().toString());
        }
    }

    private static void run(String... command) throws IOException {
        Process tool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (tool.onExit().join().exitValue() != 0) {
            throw new IOException("failed: " + String.join(" ", command));
        }
    }
}
