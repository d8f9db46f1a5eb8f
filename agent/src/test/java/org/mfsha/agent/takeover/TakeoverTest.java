package org.mfsha.agent.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.mfsha.agent.address.KnownConnections;
import org.mfsha.agent.address.SharedAddress;
import org.mfsha.agent.standby.PrivateHost;
import org.mfsha.agent.standby.Standby;
import org.mfsha.agent.takeover.Phases.Phase;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;
import org.mfsha.linux.BootClock;
import org.mfsha.linux.net.Firewall;
import org.mfsha.linux.net.InterfaceAddresses;
import org.mfsha.moosefs.files.Image;
import org.mfsha.moosefs.wire.MasterProbe;

/** From a hot standby to a master that answers, with the real mfsmaster, gate and guard. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TakeoverTest {
    private static final String CREATE = "1700000000|CREATE(1,name,2,511,18,0,0,0):2";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Lineage BEFORE =
            new Lineage(List.of(new EpochRecord(7, new NodeId("b"), 1, EpochRecord.Reason.FIRST_START)));
    private static final Lineage AFTER =
            BEFORE.followedBy(new EpochRecord(8, new NodeId("a"), 2, EpochRecord.Reason.LEASE_LOST));

    private final List<AutoCloseable> opened = new ArrayList<>();
    private PrivateHost host;

    @BeforeAll
    void makeHost() throws IOException {
        host = new PrivateHost();
    }

    @AfterEach
    void endEverything() throws Exception {
        host.run(() -> {
            for (AutoCloseable one : opened.reversed()) {
                one.close();
            }
        });
        opened.clear();
    }

    @AfterAll
    void removeHost() throws IOException {
        host.close();
    }

    @Test
    void theStandbyServesEveryChangeAtTheSharedAddress() throws Exception {
        host.run(() -> {
            Standby standby = prime(CREATE);

            takeOver(standby, address(), lease(20_000));

            try (MasterProbe probe = MasterProbe.connect(clients(), LIMIT)) {
                assertThat(probe.info().metaVersion()).isGreaterThanOrEqualTo(standby.nextVersion());
            }
            assertThat(hasAddress()).isTrue();
        });
    }

    @Test
    void anImageWithoutAnyChangeServesToo() throws Exception {
        host.run(() -> {
            takeOver(prime(), address(), lease(20_000));

            try (MasterProbe probe = MasterProbe.connect(clients(), LIMIT)) {
                assertThat(probe.version().toString()).isNotEmpty();
            }
        });
    }

    @Test
    void theEpochIsOnDiskAndEveryStepIsTimedInOrder() throws Exception {
        host.run(() -> {
            Standby standby = prime(CREATE);

            Phases phases = takeOver(standby, address(), lease(20_000));

            assertThat(host.store().lineage(standby.image().directory())).isEqualTo(AFTER);
            assertThat(phases.laps())
                    .extracting(Phase::name)
                    .containsExactly(
                            "enter-epoch",
                            "take-address",
                            "append-takeover-lines",
                            "open-gate-to-listening",
                            "announce");
        });
    }

    @Test
    void aLeaderThatGotAnotherNumberBeforeItServedServesInThatOne() throws Exception {
        Lineage renumbered = AFTER.followedBy(
                new EpochRecord(9, new NodeId("a"), EpochRecord.SAME_LOG, EpochRecord.Reason.RENUMBERED));
        host.run(() -> {
            Standby standby = prime(CREATE);

            takeOver(standby, address(), renumbered, lease(20_000));

            assertThat(standby.position().epoch()).isEqualTo(9);
            assertThat(hasAddress()).isTrue();
        });
    }

    @Test
    void aStandbyThatLacksWhatItWasElectedWithIsNotPromoted() throws Exception {
        Lineage further = BEFORE.followedBy(new EpochRecord(8, new NodeId("a"), 1_000, EpochRecord.Reason.LEASE_LOST));
        host.run(() -> {
            Standby standby = prime(CREATE);

            assertThatThrownBy(() -> takeOver(standby, address(), further, lease(20_000)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("elected with 1000");
            assertThat(standby.lineage()).isEqualTo(BEFORE);
        });
    }

    @Test
    void sessionsOfTheLastLeaderAreKeptAliveByALine() throws Exception {
        host.run(() -> {
            Standby standby = prime("1700000000|SESADD(#1,1,0,0000,0,0,999,999,1,9,0,1,0x0,167772161,%2Fmnt):1");

            takeOver(standby, address(), lease(20_000));

            assertThat(Files.readString(standby.image().changelog(), StandardCharsets.ISO_8859_1))
                    .contains("|SESDISCONNECTED(1)");
            try (MasterProbe probe = MasterProbe.connect(clients(), LIMIT)) {
                assertThat(probe.sessions().toString()).contains("1");
            }
        });
    }

    @Test
    void aLeaseThatIsOverServesNobody() throws Exception {
        host.run(() -> {
            Standby standby = prime(CREATE);
            SharedAddress address = address();

            assertThatThrownBy(() -> takeOver(standby, address, BootClock.nanos() - 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("address could not be added")
                    .hasMessageContaining("past");
            assertThat(hasAddress()).isFalse();
        });
    }

    @Test
    void aProgramThatListensInMfsmastersPlaceNeverGetsTheSharedAddress() throws Exception {
        host.run(() -> {
            Standby standby = prime(CREATE);
            SharedAddress address = address();
            try (var stranger = new ServerSocket(9421)) {
                assertThatThrownBy(() -> takeOver(standby, address, lease(20_000)))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("[9421]");
                assertThat(stranger.isBound()).isTrue();
            }
            assertThat(hasAddress()).isFalse();
            assertThat(standby.lineage()).isEqualTo(BEFORE);

            takeOver(standby, address, lease(20_000));
            assertThat(hasAddress()).isTrue();
        });
    }

    @Test
    void aMasterWhoseLeaseIsNotRenewedIsStoppedAndGoesOnWhenItIsGrantedAgain() throws Exception {
        host.run(() -> {
            Standby standby = prime(CREATE);
            var suspended = new CountDownLatch(1);
            standby.master().onGuardSuspended(suspended::countDown);
            takeOver(standby, address(), lease(3_000));

            assertThat(suspended.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(hasAddress()).isFalse();

            standby.master().resume(lease(20_000));
            try (MasterProbe probe = MasterProbe.connect(clients(), LIMIT)) {
                assertThat(probe.version().toString()).isNotEmpty();
            }
            assertThat(standby.ended()).isNotDone();
        });
    }

    @Test
    void aKilledMasterIsReportedAfterTheAddressIsGone() throws Exception {
        host.run(() -> {
            Standby standby = prime(CREATE);
            takeOver(standby, address(), lease(20_000));

            standby.master().kill();

            assertThat(standby.ended().get(10, TimeUnit.SECONDS)).contains("signal 9");
            assertThat(hasAddress()).isFalse();
        });
    }

    private Standby prime(String... changes) throws IOException, InterruptedException {
        Image image = host.image(changes);
        Standby standby = Standby.prime(image, BEFORE, host.store(), host.launcher());
        opened.add(standby);
        return standby;
    }

    private SharedAddress address() throws IOException {
        var address =
                new SharedAddress(host.address(), Firewall.open(host.address().address()), new KnownConnections());
        opened.add(address);
        return address;
    }

    private Phases takeOver(Standby standby, SharedAddress address, long leaseUntilNanos)
            throws IOException, InterruptedException {
        return takeOver(standby, address, AFTER, leaseUntilNanos);
    }

    private Phases takeOver(Standby standby, SharedAddress address, Lineage lineage, long leaseUntilNanos)
            throws IOException, InterruptedException {
        var phases = new Phases();
        opened.add(new Takeover(address, LIMIT)
                .run(
                        standby,
                        lineage,
                        new FixedLease(leaseUntilNanos),
                        host.store().journal(lineage.epoch()),
                        phases)
                .journal());
        // The repetitions would come from a thread outside the namespace.
        address.hush();
        return phases;
    }

    /** A lease that nobody renews. */
    private record FixedLease(long latestNanos) implements Takeover.Lease {
        @Override
        public void armed() {
            // Nothing is renewed, so nothing has to be passed on.
        }
    }

    private static long lease(long millis) {
        return BootClock.nanos() + millis * 1_000_000;
    }

    private InetSocketAddress clients() {
        return new InetSocketAddress(host.address().address(), 9421);
    }

    private boolean hasAddress() throws IOException {
        return InterfaceAddresses.has(
                host.address().interfaceName(), host.address().address());
    }
}
