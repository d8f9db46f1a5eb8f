package org.mfsha.agent.master;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.mfsha.agent.config.AddressConfig;
import org.mfsha.agent.config.Config;
import org.mfsha.agent.store.Ownership;
import org.mfsha.moosefs.config.MasterConfigFile;

/**
 * Starts an mfsmaster with the administrator's own configuration and a few overrides:
 *
 * <ul>
 *   <li>{@code DATA_PATH}: the image;
 *   <li>{@code MATOCL_LISTEN_HOST}, {@code MATOCS_LISTEN_HOST} = shared address: without it on an interface mfsmaster
 *       cannot listen, and ends;
 *   <li>{@code MATOML_LISTEN_HOST = *}: standbys replicate over the node's own address, which stays when the shared one
 *       goes;
 *   <li>{@code REPLICATIONS_DELAY_INIT}: no replication of chunks until some time after a takeover, because a standby's
 *       clock began when its process did;
 *   <li>{@code CHANGELOG_SAVE_MODE = 1} unless the administrator chose: the changelog is written before mfsmaster goes
 *       on, so that a dead master's file holds everything it acknowledged.
 * </ul>
 */
public final class MasterLauncher {
    /** What {@code CHANGELOG_SAVE_MODE} is where the administrator chose none. */
    static final String DEFAULT_SAVE_MODE = "1";

    private static final String NEVER_SECONDS = "1000000000";
    private static final long GUARD_SECONDS = 5;
    /** The memory of a large mfsmaster that was killed takes a while to be given back. */
    private static final Duration LEFTOVER_LIMIT = Duration.ofSeconds(30);

    private final Config config;
    private final AddressConfig shared;
    private final Path runDirectory;
    private volatile String version = "";

    /**
     * @param config of a candidate
     * @param runDirectory where derived configurations and logs go
     */
    public MasterLauncher(Config config, Path runDirectory) {
        this.config = config;
        this.shared = config.address().orElseThrow();
        this.runDirectory = runDirectory;
    }

    /** The user and group mfsmaster will run as. */
    public Ownership ownership() throws IOException {
        MasterConfigFile file = MasterConfigFile.read(config.master().cfg());
        return Ownership.of(
                file.value("WORKING_USER").orElse("mfs"),
                file.value("WORKING_GROUP").orElse("mfs"));
    }

    /** What the mfsmaster that was started last says its version is; empty before. */
    public String version() {
        return version;
    }

    /** Starts an mfsmaster that restores an image and then waits for whoever holds its changelog. */
    public GuardedMaster launchStandby(Path image) throws IOException {
        Path cfg = configurationOf(image);
        writeConfiguration(cfg, image, Map.of(MasterConfigFile.REPLICATIONS_DELAY_INIT, NEVER_SECONDS));
        version = askVersion();
        Path log = runDirectory.resolve("mfsmaster-" + image.getFileName() + ".log");
        List<String> command = new ArrayList<>();
        command.add(config.local().guardProgram().toString());
        if (config.cluster().isExternal()) {
            command.add("--foreign-address");
        }
        command.addAll(List.of(
                "--interface",
                shared.interfaceName(),
                "--address",
                shared.cidr(),
                "--",
                config.master().program().toString(),
                "-f",
                "-a",
                "-c",
                cfg.toString(),
                "start"));
        return GuardedMaster.start(List.copyOf(command), log, this::removeLeftoverAddress);
    }

    private String askVersion() throws IOException {
        Path answer = runDirectory.resolve("mfsmaster-version");
        Process process = new ProcessBuilder(config.master().program().toString(), "-v")
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start();
        try {
            if (!process.waitFor(GUARD_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while mfsmaster tells its version", e);
        }
        return Files.readString(answer, StandardCharsets.ISO_8859_1)
                .strip()
                .lines()
                .findFirst()
                .orElse("");
    }

    /** Leaves the metadata of an empty file system in an empty directory. */
    public void createEmptyMetadata(Path directory) throws IOException, InterruptedException {
        MasterConfigFile template = MasterConfigFile.read(config.master().cfg());
        new FirstMetadata(config.master().program(), template, ownership())
                .create(
                        directory,
                        runDirectory.resolve("mfsmaster-fresh.cfg"),
                        runDirectory.resolve("mfsmaster-fresh.log"));
    }

    /** A way to restore copies of images without any network. */
    public OfflineRestore offlineRestore() throws IOException {
        return new OfflineRestore(
                config.master().program(),
                MasterConfigFile.read(config.master().cfg()),
                ownership(),
                runDirectory,
                OfflineRestore.Pace.BACKGROUND);
    }

    /**
     * Waits until nothing of an earlier agent of this node runs any more.
     *
     * @throws IOException when something does not end
     */
    public void awaitEndOfLeftovers() throws IOException, InterruptedException {
        Leftovers.awaitEnd(runDirectory, LEFTOVER_LIMIT);
    }

    /**
     * Takes the shared address away, wherever it comes from: a guard does so when it starts. Does nothing when an external
     * elector owns it.
     *
     * @throws IOException when it cannot
     */
    public void removeLeftoverAddress() throws IOException, InterruptedException {
        if (config.cluster().isExternal()) {
            return;
        }
        Process guard = new ProcessBuilder(
                        config.local().guardProgram().toString(),
                        "--interface",
                        shared.interfaceName(),
                        "--address",
                        shared.cidr(),
                        "--",
                        "/bin/true")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!guard.waitFor(GUARD_SECONDS, TimeUnit.SECONDS)) {
            guard.destroyForcibly();
            throw new IOException("a leftover shared address could not be removed within " + GUARD_SECONDS + " s");
        }
    }

    /** Takes back the overrides that only a standby needs, for the next reload. */
    public void liftStandbyOverrides(Path image) throws IOException {
        writeConfiguration(configurationOf(image), image, Map.of());
    }

    private Path configurationOf(Path image) {
        return runDirectory.resolve("mfsmaster-" + image.getFileName() + ".cfg");
    }

    private void writeConfiguration(Path target, Path image, Map<String, String> more) throws IOException {
        String address = shared.address().getHostAddress();
        Map<String, String> overrides = new HashMap<>(more);
        overrides.put(MasterConfigFile.DATA_PATH, image.toString());
        overrides.put(MasterConfigFile.METALOGGERS_HOST, "*");
        overrides.put(MasterConfigFile.CHUNKSERVERS_HOST, address);
        overrides.put(MasterConfigFile.CLIENTS_HOST, address);
        MasterConfigFile derived = MasterConfigFile.read(config.master().cfg())
                .with(overrides)
                .withDefault(MasterConfigFile.CHANGELOG_SAVE_MODE, DEFAULT_SAVE_MODE);
        Files.writeString(target, derived.text());
    }
}
