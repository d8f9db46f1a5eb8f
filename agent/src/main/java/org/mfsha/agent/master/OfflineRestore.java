package org.mfsha.agent.master;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.mfsha.agent.store.Ownership;
import org.mfsha.moosefs.config.MasterConfigFile;

/**
 * {@code mfsmaster restore}: an unmodified mfsmaster loads a base, applies the changelog, saves and ends. It opens no
 * socket, reads no exports and forks no changelog writer (init.h, RestoreRunTab, 3.0.117).
 *
 * <p>In the background it runs when nobody else wants the processor or the disk, and is the first to be killed when
 * memory runs out.
 */
public final class OfflineRestore {
    private static final Logger LOG = System.getLogger(OfflineRestore.class.getName());
    private static final String RESULT = "metadata.mfs";
    private static final String FIRST_TO_GO = "1000";
    /** A session of its own does not share in the priority of the agent's; nice(1) counts from where the agent is, -19. */
    private static final List<String> LOWEST_PRIORITY = List.of("setsid", "nice", "-n", "38", "ionice", "-c", "3");

    private static final long LOOK_MILLIS = 500;
    private static final int LAST_WORDS_LINES = 3;

    private final Path program;
    private final MasterConfigFile template;
    private final Ownership ownership;
    private final Pace pace;
    private final Path configuration;
    private final Path log;

    /** How much of the machine it may take. */
    public enum Pace {
        /** Only what nobody else wants; the first to be killed when memory runs out. */
        BACKGROUND,
        /** Somebody waits for it. */
        URGENT
    }

    /**
     * @param program mfsmaster
     * @param template the administrator's configuration
     * @param ownership of everything that mfsmaster must write
     * @param runDirectory where the derived configuration and mfsmaster's output go
     */
    public OfflineRestore(Path program, MasterConfigFile template, Ownership ownership, Path runDirectory, Pace pace) {
        this.program = program;
        this.template = template;
        this.ownership = ownership;
        this.pace = pace;
        this.configuration = runDirectory.resolve("mfsmaster-restore.cfg");
        this.log = runDirectory.resolve("mfsmaster-restore.log");
    }

    /**
     * Restores what is in a directory.
     *
     * @param limit how long it may take
     * @param wanted asked again and again; when it says no the restore is broken off
     * @return the metadata file that mfsmaster saved
     * @throws IOException when mfsmaster fails, is not done in time or not wanted any more
     */
    public Path run(Path directory, Duration limit, BooleanSupplier wanted) throws IOException, InterruptedException {
        handOver(directory);
        Files.writeString(
                configuration,
                template.with(Map.of(MasterConfigFile.DATA_PATH, directory.toString()))
                        .text());
        List<String> command = new ArrayList<>();
        if (pace == Pace.BACKGROUND) {
            command.addAll(LOWEST_PRIORITY);
        }
        command.addAll(List.of(program.toString(), "-f", "-c", configuration.toString(), "restore"));
        Process restore = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (pace == Pace.BACKGROUND) {
                offerToOomKiller(restore.pid());
            }
            await(restore, limit, wanted);
        } finally {
            restore.destroyForcibly();
        }
        if (restore.exitValue() != 0) {
            throw new IOException("mfsmaster restore failed (" + restore.exitValue() + "): " + lastWords());
        }
        return directory.resolve(RESULT);
    }

    private void handOver(Path directory) throws IOException {
        ownership.apply(directory);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                ownership.apply(file);
            }
        }
    }

    private static void await(Process restore, Duration limit, BooleanSupplier wanted)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!restore.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (!wanted.getAsBoolean()) {
                throw new IOException("mfsmaster restore was broken off: this node is no hot standby any more");
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("mfsmaster restore is not done after " + limit.toMinutes() + " minutes");
            }
        }
    }

    private static void offerToOomKiller(long pid) {
        try {
            Files.writeString(Path.of("/proc/" + pid + "/oom_score_adj"), FIRST_TO_GO);
        } catch (IOException e) {
            // It may have ended already; if not, the agent is still well behind it.
            LOG.log(Level.DEBUG, "oom_score_adj of {0} stays as it is: {1}", pid, e.getMessage());
        }
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1).stream()
                .filter(line -> !line.isBlank())
                .toList();
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - LAST_WORDS_LINES), lines.size())) + ", see "
                + log;
    }
}
