package org.mfsha.linux;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** A directory, a configuration and free ports for a real mfsmaster, which runs as user mfs. */
public final class RealMaster implements AutoCloseable {
    private final Path root;
    private final List<Integer> ports;
    private final List<Process> started = new ArrayList<>();

    private RealMaster(Path root, List<Integer> ports) {
        this.root = root;
        this.ports = ports;
    }

    /** Made ready, with a base of version 2 that a real mfsmaster has saved, and nothing running. */
    public static RealMaster withBase() throws IOException, InterruptedException {
        return withBase("127.0.0.1", freePorts());
    }

    /** The same for a listening address and its ports for metaloggers, chunkservers and clients. */
    public static RealMaster withBase(String host, List<Integer> ports) throws IOException, InterruptedException {
        RealMaster master = new RealMaster(Files.createTempDirectory("mfsha-linux-"), ports);
        Files.createDirectory(master.data());
        Files.copy(Path.of("/var/lib/mfs/metadata.mfs.empty"), master.data().resolve("metadata.mfs"));
        Files.writeString(master.root.resolve("exports"), "* / rw,alldirs,maproot=0\n");
        master.configure("127.0.0.1", freePorts());
        run("chown", "-R", "mfs:mfs", master.root.toString());
        Process first = master.start("-f", "start");
        master.awaitLog("initialized", first);
        first.destroy();
        Assertions.assertTrue(first.waitFor(30, TimeUnit.SECONDS), "the first mfsmaster saves and ends");
        master.configure(host, ports);
        master.makeStandbyDirectory();
        return master;
    }

    public Path data() {
        return root.resolve("data");
    }

    public Path changelog() {
        return data().resolve("changelog.0.mfs");
    }

    public List<String> command() {
        return List.of(
                "/usr/sbin/mfsmaster",
                "-f",
                "-a",
                "-c",
                root.resolve("mfsmaster.cfg").toString(),
                "start");
    }

    public Process startStandby() throws IOException {
        return start("-f", "-a", "start");
    }

    public String log() throws IOException {
        return Files.readString(root.resolve("log"));
    }

    public boolean isListening() {
        return ports.stream().allMatch(RealMaster::accepts);
    }

    public void awaitListening() throws Exception {
        Await.until("the three ports listen", this::isListening);
    }

    private void makeStandbyDirectory() throws IOException, InterruptedException {
        Path base = root.resolve("base");
        Files.move(data().resolve("metadata.mfs"), base, StandardCopyOption.REPLACE_EXISTING);
        try (var files = Files.list(data())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.move(base, data().resolve("metadata.mfs.back"));
        Files.createFile(changelog());
        run("chown", "-R", "mfs:mfs", root.toString());
    }

    private void configure(String host, List<Integer> listening) throws IOException {
        String text = "WORKING_USER = mfs\nWORKING_GROUP = mfs\nEXPORTS_FILENAME = " + root + "/exports\nDATA_PATH = "
                + data() + "\n";
        List<String> names = List.of("MATOML", "MATOCS", "MATOCL");
        for (int i = 0; i < 3; i++) {
            text += names.get(i) + "_LISTEN_HOST = " + host + "\n" + names.get(i) + "_LISTEN_PORT = " + listening.get(i)
                    + "\n";
        }
        Files.writeString(root.resolve("mfsmaster.cfg"), text);
        run("chmod", "755", root.toString());
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("/usr/sbin/mfsmaster", "-c", root + "/mfsmaster.cfg"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("log").toFile())
                .start();
        started.add(process);
        return process;
    }

    private void awaitLog(String text, Process process) throws IOException, InterruptedException {
        Await.until("mfsmaster's log has " + text, () -> {
            Assertions.assertTrue(process.isAlive(), () -> "mfsmaster ended: " + root);
            return log().contains(text);
        });
    }

    private static boolean accepts(int port) {
        try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Integer> freePorts() throws IOException {
        try (ServerSocket a = new ServerSocket(0);
                ServerSocket b = new ServerSocket(0);
                ServerSocket c = new ServerSocket(0)) {
            return List.of(a.getLocalPort(), b.getLocalPort(), c.getLocalPort());
        }
    }

    static void run(String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            Assertions.assertTrue(process.waitFor(10, TimeUnit.SECONDS), () -> String.join(" ", command));
            Assertions.assertEquals(0, process.exitValue(), () -> String.join(" ", command));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (Process process : started) {
            process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
        run("rm", "-rf", root.toString());
    }
}
