package org.mfsha.agent.master;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.mfsha.agent.store.Ownership;
import org.mfsha.moosefs.config.MasterConfigFile;
import org.mfsha.moosefs.wire.MasterProbe;

/**
 * Makes the metadata of an empty file system: an unmodified mfsmaster starts from the eight bytes MooseFS's package
 * brings ({@code metadata.mfs.empty}), out of everybody's reach, and saves when it ends.
 */
final class FirstMetadata {
    private static final byte[] NEW_INSTALLATION = "MFSM NEW".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 20;

    private final Path program;
    private final MasterConfigFile template;
    private final Ownership ownership;

    FirstMetadata(Path program, MasterConfigFile template, Ownership ownership) {
        this.program = program;
        this.template = template;
        this.ownership = ownership;
    }

    /** Leaves a complete {@code metadata.mfs} in an empty directory. */
    void create(Path directory, Path configuration, Path log) throws IOException, InterruptedException {
        Path seed = Files.write(directory.resolve("metadata.mfs"), NEW_INSTALLATION);
        ownership.apply(directory);
        ownership.apply(seed);
        List<Integer> ports = freePorts();
        Map<String, String> overrides = new HashMap<>();
        overrides.put(MasterConfigFile.DATA_PATH, directory.toString());
        List<String> services = List.of("MATOML", "MATOCS", "MATOCL");
        for (int i = 0; i < services.size(); i++) {
            overrides.put(services.get(i) + "_LISTEN_HOST", "127.0.0.1");
            overrides.put(services.get(i) + "_LISTEN_PORT", ports.get(i).toString());
        }
        Files.writeString(configuration, template.with(overrides).text());
        Process master = new ProcessBuilder(program.toString(), "-f", "-a", "-c", configuration.toString(), "start")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            awaitAnswer(master, new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.getLast()), log);
            master.destroy(); // SIGTERM: it saves.
            if (!master.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("mfsmaster does not save the first metadata within " + LIMIT.toSeconds() + " s");
            }
        } finally {
            master.destroyForcibly();
        }
    }

    private static void awaitAnswer(Process master, InetSocketAddress port, Path log)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try (MasterProbe probe = MasterProbe.connect(port, Duration.ofSeconds(1))) {
                probe.version();
                return;
            } catch (IOException e) {
                if (!master.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("mfsmaster does not start on new metadata, see " + log, e);
                }
                Thread.sleep(POLL_MILLIS); // It tells nobody when it listens.
            }
        }
    }

    /** Ports nobody listens on at the moment; another program may still be quicker, then mfsmaster says so. */
    private static List<Integer> freePorts() throws IOException {
        List<ServerSocket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                open.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return open.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : open) {
                socket.close();
            }
        }
    }
}
