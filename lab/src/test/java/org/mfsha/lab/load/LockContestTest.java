package org.mfsha.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.lab.system.Await;

/** Two directories that have nothing to do with each other stand for a file system that gives a lock to two clients. */
@Timeout(60)
class LockContestTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void aLockThatIsGivenToBothClientsIsFoundForBothKindsOfLocks(@TempDir Path directory) throws Exception {
        Path one = Files.createDirectory(directory.resolve("one"));
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.createFile(other.resolve("x.flock"));
        Files.createFile(other.resolve("x.fcntl"));
        Set<String> found = ConcurrentHashMap.newKeySet();
        try (LockContest contest = new LockContest(one, other, "x", _ -> {})) {
            Await.until("both offences", LIMIT, () -> {
                contest.takeOffences()
                        .forEach(offence -> found.add(offence.operation().path()));
                return found.equals(Set.of("x.flock", "x.fcntl"));
            });
        }
    }

    @Test
    void theSecondOfTwoWhoHaveALockIsTheOffenceAndTheTimeIsTheFirstOnes() {
        LockBook book = new LockBook("x");

        assertThat(book.acquired("one", 5)).isEmpty();
        assertThat(book.acquired("other", 7))
                .get()
                .returns(5L, Missing::acknowledgedNanos)
                .asString()
                .contains("other was given the lock that one has");
    }

    @Test
    void aLockThatIsBeingGivenBackMayBeGivenToTheOther() {
        LockBook book = new LockBook("x");
        book.acquired("one", 5);
        book.releasing("one");

        assertThat(book.acquired("other", 7)).isEmpty();
        assertThat(List.of(book.acquired("other", 9))).containsExactly(java.util.Optional.empty());
    }
}
