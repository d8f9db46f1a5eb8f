package org.mfsha.linux.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mfsha.linux.Await;
import org.mfsha.linux.RealMaster;

/** Against the real mfsmaster. */
class ReadGateTest {
    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final Duration MOMENT = Duration.ofMillis(300);

    private RealMaster master;

    @BeforeEach
    void makeMaster() throws Exception {
        master = RealMaster.withBase();
    }

    @AfterEach
    void endMaster() throws Exception {
        master.close();
    }

    @Test
    void aMasterIsHeldAtTheEndOfItsChangelogAndListensOnlyAfterTheRelease() throws Exception {
        append(line(2));
        try (ReadGate gate = ReadGate.open(master.changelog())) {
            gate.hold(master.startStandby().pid());
            assertThat(gate.awaitHeld(DEADLINE)).isTrue();
            assertThat(gate.heldPosition()).hasValue(Files.size(master.changelog()));
            assertThat(master.isListening()).isFalse();
            gate.release();
            master.awaitListening();
        }
    }

    @Test
    void theHeldPositionFollowsTheAppendedLines() throws Exception {
        append(line(2));
        try (ReadGate gate = ReadGate.open(master.changelog())) {
            gate.hold(master.startStandby().pid());
            assertThat(gate.awaitHeld(DEADLINE)).isTrue();
            for (int version = 3; version < 300; version++) {
                append(line(version));
                gate.grown();
                assertThat(gate.awaitHeld(DEADLINE)).isTrue();
                assertThat(gate.heldPosition()).hasValue(Files.size(master.changelog()));
            }
            gate.release();
            master.awaitListening();
        }
    }

    @Test
    void aMasterWithoutOneLineIsHeldAtTheProbeAndReplaysWhatComesLater() throws Exception {
        try (ReadGate gate = ReadGate.open(master.changelog())) {
            gate.hold(master.startStandby().pid());
            assertThat(gate.awaitHeld(DEADLINE)).isTrue();
            assertThat(gate.heldPosition()).hasValue(0);
            append(line(2));
            gate.grown();
            assertThat(gate.awaitHeld(DEADLINE)).isTrue();
            append(line(3) + line(4));
            gate.grown();
            assertThat(gate.awaitHeld(DEADLINE)).isTrue();
            assertThat(gate.heldPosition()).hasValue(Files.size(master.changelog()));
            assertThat(master.isListening()).isFalse();
            gate.release();
            master.awaitListening();
        }
    }

    @Test
    void aMasterWithoutOneLineCanBePromoted() throws Exception {
        try (ReadGate gate = ReadGate.open(master.changelog())) {
            gate.hold(master.startStandby().pid());
            assertThat(gate.awaitHeld(DEADLINE)).isTrue();
            gate.release();
            master.awaitListening();
        }
    }

    @Test
    void aLineThatLeavesAGapEndsTheMaster() throws Exception {
        append(line(2));
        try (ReadGate gate = ReadGate.open(master.changelog())) {
            Process process = master.startStandby();
            gate.hold(process.pid());
            assertThat(gate.awaitHeld(DEADLINE)).isTrue();
            append(line(9));
            gate.grown();
            assertThat(process.waitFor(15, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isNotZero();
        }
    }

    @Test
    void aReaderThatComesBeforeItsPidIsKnownWaits() throws Exception {
        append(line(2));
        try (ReadGate gate = ReadGate.open(master.changelog())) {
            Process process = master.startStandby();
            assertThat(gate.awaitHeld(MOMENT)).isFalse();
            assertThat(process.isAlive()).isTrue();
            gate.hold(process.pid());
            assertThat(gate.awaitHeld(DEADLINE)).isTrue();
        }
    }

    @Test
    void strangersAndOurselvesReadFreely() throws Exception {
        append(line(2));
        try (ReadGate gate = ReadGate.open(master.changelog())) {
            assertThat(Files.readString(master.changelog())).isEqualTo(line(2));
            gate.hold(master.startStandby().pid());
            assertThat(gate.awaitHeld(DEADLINE)).isTrue();
            Process cat = new ProcessBuilder("cat", master.changelog().toString()).start();
            assertThat(cat.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(gate.heldPosition()).isPresent();
        }
    }

    @Test
    void aHeldReaderCanBeKilled() throws Exception {
        append(line(2));
        try (ReadGate gate = ReadGate.open(master.changelog())) {
            Process process = master.startStandby();
            gate.hold(process.pid());
            assertThat(gate.awaitHeld(DEADLINE)).isTrue();
            process.destroyForcibly();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            Await.until("the gate forgets it", () -> gate.heldPosition().isEmpty());
        }
    }

    @Test
    void aWakeUpWithoutNewLinesKeepsTheReaderHeld() throws Exception {
        append(line(2));
        try (ReadGate gate = ReadGate.open(master.changelog())) {
            gate.hold(master.startStandby().pid());
            assertThat(gate.awaitHeld(DEADLINE)).isTrue();
            for (int i = 0; i < 100; i++) {
                gate.grown();
            }
            Thread.sleep(MOMENT);
            assertThat(gate.heldPosition()).hasValue(Files.size(master.changelog()));
            assertThat(master.isListening()).isFalse();
        }
    }

    private void append(String lines) throws Exception {
        Path changelog = master.changelog();
        Files.writeString(changelog, lines, StandardOpenOption.APPEND);
    }

    private static String line(long version) {
        return version + ": 1700000000|IDLE()\n";
    }
}
