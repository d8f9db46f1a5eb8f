package org.mfsha.agent.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.mfsha.agent.address.KnownConnections;
import org.mfsha.agent.address.SharedAddress;
import org.mfsha.agent.standby.PrivateHost;
import org.mfsha.agent.standby.Standby;
import org.mfsha.agent.takeover.Phases;
import org.mfsha.agent.takeover.Takeover;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;
import org.mfsha.linux.BootClock;
import org.mfsha.linux.net.Firewall;

/** Images from a real serving mfsmaster, whose agent says in which epoch it serves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ImageFromALeaderTest {
    private static final NodeId LEADER = new NodeId("a");
    private static final NodeId OTHER = new NodeId("b");
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Lineage FIRST =
            new Lineage(List.of(new EpochRecord(7, LEADER, 1, EpochRecord.Reason.FIRST_START)));
    private static final Lineage LED_AGAIN = FIRST.followedBy(
                    new EpochRecord(8, OTHER, 2, EpochRecord.Reason.LEASE_LOST))
            .followedBy(new EpochRecord(9, LEADER, 2, EpochRecord.Reason.LEASE_LOST));

    private final List<AutoCloseable> opened = new ArrayList<>();
    private PrivateHost host;

    @BeforeAll
    void aMasterServes() throws Exception {
        host = new PrivateHost();
        host.run(() -> {
            Standby standby = Standby.prime(
                    host.image("1700000000|CREATE(1,name,2,511,18,0,0,0):2"), FIRST, host.store(), host.launcher());
            opened.add(standby);
            var address = new SharedAddress(
                    host.address(), Firewall.open(host.address().address()), new KnownConnections());
            opened.add(address);
            opened.add(new Takeover(address, LIMIT)
                    .run(standby, FIRST, new LongLease(), host.store().journal(7), new Phases())
                    .journal());
            address.hush();
        });
    }

    @AfterAll
    void removeHost() throws Exception {
        host.run(() -> {
            for (AutoCloseable one : opened.reversed()) {
                one.close();
            }
        });
        host.close();
    }

    @Test
    void anImageBelongsToTheEpochThatItsLeaderServesIn() throws Exception {
        host.run(() -> {
            try (Standby made = builder(serving(FIRST), serving(FIRST)).fromLeader(following(FIRST))) {
                assertThat(made.lineage()).isEqualTo(FIRST);
                assertThat(made.nextVersion()).isGreaterThan(1);
            }
        });
    }

    @Test
    void aLeaderThatLostTheLeadAndGotItAgainMeanwhileWritesAnotherLog() throws Exception {
        host.run(() -> assertRefused(builder(serving(FIRST), serving(LED_AGAIN))));
    }

    @Test
    void aMasterThatIsOnlyBeingStartedGivesNoImage() throws Exception {
        host.run(() -> assertRefused(builder(new HeldChanges(FIRST, false, List.of()))));
    }

    private void assertRefused(ImageBuilder builder) throws IOException {
        List<Path> before = host.store().imagesExcept(List.of());
        assertThatThrownBy(() -> builder.fromLeader(following(FIRST)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not serve in epoch 7");
        assertThat(host.store().imagesExcept(List.of())).isEqualTo(before);
    }

    private ImageBuilder builder(HeldChanges... answers) {
        Deque<HeldChanges> left = new ArrayDeque<>(List.of(answers));
        var service = new ChangesService(left::remove);
        return new ImageBuilder(host.store(), host.launcher(), new PeerChanges((_, _, body) -> {
            var answer = new ByteArrayOutputStream();
            service.answer(new ByteArrayInputStream(body), answer);
            return new ByteArrayInputStream(answer.toByteArray());
        }));
    }

    private static HeldChanges serving(Lineage lineage) {
        return new HeldChanges(lineage, true, List.of());
    }

    private static Following following(Lineage lineage) {
        return new Following(LEADER, new InetSocketAddress("10.0.0.1", 9419), lineage);
    }

    private record LongLease() implements Takeover.Lease {
        @Override
        public long latestNanos() {
            return BootClock.nanos() + Duration.ofMinutes(5).toNanos();
        }

        @Override
        public void armed() {
            // It outlives the test.
        }
    }
}
