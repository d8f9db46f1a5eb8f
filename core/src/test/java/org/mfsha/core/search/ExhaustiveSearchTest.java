package org.mfsha.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mfsha.core.search.Search.Result;

/**
 * Every way that three nodes can go breaks no promise. {@code make search} goes farther ({@code -Dmfsha.search=deep}), in its
 * largest scenarios up to a limit of states; what was visited is logged.
 */
final class ExhaustiveSearchTest {
    private static final long MANY = 400_000;
    private static final long VERY_MANY = 4_000_000;
    private static final boolean DEEP = "deep".equals(System.getProperty("mfsha.search"));

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void nothingThatCanHappenBreaksAPromise(String name, Scenario scenario, long limit, Set<Sight> sights) {
        Result result = new Search(scenario).run(limit);

        log(name + ": " + result);
        assertThat(result.broken()).isEmpty();
        assertThat(result.complete() || DEEP).as("every state was visited").isTrue();
        assertThat(result.sights()).as("situations that must have been met").containsKeys(sights.toArray(Sight[]::new));
    }

    static Stream<Arguments> scenarios() {
        return DEEP ? deep() : quick();
    }

    private static Stream<Arguments> quick() {
        return Stream.of(
                of(
                        "lost messages",
                        Scenario.whereALeads().with(Fault.LOSS, 6),
                        Sight.LEASE_OF_EPOCH_2,
                        Sight.LEASE_OF_EPOCH_3,
                        Sight.TWO_BIDDERS_IN_EARNEST,
                        Sight.LEASE_EXPIRED,
                        Sight.RENUMBERED),
                of(
                        "a late message, an agent that stands still",
                        Scenario.whereALeads()
                                .with(Fault.LOSS, 0)
                                .with(Fault.LATE, 1)
                                .with(Fault.PAUSE, 1),
                        Sight.LEASE_OF_EPOCH_2,
                        Sight.TWO_LEADERS_ONE_SUSPENDED,
                        Sight.LEASE_EXPIRED),
                of(
                        "a crash",
                        Scenario.whereALeads().with(Fault.LOSS, 2).with(Fault.CRASH, 1),
                        Sight.LEASE_OF_EPOCH_3,
                        Sight.TWO_BIDDERS_IN_EARNEST,
                        Sight.WAIT_FOR_A_LEASE,
                        Sight.RESTARTED,
                        Sight.SERVICE_OUTLIVES_ITS_AGENT),
                of(
                        "an agent that stands still, a clock that slips",
                        Scenario.whereALeads()
                                .with(Fault.LOSS, 1)
                                .with(Fault.PAUSE, 1)
                                .with(Fault.SLIP, 1),
                        Sight.LEASE_OF_EPOCH_3,
                        Sight.TWO_LEADERS_ONE_SUSPENDED,
                        Sight.PAUSED_BEYOND_ITS_LEASE),
                of(
                        "a crash and a change",
                        Scenario.whereALeads()
                                .with(Fault.LOSS, 1)
                                .with(Fault.CRASH, 1)
                                .with(Fault.CHANGE, 1),
                        Sight.LEASE_OF_EPOCH_3,
                        Sight.FETCHES,
                        Sight.CHANGE_IN_EPOCH_2,
                        Sight.RESTARTED),
                of(
                        "a planned handover",
                        Scenario.whereALeads()
                                .with(Fault.LOSS, 2)
                                .with(Fault.SWITCHOVER, 1)
                                .with(Fault.CHANGE, 1),
                        Sight.LEASE_OF_EPOCH_3,
                        Sight.HANDED_BACK,
                        Sight.CHANGE_IN_EPOCH_2),
                of(
                        "a lost mfsmaster",
                        Scenario.whereALeads()
                                .with(Fault.LOSS, 2)
                                .with(Fault.MASTER_LOST, 1)
                                .with(Fault.CHANGE, 1),
                        Sight.LEASE_OF_EPOCH_3,
                        Sight.HANDED_BACK,
                        Sight.FETCHES,
                        Sight.CHANGE_IN_EPOCH_2),
                of(
                        "a pause that is ended early, a lost mfsmaster",
                        Scenario.whereALeads()
                                .with(Fault.LOSS, 1)
                                .with(Fault.OPERATOR_PAUSE, 1)
                                .with(Fault.OPERATOR_RESUME, 1)
                                .with(Fault.MASTER_LOST, 1),
                        Sight.SERVES_ON_LEAVE,
                        Sight.HANDED_BACK,
                        Sight.LATER_LEADER_BESIDE_A_HOLD),
                of(
                        "a pause, a crash",
                        Scenario.whereALeads()
                                .with(Fault.LOSS, 1)
                                .with(Fault.OPERATOR_PAUSE, 1)
                                .with(Fault.CRASH, 1),
                        Sight.SERVES_ON_LEAVE,
                        Sight.HOLDS_FOR_NOBODY,
                        Sight.RESTARTED,
                        Sight.LEASE_OF_EPOCH_3),
                of(
                        "a pause, an agent that stands still",
                        Scenario.whereALeads()
                                .with(Fault.LOSS, 1)
                                .with(Fault.OPERATOR_PAUSE, 1)
                                .with(Fault.PAUSE, 1),
                        Sight.SERVES_ON_LEAVE,
                        Sight.LEASE_EXPIRED,
                        Sight.PAUSED_BEYOND_ITS_LEASE),
                of(
                        "a pause, a clock that slips",
                        Scenario.whereALeads()
                                .with(Fault.LOSS, 1)
                                .with(Fault.OPERATOR_PAUSE, 1)
                                .with(Fault.SLIP, 1),
                        Sight.SERVES_ON_LEAVE,
                        Sight.LEASE_OF_EPOCH_2),
                of(
                        "three new nodes",
                        Scenario.fromNothingAtAll().with(Fault.LOSS, 3),
                        Sight.LEASE_OF_EPOCH_2,
                        Sight.TWO_BIDDERS_IN_EARNEST));
    }

    private static Stream<Arguments> deep() {
        Scenario leads = Scenario.whereALeads();
        return Stream.of(
                far("messages lost as often as they like", leads.upToEpoch(2), Sight.LEASE_OF_EPOCH_2),
                far("messages in every order", leads.upToEpoch(2).inEveryOrder(), Sight.LEASE_OF_EPOCH_2),
                far(
                        "late messages",
                        leads.with(Fault.LOSS, 2).with(Fault.PAUSE, 1).with(Fault.LATE, 2),
                        Sight.LEASE_OF_EPOCH_2),
                far(
                        "one of every fault of agents, clocks and links",
                        leads.with(Fault.LOSS, 2)
                                .with(Fault.CRASH, 1)
                                .with(Fault.PAUSE, 1)
                                .with(Fault.LATE, 1)
                                .with(Fault.SLIP, 1),
                        Sight.LEASE_OF_EPOCH_2,
                        Sight.RESTARTED,
                        Sight.PAUSED_BEYOND_ITS_LEASE),
                far(
                        "crashes and changes",
                        leads.with(Fault.LOSS, 2).with(Fault.CRASH, 2).with(Fault.CHANGE, 2),
                        Sight.LEASE_OF_EPOCH_3,
                        Sight.FETCHES,
                        Sight.CHANGE_IN_EPOCH_2),
                far(
                        "a handover with a crash",
                        leads.with(Fault.LOSS, 2)
                                .with(Fault.SWITCHOVER, 1)
                                .with(Fault.CRASH, 1)
                                .with(Fault.CHANGE, 1),
                        Sight.LEASE_OF_EPOCH_3,
                        Sight.HANDED_BACK),
                far(
                        "a lost mfsmaster with a crash",
                        leads.with(Fault.LOSS, 2)
                                .with(Fault.MASTER_LOST, 1)
                                .with(Fault.CRASH, 1)
                                .with(Fault.CHANGE, 1),
                        Sight.LEASE_OF_EPOCH_3,
                        Sight.HANDED_BACK),
                far(
                        "a pause that is ended early, crashes, agents that stand still",
                        leads.with(Fault.LOSS, 1)
                                .with(Fault.OPERATOR_PAUSE, 1)
                                .with(Fault.OPERATOR_RESUME, 1)
                                .with(Fault.CRASH, 1)
                                .with(Fault.PAUSE, 1),
                        Sight.SERVES_ON_LEAVE,
                        Sight.HOLDS_FOR_NOBODY,
                        Sight.PAUSED_BEYOND_ITS_LEASE),
                far(
                        "a pause that is made longer, a late message, a clock that slips",
                        leads.with(Fault.LOSS, 1)
                                .with(Fault.OPERATOR_PAUSE, 2)
                                .with(Fault.LATE, 1)
                                .with(Fault.SLIP, 1),
                        Sight.SERVES_ON_LEAVE),
                far(
                        "three new nodes, a crash",
                        Scenario.fromNothingAtAll()
                                .upToEpoch(3)
                                .with(Fault.LOSS, 3)
                                .with(Fault.CRASH, 1)
                                .with(Fault.LATE, 1),
                        Sight.LEASE_OF_EPOCH_3,
                        Sight.TWO_BIDDERS_IN_EARNEST));
    }

    private static Arguments of(String name, Scenario scenario, Sight... sights) {
        return Arguments.of(name, scenario, MANY, Set.of(sights));
    }

    private static Arguments far(String name, Scenario scenario, Sight... sights) {
        return Arguments.of(name, scenario, VERY_MANY, Set.of(sights));
    }

    private static void log(String text) {
        System.getLogger(ExhaustiveSearchTest.class.getName()).log(System.Logger.Level.INFO, text);
    }
}
