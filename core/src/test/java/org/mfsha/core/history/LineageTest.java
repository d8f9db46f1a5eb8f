package org.mfsha.core.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord.Reason;
import org.mfsha.core.history.Lineage.Relation;

final class LineageTest {
    private static final NodeId A = new NodeId("a");

    private static EpochRecord record(long epoch, long first) {
        return new EpochRecord(epoch, A, first, Reason.LEASE_LOST);
    }

    private static Lineage lineage(EpochRecord... records) {
        return new Lineage(List.of(records));
    }

    private final Lineage three = lineage(record(1, 10), record(4, 100), record(6, 150));

    @Test
    void dataUpToTheNextEpochsFirstVersionIsAPrefix() {
        assertThat(three.relationOf(new Position(1, 100))).isEqualTo(new Relation.Prefix());
    }

    @Test
    void dataBeyondTheNextEpochsFirstVersionDivergesThere() {
        assertThat(three.relationOf(new Position(1, 101))).isEqualTo(new Relation.DivergesAt(100));
    }

    @Test
    void anEpochEndsWhereTheEarliestOfItsSuccessorsBegan() {
        Lineage shrinking = lineage(record(1, 10), record(4, 100), record(6, 90));
        assertThat(shrinking.relationOf(new Position(1, 95))).isEqualTo(new Relation.DivergesAt(90));
    }

    @Test
    void theLatestEpochHasNoEnd() {
        assertThat(three.relationOf(new Position(6, 1_000_000))).isEqualTo(new Relation.Prefix());
    }

    @Test
    void anUnknownEpochIsUnrelated() {
        assertThat(three.relationOf(new Position(5, 1))).isEqualTo(new Relation.Unrelated());
        assertThat(three.relationOf(Position.NONE)).isEqualTo(new Relation.Unrelated());
    }

    @Test
    void aRenumberingEndsNothing() {
        Lineage renumbered = lineage(record(1, 10), record(2, EpochRecord.SAME_LOG));
        assertThat(renumbered.relationOf(new Position(1, 5_000))).isEqualTo(new Relation.Prefix());
    }

    @Test
    void beforeALogThereWasNoneOfItsNumbers() {
        Lineage renumbered = lineage(
                record(1, 10), record(4, 100), record(5, EpochRecord.SAME_LOG), record(6, EpochRecord.SAME_LOG));
        assertThat(renumbered.beforeLatestLog()).isEqualTo(lineage(record(1, 10)));
        assertThat(three.beforeLatestLog()).isEqualTo(three.withoutLast());
        assertThat(Lineage.EMPTY.beforeLatestLog()).isEqualTo(Lineage.EMPTY);
    }

    @Test
    void theFirstLogIsTheFirstUnderEveryNumber() {
        assertThat(lineage(record(4, 100)).isFirstLog()).isTrue();
        assertThat(lineage(record(4, 100), record(5, EpochRecord.SAME_LOG)).isFirstLog())
                .isTrue();
        assertThat(three.isFirstLog()).isFalse();
        assertThat(Lineage.EMPTY.isFirstLog()).isFalse();
    }

    @Test
    void aLineageWhoseBeginningMayBeForgottenIsNotKnownToBeTheFirst() {
        Lineage longest = LongStream.range(2, 17)
                .mapToObj(epoch -> record(epoch, EpochRecord.SAME_LOG))
                .reduce(lineage(record(1, 10)), Lineage::followedBy, (_, last) -> last);
        assertThat(longest.isFirstLog()).isFalse();
    }

    @Test
    void theEpochAfterARenumberingEndsTheLogOfBothNumbers() {
        Lineage then = lineage(record(1, 10), record(2, EpochRecord.SAME_LOG), record(3, 50));
        assertThat(then.relationOf(new Position(1, 51))).isEqualTo(new Relation.DivergesAt(50));
        assertThat(then.relationOf(new Position(2, 51))).isEqualTo(new Relation.DivergesAt(50));
    }

    @Test
    void aPositionIsNormalisedThroughAChainOfRenumberingsButNoFurther() {
        Lineage chain =
                lineage(record(1, 10), record(2, EpochRecord.SAME_LOG), record(3, EpochRecord.SAME_LOG), record(4, 70));
        assertThat(chain.normalise(new Position(1, 60))).isEqualTo(new Position(3, 60));
        assertThat(chain.normalise(new Position(4, 80))).isEqualTo(new Position(4, 80));
    }

    @Test
    void onlyTheLatestSixteenEpochsAreKept() {
        Lineage many = LongStream.rangeClosed(1, 20)
                .mapToObj(epoch -> record(epoch, epoch))
                .reduce(Lineage.EMPTY, Lineage::followedBy, (one, _) -> one);
        assertThat(many.records()).hasSize(16);
        assertThat(many.epoch()).isEqualTo(20);
        assertThat(many.contains(4)).isFalse();
    }

    @Test
    void aRenumberedEpochsLogBeganWithTheEpochBefore() {
        Lineage then = lineage(record(1, 10), record(2, EpochRecord.SAME_LOG), record(3, 50));
        assertThat(then.firstVersionOf(2)).isEqualTo(10);
        assertThat(then.firstVersionOf(3)).isEqualTo(50);
        assertThat(lineage(record(2, EpochRecord.SAME_LOG)).firstVersionOf(2)).isZero();
    }

    @Test
    void epochsMustIncrease() {
        assertThatThrownBy(() -> lineage(record(2, 1), record(2, 1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLineageIsCutAfterAnEpochItKnows() {
        assertThat(three.upTo(4).epoch()).isEqualTo(4);
        assertThat(three.upTo(5)).isEqualTo(Lineage.EMPTY);
    }

    @Test
    void positionsAreOrderedByEpochFirst() {
        assertThat(new Position(1, 900).isBehind(new Position(2, 5))).isTrue();
        assertThat(new Position(2, 5).isBehind(new Position(2, 5))).isFalse();
        assertThat(new Position(2, 4).isBehind(new Position(2, 5))).isTrue();
    }
}
