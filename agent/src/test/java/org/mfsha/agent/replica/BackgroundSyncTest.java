package org.mfsha.agent.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.moosefs.files.Journal;

final class BackgroundSyncTest {
    /** Whatever is written there cannot be put on stable storage (fsync: EINVAL). */
    private static final Path FAILING_DISK = Path.of("/dev/null");

    private final BackgroundSync disk = new BackgroundSync();
    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

    @TempDir
    private Path directory;

    @Test
    void aDiskThatFailsIsToldOnceForEachJournal() throws Exception {
        try (Journal one = Journal.open(FAILING_DISK, 1);
                Journal other = Journal.open(FAILING_DISK, 1)) {
            assertThat(failureOf(one)).contains("/dev/null: fsync failed");
            disk.secure(one, told::add);
            assertThat(failureOf(other)).contains("/dev/null: fsync failed");
        }
        assertThat(told).isEmpty();
    }

    @Test
    void aJournalThatWasGivenUpMeanwhileIsNoFailure() throws Exception {
        Journal closed = Journal.open(directory.resolve("closed"), 1);
        closed.close();
        disk.secure(closed, told::add);

        try (Journal failing = Journal.open(FAILING_DISK, 1)) {
            assertThat(failureOf(failing)).contains("/dev/null");
        }
        assertThat(told).isEmpty();
    }

    /** Asked for until the request before is over, as every second. */
    private String failureOf(Journal journal) throws InterruptedException, IOException {
        for (int i = 0; i < 1_000; i++) {
            disk.secure(journal, told::add);
            String why = told.poll(10, TimeUnit.MILLISECONDS);
            if (why != null) {
                return why;
            }
        }
        throw new IOException("nobody was told");
    }
}
