package org.mfsha.agent.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A shell plays the guard, and a process it leaves behind plays mfsmaster. */
@Timeout(60)
class GuardedMasterTest {
    @TempDir
    private Path directory;

    private final AtomicInteger removals = new AtomicInteger();

    @Test
    void aGuardThatWasKilledIsNotTheEndOfMfsmasterUntilThatIsGoneAndTheAddressToo() throws Exception {
        Path gone = directory.resolve("gone");
        // Only the guard holds stdout; it is killed when it has told of its child.
        GuardedMaster master =
                start("(sleep 2; touch '" + gone + "') >/dev/null & echo started 2; sleep 1; kill -9 $$");

        assertThat(master.ended().get(30, TimeUnit.SECONDS)).isEqualTo("the guard ended without a word");

        assertThat(gone).exists();
        assertThat(removals).hasValue(1);
    }

    @Test
    void aGuardThatSaidWhatHappenedHasRemovedTheAddressItself() throws Exception {
        GuardedMaster master = start("echo exited signal 9");

        assertThat(master.ended().get(30, TimeUnit.SECONDS)).startsWith("mfsmaster ended (signal 9)");
        assertThat(removals).hasValue(0);
    }

    private GuardedMaster start(String script) throws Exception {
        return GuardedMaster.start(List.of("sh", "-c", script), directory.resolve("log"), removals::incrementAndGet);
    }
}
