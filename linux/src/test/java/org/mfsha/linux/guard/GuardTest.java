package org.mfsha.linux.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mfsha.linux.Await;
import org.mfsha.linux.Network;
import org.mfsha.linux.RealMaster;

class GuardTest {
    private static final long LONG = 60_000;
    private static final List<String> SLEEP = List.of("sleep", "1000");

    private Network network;

    @BeforeEach
    void cable() throws Exception {
        network = new Network();
    }

    @AfterEach
    void unplug() throws Exception {
        network.close();
    }

    @Test
    void anEndedLeaseStopsTheChildAndRemovesTheAddressThoughTheInputIsOpenAndSilent() throws Exception {
        try (Guard guard = Guard.start(network, SLEEP)) {
            guard.serve(400);
            assertThat(hasAddress()).isTrue();
            assertThat(guard.next()).startsWith("suspended lease ");
            assertThat(hasAddress()).isFalse();
            guard.awaitChildStopped();
        }
    }

    /** Guards {@code raise_priority_of_session}; every kernel the project is tested on has the file. */
    @Test
    void theChildsSessionHasThePriorityThatMfsmasterAsksFor() throws Exception {
        try (Guard guard = Guard.start(network, SLEEP)) {
            assertThat(Path.of("/proc/" + guard.childPid() + "/autogroup"))
                    .content()
                    .contains("nice -19");
        }
    }

    @Test
    void anExtendedLeaseKeepsServing() throws Exception {
        try (Guard guard = Guard.start(network, SLEEP)) {
            guard.serve(400);
            guard.sendLease("lease", LONG);
            guard.sendLease("lease", 10); // never moves back
            assertThat(guard.isQuietFor(1000)).isTrue();
            assertThat(hasAddress()).isTrue();
        }
    }

    @Test
    void aShortenedLeaseIsConfirmedAndEndsEarlier() throws Exception {
        try (Guard guard = Guard.start(network, SLEEP)) {
            guard.serve(LONG);
            guard.sendLease("shorten", 400);
            assertThat(guard.next()).startsWith("shortened ");
            assertThat(guard.next()).startsWith("suspended lease ");
            guard.awaitChildStopped();
            assertThat(hasAddress()).isFalse();
        }
    }

    @Test
    void aLeaseThatIsShortenedToThePastIsOverBeforeThatIsConfirmed() throws Exception {
        try (Guard guard = Guard.start(network, SLEEP)) {
            guard.serve(LONG);
            guard.sendLease("shorten", -100);
            assertThat(guard.next()).startsWith("suspended lease ");
            assertThat(guard.next()).startsWith("shortened ");
            guard.awaitChildStopped();
        }
    }

    @Test
    void shorteningDoesNotLengthenAndIsConfirmedWhileSuspendedToo() throws Exception {
        try (Guard guard = Guard.start(network, SLEEP)) {
            guard.serve(400);
            guard.sendLease("shorten", LONG);
            assertThat(guard.next()).startsWith("shortened ");
            assertThat(guard.next()).startsWith("suspended lease ");
            guard.sendLease("shorten", LONG);
            assertThat(guard.next()).startsWith("shortened ");
            guard.awaitChildStopped();
        }
    }

    @Test
    void aLeaseDoesNotContinueWhatItsEndSuspended() throws Exception {
        try (Guard guard = Guard.start(network, SLEEP)) {
            guard.serve(200);
            assertThat(guard.next()).startsWith("suspended lease ");
            guard.sendLease("lease", LONG);
            assertThat(guard.isQuietFor(300)).isTrue();
            guard.awaitChildStopped();
            guard.sendLease("resume", LONG);
            assertThat(guard.next()).isEqualTo("serving");
            assertThat(hasAddress()).isTrue();
            Await.until("the child runs", () -> !guard.childIsStopped());
        }
    }

    @Test
    void anEndedLeaseStopsTheChildThoughTheKernelKeepsTheLoopWaiting() throws Exception {
        try (Guard guard = Guard.startWithSlowKernel(network, 2, 4_000, SLEEP)) {
            guard.sendLease("serve", 1_000);
            guard.awaitChildStopped();
            assertThat(guard.isQuietFor(1)).as("the loop still waits").isTrue();

            assertThat(guard.next()).isEqualTo("serving");
            assertThat(guard.next()).startsWith("suspended lease ");
            assertThat(hasAddress()).isFalse();
            guard.sendLease("resume", LONG);
            assertThat(guard.next()).isEqualTo("serving");
            Await.until("the child runs", () -> !guard.childIsStopped());
        }
    }

    @Test
    void aResumptionThatTookLongerThanItsLeaseDoesNotLetTheChildRun() throws Exception {
        // Removed at the start, added, found there when the kernel tells of it, removed at the end of the lease, not
        // found any more.
        try (Guard guard = Guard.startWithSlowKernel(network, 6, 3_000, SLEEP)) {
            guard.serve(200);
            assertThat(guard.next()).startsWith("suspended lease ");
            guard.sendLease("resume", 1_000);
            assertThat(guard.next()).startsWith("suspended lease ");
            assertThat(hasAddress()).isFalse();
            assertThat(guard.childIsStopped()).isTrue();
        }
    }

    @Test
    void aPastLeaseIsRefused() throws Exception {
        try (Guard guard = Guard.start(network, SLEEP)) {
            guard.sendLease("serve", -1);
            assertThat(guard.next()).startsWith("error ");
            assertThat(hasAddress()).isFalse();
        }
    }

    @Test
    void theAgentsDeathKillsTheChildAndRemovesTheAddress() throws Exception {
        try (Guard guard = Guard.start(network, SLEEP)) {
            guard.serve(LONG);
            guard.endInput();
            assertThat(guard.next()).isEqualTo("exited signal 9");
            assertThat(hasAddress()).isFalse();
            assertThat(guard.childIsGone()).isTrue();
        }
    }

    @Test
    void aKillIsConfirmedWhenNothingAnswersAnyMore() throws Exception {
        try (Guard guard = Guard.start(network, SLEEP)) {
            guard.serve(LONG);
            guard.send("kill");
            assertThat(guard.next()).isEqualTo("killed");
            assertThat(hasAddress()).isFalse();
            assertThat(guard.next()).isEqualTo("exited signal 9");
        }
    }

    @Test
    void terminationKillsTheChildAndRemovesTheAddress() throws Exception {
        try (Guard guard = Guard.start(network, SLEEP)) {
            guard.serve(LONG);
            Network.run("kill", "-TERM", Long.toString(guard.process().pid()));
            assertThat(guard.next()).isEqualTo("exited signal 9");
            assertThat(hasAddress()).isFalse();
            assertThat(guard.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aKilledGuardTakesARealMasterOfAnotherUserAlong() throws Exception {
        try (RealMaster master = RealMaster.withBase();
                Guard guard = Guard.start(network, master.command())) {
            Network.run(
                    "timeout",
                    "10",
                    "ip",
                    "netns",
                    "exec",
                    network.server(),
                    "bash",
                    "-c",
                    "until ss -Hltn | grep -q .; do sleep 0.05; done");
            ProcessHandle child = ProcessHandle.of(guard.childPid()).orElseThrow();
            assertThat(child.info().user()).hasValue("mfs");
            List<ProcessHandle> helpers = child.children().toList();
            assertThat(helpers).isNotEmpty();
            guard.process().destroyForcibly();
            Await.until("the master is dead", guard::childIsGone);
            Await.until("its helpers are dead", () -> helpers.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void theNextGuardRemovesTheAddressThatAKilledOneLeft() throws Exception {
        try (Guard guard = Guard.start(network, SLEEP)) {
            guard.serve(LONG);
        }
        assertThat(hasAddress()).isTrue();
        try (Guard next = Guard.start(network, SLEEP)) {
            assertThat(hasAddress()).isFalse();
            assertThat(next.childIsGone()).isFalse();
        }
    }

    @Test
    void theAddressIsGoneBeforeTheChildsEndIsTold() throws Exception {
        try (Guard guard = Guard.start(network, SLEEP)) {
            guard.serve(LONG);
            Network.run("kill", "-SEGV", Long.toString(guard.childPid()));
            assertThat(guard.next()).isEqualTo("exited signal 11");
            assertThat(hasAddress()).isFalse();
            assertThat(guard.next()).isEqualTo("(end)");
        }
    }

    @Test
    void anExitCodeIsTold() throws Exception {
        try (Guard guard = Guard.start(network, List.of("bash", "-c", "exit 7"))) {
            assertThat(guard.next()).isEqualTo("exited code 7");
        }
    }

    @Test
    void aRemovedAddressIsPutBack() throws Exception {
        try (Guard guard = Guard.start(network, SLEEP)) {
            guard.serve(LONG);
            network.ip(network.server(), "addr", "del", Network.SHARED + "/24", "dev", "e0");
            assertThat(guard.next()).isEqualTo("healed");
            assertThat(hasAddress()).isTrue();
        }
    }

    @Test
    void silenceRemovesTheAddressAndTheLeaseStillStopsTheChild() throws Exception {
        try (Guard guard = Guard.start(network, SLEEP)) {
            guard.serve(700);
            guard.send("silence");
            assertThat(guard.next()).isEqualTo("silenced");
            assertThat(hasAddress()).isFalse();
            assertThat(guard.childIsStopped()).isFalse();
            assertThat(guard.next()).startsWith("suspended lease ");
            guard.awaitChildStopped();
        }
    }

    @Test
    void removingAPrimaryAddressKeepsTheNodesOwn() throws Exception {
        network.ip(network.server(), "addr", "del", "10.0.0.1/24", "dev", "e0");
        try (Guard guard = Guard.start(network, SLEEP)) {
            guard.serve(LONG);
            network.ip(network.server(), "addr", "add", "10.0.0.1/24", "dev", "e0");
            guard.send("suspend");
            assertThat(guard.next()).isEqualTo("suspended command");
            assertThat(hasAddress()).isFalse();
            assertThat(network.hasAddress(network.server(), "10.0.0.1")).isTrue();
            assertThat(network.ip(network.server(), "route")).contains("10.0.0.0/24");
        }
    }

    @Test
    void aConnectionSurvivesSuspensionAndResumption() throws Exception {
        String echo = """
                import socket
                connection = socket.create_server(('0.0.0.0', 9421)).accept()[0]
                while True:
                    data = connection.recv(99)
                    if not data: break
                    connection.sendall(data)
                """;
        try (Guard guard = Guard.start(network, List.of("python3", "-c", echo))) {
            guard.serve(LONG);
            Process client = network.start(network.client(), "python3", "-u", "-c", CLIENT);
            var lines = client.inputReader();
            assertThat(lines.readLine()).isEqualTo("one");
            guard.send("suspend");
            assertThat(guard.next()).isEqualTo("suspended command");
            client.getOutputStream().write('\n');
            client.getOutputStream().flush();
            Thread.sleep(700);
            guard.sendLease("resume", LONG);
            assertThat(guard.next()).isEqualTo("serving");
            assertThat(lines.readLine()).isEqualTo("two");
        }
    }

    private static final String CLIENT = """
            import socket, sys, time
            for attempt in range(100):
                try:
                    c = socket.create_connection(('10.0.0.100', 9421), 2)
                    break
                except OSError:
                    time.sleep(0.05)
            c.settimeout(10)
            for word in 'one', 'two':
                c.sendall(word.encode())
                print(c.recv(99).decode())
                if word == 'one': sys.stdin.readline()
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "bogus",
                "serve",
                "serve ",
                "serve x",
                "serve -5",
                "serve 0",
                "serve 5 6",
                "lease 1e3",
                "serve 99999999999999999999",
                "SERVE 5",
                "resume 1",
                "suspend 5",
                "kill 9",
                "lease 5",
                "shorten",
                "shorten 5"
            })
    void aMalformedOrUntimelyCommandIsAnErrorAndDoesNothing(String command) throws Exception {
        try (Guard guard = Guard.start(network, SLEEP)) {
            guard.send(command);
            assertThat(guard.next()).startsWith("error ");
            guard.send("pid");
            assertThat(guard.next()).isEqualTo("pid " + guard.childPid());
            assertThat(guard.childIsStopped()).isFalse();
            assertThat(hasAddress()).isFalse();
        }
    }

    @Test
    void anEndlessLineIsOneError() throws Exception {
        try (Guard guard = Guard.start(network, SLEEP)) {
            guard.send("x".repeat(100_000));
            assertThat(guard.next()).startsWith("error ");
            guard.send("pid");
            assertThat(guard.next()).startsWith("pid ");
        }
    }

    @Test
    void besideAnElectorTheAddressIsLookedForAndNeverTouched() throws Exception {
        network.ip(network.server(), "addr", "add", Network.SHARED + "/24", "dev", "e0");
        try (Guard guard = Guard.startBesideAnElector(network, SLEEP)) {
            assertThat(hasAddress()).isTrue();
            guard.serve(LONG);
            guard.send("suspend");
            assertThat(guard.next()).isEqualTo("suspended command");
            assertThat(hasAddress()).isTrue();

            network.ip(network.server(), "addr", "del", Network.SHARED + "/24", "dev", "e0");
            guard.sendLease("resume", LONG);
            assertThat(guard.next()).startsWith("error cannot add the address");
            assertThat(hasAddress()).isFalse();
            guard.awaitChildStopped();
        }
    }

    private boolean hasAddress() throws Exception {
        return network.hasAddress(network.server(), Network.SHARED);
    }
}
