package org.mfsha.moosefs.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mfsha.moosefs.wire.MasterProbe;

/** An unmodified mfsmaster on loopback with ports and a directory of its own. */
public final class RealMaster implements AutoCloseable {
    private static final Path BINARY = Path.of("/usr/sbin/mfsmaster");

    private final Path home;
    private final Path data;
    private final List<Integer> ports;
    private final List<Path> mounts = new ArrayList<>();
    private Process process;

    private RealMaster(Path home, Path data, List<Integer> ports) {
        this.home = home;
        this.data = data;
        this.ports = ports;
    }

    /** A brand-new installation below {@code home}. */
    public static RealMaster fresh(Path home) throws IOException, InterruptedException {
        Path data = Files.createDirectories(home.resolve("data"));
        Files.writeString(data.resolve("metadata.mfs"), "MFSM NEW");
        return on(home, data);
    }

    /** A master that restores what is in {@code data}. */
    public static RealMaster on(Path home, Path data) throws IOException, InterruptedException {
        return on(home, data, freePorts());
    }

    /** The same on given ports: for metaloggers, chunkservers and clients. */
    public static RealMaster on(Path home, Path data, List<Integer> ports) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(BINARY), "mfsmaster is not installed");
        Files.createDirectories(home);
        RealMaster master = new RealMaster(home, data, ports);
        master.start();
        return master;
    }

    public void start() throws IOException, InterruptedException {
        Files.writeString(home.resolve("exports.cfg"), "* / rw,alldirs,maproot=0:0\n* . rw\n");
        Files.writeString(home.resolve("mfsmaster.cfg"), config());
        process = new ProcessBuilder(
                        BINARY.toString(),
                        "-f",
                        "-a",
                        "-c",
                        home.resolve("mfsmaster.cfg").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try (MasterProbe probe = MasterProbe.connect(clients(), Duration.ofSeconds(1))) {
                probe.version();
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    kill();
                    throw new IOException("mfsmaster did not start:\n" + Files.readString(log()), e);
                }
                process.waitFor(20, TimeUnit.MILLISECONDS);
            }
        }
    }

    public Path data() {
        return data;
    }

    public Path log() {
        return home.resolve("log");
    }

    public InetSocketAddress metaloggers() {
        return address(0);
    }

    public InetSocketAddress clients() {
        return address(2);
    }

    /** Mounts the file system below {@code home}; unmounted by {@link #close}. */
    public Path mount() throws IOException {
        Path point = Files.createDirectories(home.resolve("mnt" + mounts.size()));
        mounts.add(point);
        run("timeout", "20", "mfsmount", "-H", "127.0.0.1", "-P", String.valueOf(ports.get(2)), point.toString());
        return point;
    }

    public void unmount(Path point) throws IOException {
        mounts.remove(point);
        run("timeout", "20", "umount", "-l", point.toString());
    }

    /** Stops it properly, so that it saves its metadata. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("mfsmaster did not stop");
        }
    }

    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    public void signal(String name) throws IOException {
        run("kill", "-" + name, String.valueOf(process.pid()));
    }

    @Override
    public void close() throws IOException {
        try {
            for (Path point : List.copyOf(mounts)) {
                unmount(point);
            }
        } finally {
            kill();
        }
    }

    private InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(port));
    }

    private String config() {
        return """
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
            """.formatted(data, home, ports.get(0), ports.get(1), ports.get(2));
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

    public static List<Integer> freePorts() throws IOException {
        try (ServerSocket a = new ServerSocket(0);
                ServerSocket b = new ServerSocket(0);
                ServerSocket c = new ServerSocket(0)) {
            return List.of(a.getLocalPort(), b.getLocalPort(), c.getLocalPort());
        }
    }
}
