package org.mfsha.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.system.Await;

/** How a lab treats its agents, with stubs in their place. */
@Tag("lab")
@RequiresLab
@Timeout(60)
class AgentLabTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    private Path home;

    private Lab lab;

    @BeforeEach
    void makeLab() throws Exception {
        Path stub = home.resolve("mfsha");
        Files.writeString(
                stub,
                "#!/bin/sh\nexec '" + System.getProperty("java.home") + "/bin/java' -XX:TieredStopAtLevel=1 -cp '"
                        + System.getProperty("java.class.path") + "' " + StubAgent.class.getName() + " \"$@\"\n");
        Files.setPosixFilePermissions(stub, PosixFilePermissions.fromString("rwxr-xr-x"));
        lab = Lab.up(LabSpec.named(TestLabs.freshName())
                .at(home)
                .withHosts(1, 1, 0, 0)
                .withAgentProgram(stub));
    }

    @AfterEach
    void removeLab() throws IOException {
        lab.close();
    }

    @Test
    void theLeaderIsTheAgentThatSaysSoOfItself() throws Exception {
        assertThat(lab.awaitLeader(0, LIMIT)).returns("m1", AgentStatus::node).returns(7L, AgentStatus::epoch);
    }

    @Test
    void everyAgentHasTheClustersKeyForItselfAlone() throws Exception {
        for (String host : new String[] {"m1", "w1"}) {
            Path key = lab.host(host).etc("mfsha.key");
            assertThat(key).hasContent("secret");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aCandidatesConfigurationNamesEverybodyAndItsMaster() throws Exception {
        assertThat(lab.host("m1").etc("mfsha.cfg"))
                .content()
                .contains("CANDIDATES = m1@10.77.0.11\n")
                .contains("WITNESSES = w1@10.77.0.21\n")
                .contains("SHARED_ADDRESS = 10.77.0.100/24\n")
                .contains("MASTER_CFG = ");
        assertThat(lab.host("w1").etc("mfsha.cfg")).content().doesNotContain("MASTER_");
    }

    @Test
    void aKilledAgentIsStartedAgainAndARunningOneIsNotDoubled() throws Exception {
        assertThat(lab.kill("w1", ProcessSelector.AGENT)).isEqualTo(1);
        Await.until(
                "end", LIMIT, () -> lab.processes("w1", ProcessSelector.AGENT).isEmpty());

        lab.start("w1");
        Await.until(
                "start", LIMIT, () -> lab.processes("w1", ProcessSelector.AGENT).size() == 1);
        lab.start("w1");
        assertThat(lab.processes("w1", ProcessSelector.ALL)).hasSize(1);
    }

    @Test
    void aFrozenLeaderIsNoLeader() throws Exception {
        lab.freeze("m1", ProcessSelector.AGENT);

        assertThat(lab.leader()).isEmpty();
    }
}
