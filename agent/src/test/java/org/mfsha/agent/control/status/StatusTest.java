package org.mfsha.agent.control.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.jr.ob.JSON;

final class StatusTest {
    private static final NodeStatus LEADER = new NodeStatus(
            "m1",
            "candidate",
            "leader",
            true,
            true,
            Optional.empty(),
            4,
            Optional.of(new PositionStatus(4, 1_234_567)),
            Optional.of(0L),
            Optional.empty(),
            Optional.empty());
    private static final NodeStatus STANDBY = new NodeStatus(
            "m2",
            "candidate",
            "rebuilding",
            true,
            false,
            Optional.of("downloading a base, 40 %"),
            4,
            Optional.of(new PositionStatus(4, 1_230_000)),
            Optional.of(4567L),
            Optional.of(85L),
            Optional.of(-3L));
    private static final TakeoverStatus TAKEOVER = new TakeoverStatus(
            4,
            "m1",
            Optional.of("m2"),
            "lease lost",
            "2026-01-01T00:00:00.000Z",
            Optional.of("2026-01-01T00:00:00.081Z"),
            List.of(new TakeoverStatus.Phase("fence in time", 51_300), new TakeoverStatus.Phase("gate", 29_700)),
            List.of("CREATE /a/b"));

    private static Status status(Optional<String> leader) {
        return new Status(
                "m1",
                leader,
                leader.isPresent() ? Optional.empty() : Optional.of("only 1 of 3 voters answers, 2 are needed"),
                4,
                412,
                Optional.of("10.77.0.100/24"),
                leader,
                List.of(LEADER, STANDBY),
                Optional.of(TAKEOVER),
                List.of("mfsexports.cfg differs between m1 and m2"));
    }

    @Test
    void aStatusSurvivesJson() {
        Status status = status(Optional.of("m1"));
        assertThat(StatusJson.status(JSON.std.anyFrom(JSON.std.asString(StatusJson.toMap(status)))))
                .isEqualTo(status);
    }

    @Test
    void aStatusWithoutALeaderSurvivesJson() {
        Status status = status(Optional.empty());
        assertThat(StatusJson.status(JSON.std.anyFrom(JSON.std.asString(StatusJson.toMap(status)))))
                .isEqualTo(status);
    }

    @Test
    void anAnswerOfAnotherShapeIsRefused() {
        assertThatThrownBy(() -> StatusJson.status(Map.of("node", 7))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StatusJson.status(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTextFitsOneScreenAndSaysEverything() {
        assertThat(StatusText.render(status(Optional.of("m1")))).isEqualTo("""
                Leader:   m1, epoch 4, lease runs 412 ms more
                Address:  10.77.0.100/24 on m1

                Node       Kind       Role        Hot  Position   Behind        Heard      Clock
                m1 (here)  candidate  leader      yes  4:1234567  0 changes     -          -
                m2         candidate  rebuilding  NO   4:1230000  4567 changes  85 ms ago  -3 ms

                  m2 is not hot: downloading a base, 40 %

                Last takeover: epoch 4, m1 from m2, lease lost, 2026-01-01T00:00:00.000Z
                        51.3 ms  fence in time
                        29.7 ms  gate
                        81.0 ms  in all until mfsmaster listened
                  LOST changes:
                    CREATE /a/b

                Problems:
                  - mfsexports.cfg differs between m1 and m2
                """);
    }

    private static Status paused(String phase) {
        Status calm = status(Optional.of("m1"));
        return new Status(
                calm.node(),
                calm.leader(),
                calm.whyNoLeader(),
                calm.epoch(),
                3_540_000,
                calm.sharedAddress(),
                calm.addressHolder(),
                calm.nodes(),
                calm.lastTakeover(),
                calm.problems(),
                Optional.of(new PauseStatus(
                        "m1",
                        phase,
                        "2026-01-01T01:00:00Z",
                        3_540_000,
                        "root@m2: a new switch",
                        Optional.of("mfsmaster is gone"))));
    }

    @Test
    void aPauseSurvivesJson() {
        Status status = paused("paused");
        assertThat(StatusJson.status(JSON.std.anyFrom(JSON.std.asString(StatusJson.toMap(status)))))
                .isEqualTo(status);
    }

    @Test
    void theTextSaysUntilWhenNothingHappensAndWhoWantsThat() {
        assertThat(StatusText.render(paused("paused"))).startsWith("""
                Leader:   m1, epoch 4
                Address:  10.77.0.100/24 on m1
                Paused:   until 2026-01-01T01:00:00Z (59 min more); m1 serves whatever happens, nobody takes over [root@m2: a new switch]
                """);
        assertThat(StatusText.render(paused("holding"))).contains("m1, whom it is about, is not heard");
    }

    @Test
    void theTextSaysWhyThereIsNoLeader() {
        assertThat(StatusText.render(status(Optional.empty())))
                .startsWith("Leader:   NONE since epoch 4: only 1 of 3 voters answers, 2 are needed\n");
    }
}
