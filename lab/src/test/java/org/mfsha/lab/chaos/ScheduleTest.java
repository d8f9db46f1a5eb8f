package org.mfsha.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mfsha.lab.chaos.fault.Kind;
import org.mfsha.lab.chaos.fault.Role;

class ScheduleTest {
    private static final List<Kind> ALL = Arrays.asList(Kind.values());

    @Test
    void theSameSeedDrawsTheSameSchedule() {
        assertThat(Schedule.draw(7, 100, ALL).toString())
                .isEqualTo(Schedule.draw(7, 100, ALL).toString());
        assertThat(Schedule.draw(7, 100, ALL).toString())
                .isNotEqualTo(Schedule.draw(8, 100, ALL).toString());
    }

    @Test
    void aLongerScheduleBeginsWithTheShorterOne() {
        assertThat(Schedule.draw(7, 90, ALL).rounds().subList(0, 30))
                .asString()
                .isEqualTo(Schedule.draw(7, 30, ALL).rounds().toString());
    }

    @Test
    void everyKindComesOnceBeforeAnyComesTwice() {
        for (long seed = 0; seed < 50; seed++) {
            EnumSet<Kind> seen = EnumSet.noneOf(Kind.class);
            for (Round round : Schedule.draw(seed, ALL.size(), ALL).rounds()) {
                if (seen.size() == ALL.size()) {
                    break;
                }
                round.faults()
                        .forEach(planned -> assertThat(seen.add(planned.kind()))
                                .as("%s is new", planned.kind())
                                .isTrue());
            }
            assertThat(seen).hasSize(ALL.size());
        }
    }

    @Test
    void faultsThatOverlapLeaveAQuorumAndACandidate() {
        for (Round round : Schedule.draw(7, 2000, ALL).rounds()) {
            List<Role> roles = round.faults().stream()
                    .map(planned -> planned.kind().role())
                    .toList();
            assertThat(roles).doesNotHaveDuplicates();
            assertThat(roles.containsAll(List.of(Role.LEADER, Role.STANDBY))).isFalse();
            assertThat(round.faults().stream()
                            .filter(planned -> planned.kind().takesVote())
                            .count())
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void someFaultsOverlapAndMostDoNot() {
        List<Round> rounds = Schedule.draw(7, 1000, ALL).rounds();

        assertThat(rounds.stream().filter(round -> round.faults().size() == 2).count())
                .isBetween(20L, 400L);
    }

    @Test
    void onlyKindsThatWereAskedForAreDrawn() {
        assertThat(Schedule.draw(7, 20, EnumSet.of(Kind.HOST_LOST, Kind.LINK_CUT))
                        .rounds())
                .allSatisfy(round -> assertThat(round.faults())
                        .extracting(Planned::kind)
                        .containsAnyOf(Kind.HOST_LOST, Kind.LINK_CUT)
                        .hasSize(1));
    }
}
