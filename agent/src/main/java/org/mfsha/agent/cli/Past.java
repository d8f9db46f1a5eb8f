package org.mfsha.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import org.mfsha.agent.archive.ArchiveLock;
import org.mfsha.agent.archive.recovery.Moment;
import org.mfsha.agent.archive.recovery.RecoveryException;
import org.mfsha.agent.archive.recovery.Stock;
import org.mfsha.agent.config.ConfigException;
import org.mfsha.agent.config.ConfigReader;
import org.mfsha.agent.config.MasterFiles;
import picocli.CommandLine.Option;

/** The options that say where the past is, and opening it. No daemon is asked: it may be gone. */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // picocli's way to say that an option was not given
final class Past {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "/etc/mfs/mfsha.cfg",
            description = "the configuration (default: ${DEFAULT-VALUE})")
    private Path configuration;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "an exported archive, or a copy of a DATA_PATH (default: this node's DATA_PATH)")
    private Optional<Path> from = Optional.empty();

    @Option(
            names = "--epoch",
            paramLabel = "EPOCH",
            description = "the history that ends with this epoch, with everything its leader made, also what was lost"
                    + " (default: the newest)")
    private Optional<Long> epoch = Optional.empty();

    private final Moment moment = new Moment(ZoneId.systemDefault());

    /** What is done with it. */
    interface Use<T> {
        T with(Stock stock) throws IOException, RecoveryException, InterruptedException;
    }

    Optional<Long> epoch() {
        return epoch;
    }

    Moment moment() {
        return moment;
    }

    /** What to restore with. */
    MasterFiles files() throws CommandException {
        try {
            return from.isPresent() && Files.notExists(configuration)
                    ? new ConfigReader().defaultMasterFiles()
                    : new ConfigReader().readMasterFiles(configuration);
        } catch (ConfigException e) {
            throw new CommandException(ExitStatus.CONFIGURATION, e);
        }
    }

    /** Reads the past; the agent deletes nothing of it meanwhile. */
    <T> T use(Use<T> use) throws CommandException {
        Path data = files().dataPath();
        try {
            if (from.isPresent()) {
                return use.with(Stock.exported(from.get()));
            }
            requireData(data);
            try (ArchiveLock _ = ArchiveLock.forReading(data.resolve("archive"))) {
                return use.with(Stock.of(data));
            }
        } catch (IOException | RecoveryException e) {
            throw new CommandException(ExitStatus.FAILED, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitStatus.FAILED, e);
        }
    }

    private static void requireData(Path data) throws RecoveryException {
        if (!Files.isDirectory(data)) {
            throw new RecoveryException(data + ": there is no such directory; DATA_PATH names it, or --from");
        }
    }
}
