package org.mfsha.lab.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.Consumer;
import org.mfsha.lab.load.Operation.Kind;

/** Metadata only: two threads create, rename and unlink files and make and remove directories of their own names. */
public final class MetadataLoad extends Load {
    private static final int THREADS = 2;
    private static final int NAMES_PER_DIRECTORY = 250;
    private static final int REMOVED_AFTER = 40;
    private static final int KEPT_ONE_IN = 4;
    private static final int NONE_KEPT_AFTER = 1000;
    private static final Duration PAUSE = Duration.ofNanos(500_000);

    MetadataLoad(Path mount, String directory, Turnstile turnstile, Duration rest, Consumer<Completion> observer) {
        super(mount, turnstile, observer);
        for (int thread = 0; thread < THREADS; thread++) {
            Walker walker = new Walker(directory + "/t" + thread);
            work("metadata-" + thread, PAUSE.plus(rest), walker::turn);
        }
    }

    private final class Walker {
        private final String directory;
        private int next;
        private boolean started;

        Walker(String directory) {
            this.directory = directory;
        }

        void turn() {
            if (!started) {
                started = mkdir(directory);
                return;
            }
            int number = next++;
            if (number % NAMES_PER_DIRECTORY == 0) {
                mkdir(bucket(number));
            }
            String created = bucket(number) + "/f" + number;
            if (attempt()
                    .make(
                            Operation.on(Kind.CREATE, created),
                            () -> Files.createFile(attempt().at(created)))) {
                rename(created, renamed(number));
            }
            mkdir(subdirectory(number));
            int old = number - REMOVED_AFTER;
            if (old >= 0 && old % KEPT_ONE_IN != 0) {
                remove(old);
            }
            int oldest = number - NONE_KEPT_AFTER;
            if (oldest >= 0 && oldest % KEPT_ONE_IN == 0) {
                remove(oldest);
            }
        }

        private void remove(int number) {
            remove(Kind.UNLINK, renamed(number));
            remove(Kind.RMDIR, subdirectory(number));
        }

        private String bucket(int number) {
            return directory + "/b" + number / NAMES_PER_DIRECTORY;
        }

        private String renamed(int number) {
            return bucket(number) + "/r" + number;
        }

        private String subdirectory(int number) {
            return bucket(number) + "/d" + number;
        }

        private boolean mkdir(String path) {
            return attempt()
                    .make(
                            Operation.on(Kind.MKDIR, path),
                            () -> Files.createDirectory(attempt().at(path)));
        }

        private void rename(String from, String to) {
            attempt()
                    .make(
                            Operation.rename(from, to),
                            () -> Files.move(attempt().at(from), attempt().at(to), StandardCopyOption.ATOMIC_MOVE));
        }

        private void remove(Kind kind, String path) {
            attempt()
                    .make(Operation.on(kind, path), () -> Files.delete(attempt().at(path)));
        }
    }
}
